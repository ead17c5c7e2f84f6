/** Taking a party's signature: judged before anything is recorded, recorded before it is sent, and told of when the chain has it. */

import type { PartySignature } from "../../anchor/sharing/sign.ts";
import { readSignature } from "../../anchor/sharing/sign.ts";
import { digestOf, type TermsMessage, type ToSign } from "../../anchor/sharing/typed-data.ts";
import { formatTime } from "../../core/clock.ts";
import { isRefusal } from "../../core/errors.ts";
import type { IdempotencyKey } from "../../ledger/idempotency.ts";
import { saltOf } from "../agreement-id.ts";
import type { Agreement, StepSignature, VersionState } from "../agreements.ts";
import type { OwnContext } from "../context.ts";
import { agreementOf, type Drafter } from "../drafts.ts";
import { termsHash } from "../terms/hash.ts";
import type { Follower } from "./follow.ts";
import type { NewestWords } from "./newest.ts";
import { messageOf, type Place, placeOf, refuse, refuseStep, type Side } from "./place.ts";
import { recordStep } from "./steps.ts";
import { assertOpen } from "./to-sign.ts";
import { type WaitsFor, waits } from "./waits.ts";

export interface SignOutcome {
  readonly agreementId: string;
  readonly version: number;
  readonly state: VersionState;
  /** What a block has now; `null`: it had it before, or not yet. */
  readonly transaction: {
    readonly hash: string;
    readonly block: number;
    readonly time: string;
  } | null;
  /** Why the chain does not have it yet, where that will be tried again. */
  readonly waitsFor: WaitsFor | null;
}

/** Which the party's record is. */
const sideOf = (terms: TermsMessage, by: string): Side | null =>
  by === terms.controller ? "controller" : by === terms.recipient ? "recipient" : null;

export interface SignParts {
  readonly follower: Pick<Follower, "one">;
  readonly words: Pick<NewestWords, "takeEnd" | "dropEnd">;
}

/**
 * `input` is the file of a signature, as the command line writes it.
 *
 * @throws Refusal `agreement_refused`, `sharing_refused`, `chain_unavailable`, and those of `placeOf` and append.ts; then nothing was recorded, unless what was signed came too late: another
 * proposal was first, which the chain tells. An end that could not be brought is brought again as long as this process runs, and counts from now on; bring it again all the same
 */
export async function sign(
  context: OwnContext,
  { follower, words }: SignParts,
  agreementId: string,
  input: unknown,
  by: Drafter,
  key: IdempotencyKey | null,
): Promise<SignOutcome> {
  const signature = readSignature(input);
  const place = await placeOf(context, agreementId);
  assertHere(place, signature.toSign);
  const salt = saltOf(agreementId);
  const { toSign } = signature;
  if (toSign.kind === "Terms") return signTerms();
  // Sent again: it is ended already, whoever ended it.
  if (toSign.kind === "Termination" && place.newest.state === "terminated") return told(null, null);
  const { party } = toSign.message;
  if (party !== signature.by)
    throw refuseStep("wrong_signer", { expected: party, actual: signature.by });
  await place.relay.judge(signature, salt);
  if (toSign.kind !== "Termination") return told(await place.relay.bring(signature, salt), null);
  // Whoever has signed the end wants nothing given any more, whenever a block has it.
  words.takeEnd(agreementId, signature);
  try {
    return await told(await place.relay.bring(signature, salt), null);
  } catch (error) {
    if (isRefusal(error, "agreement_refused") && waits(error) === null) words.dropEnd(agreementId);
    throw error;
  }

  async function signTerms(): Promise<SignOutcome> {
    const step = stepOf(place, signature);
    const isKnown = place.found.steps.some(
      ({ signature: signed }) => signed?.digest === step.digest && signed.by === step.by,
    );
    if (!isKnown) {
      assertDrafted(place, toSign.message as TermsMessage);
      // What the party has brought elsewhere is told by the chain; nobody has judged this one.
      if (!(await place.relay.judge(signature, salt))) return told(null, null);
      const hash = termsHash(place.newest.terms).text;
      const { version } = place.newest;
      await recordStep(
        context,
        agreementId,
        {
          ...{ event: `signed-${step.by}` as const, version, termsHash: hash },
          ...{ actor: by, signature: step },
        },
        { key, judge: (found) => assertStill(found, version, hash) },
      );
    } else if (place.newest.state !== "proposed" && place.newest.state !== "signed") {
      return told(null, null);
    }
    try {
      return await told(await place.relay.bring(signature, salt), null);
    } catch (error) {
      const why = waits(error);
      if (why === null) throw error;
      return told(null, why);
    }
  }

  async function told(
    done: Awaited<ReturnType<Place["relay"]["bring"]>>,
    waitsFor: SignOutcome["waitsFor"],
  ): Promise<SignOutcome> {
    // What cannot be asked now is followed later. An end may have been there before.
    if (done !== null || toSign.kind === "Termination")
      await follower.one(agreementId).catch(onlyChain);
    const newest = (await agreementOf(context, agreementId)).versions.at(-1);
    const { version, state } = newest ?? place.newest;
    const transaction =
      done === null
        ? null
        : { hash: done.transaction, block: done.block, time: formatTime(done.time * 1000) };
    return { agreementId, version, state, transaction, waitsFor };
  }
}

function onlyChain(error: unknown): void {
  if (!isRefusal(error)) throw error;
}

/** For this chain, this contract, this agreement. */
function assertHere({ relay, newest }: Place, { chainId, contract, message }: ToSign): void {
  if (chainId !== relay.chainId)
    throw refuseStep("other_chain", { signed: chainId, chain: relay.chainId });
  if (contract !== relay.contract)
    throw refuseStep("other_contract", { signed: contract, contract: relay.contract });
  const { agreement } = newest.terms;
  if (message.agreement !== agreement)
    throw refuseStep("other_draft", {
      ...{ field: "agreement", signed: message.agreement, drafted: agreement },
    });
}

function stepOf({ newest }: Place, { by, signature, toSign }: PartySignature): StepSignature {
  const message = toSign.message as TermsMessage;
  const side = sideOf(message, by);
  if (side === null)
    throw refuseStep("not_party", { agreement: newest.terms.agreement, party: by });
  const { proposal } = message;
  return {
    ...{ by: side, account: by, value: signature, digest: digestOf(toSign), proposal },
    deadline: formatTime(message.deadline * 1000),
  };
}

/** The terms as they are drafted, version before all else. Number and deadline the contract judges. */
function assertDrafted(place: Place, message: TermsMessage): void {
  const { terms, state } = place.newest;
  if (state === "terminated") throw refuse("ended");
  const { agreement, version } = terms;
  if (message.version !== version)
    throw refuseStep("wrong_version", { agreement, version: message.version, expected: version });
  assertOpen(place);
  const drafted = messageOf(terms, message.proposal, message.deadline);
  const names = Object.keys(drafted) as (keyof TermsMessage)[];
  const field = names.find((name) => drafted[name] !== message[name]);
  if (field === undefined) return;
  const [signed, here] = [message, drafted].map((each) =>
    /^valid/.test(field) ? formatTime(Number(each[field]) * 1000) : each[field],
  ) as [string, string];
  throw refuseStep("other_draft", { field, signed, drafted: here });
}

/** Somebody may have drafted anew since. */
function assertStill({ versions }: Agreement, version: number, hash: string): void {
  const newest = versions.at(-1);
  if (newest === undefined || newest.version !== version) throw refuse("not_open");
  const now = termsHash(newest.terms);
  if (now.text === hash) return;
  const signed = `0x${Buffer.from(hash, "base64url").toString("hex")}`;
  throw refuseStep("other_draft", { field: "termsHash", signed, drafted: now.hex });
}
