/**
 * Goes round all agreements: asks the newest block, brings signatures that did not get there yet, records what is final, whoever brought it there, and that terms are over. What was
 * recorded says where to go on, so it may be stopped at any time. What fails of one agreement keeps neither the others nor the rest of its own.
 */
import type { PartySignature } from "../../anchor/sharing/sign.ts";
import { isRefusal } from "../../core/errors.ts";
import { saltOf } from "../agreement-id.ts";
import { type Agreement, type AgreementStep, TURNS } from "../agreements.ts";
import type { OwnContext } from "../context.ts";
import { termsHash } from "../terms/hash.ts";
import { createHistories } from "./history.ts";
import type { NewestWords } from "./newest.ts";
import { isOn, messageOf, type Place, placeOf, secondsOf } from "./place.ts";
import { LEDGER, type NewStep, recordStep } from "./steps.ts";
import { waits } from "./waits.ts";

export interface Follower {
  /** Answers how many steps it recorded. @throws Refusal `chain_unavailable`, `agreement_refused`, and those of `placeOf` and append.ts */
  one(agreementId: string): Promise<number>;
  /** All agreements, one after the other; what fails of one is told, and the others go on. */
  round(onError: (error: unknown) => void): Promise<number>;
  /** Of how many agreements nobody knows how they stand: nothing is given under those in force; of others the last rounds have failed. */
  unfollowed(): number;
}

/** After so many rounds one after the other it is no passing trouble. */
const FAILED_ROUNDS = 3;

export function createFollower(context: OwnContext, words: NewestWords): Follower {
  const histories = createHistories(context);
  /** Digests that the contract does not take any more. */
  const refused = new Set<string>();
  /** Rounds that have failed since the last that has not, by agreement. */
  const failures = new Map<string, number>();
  /** Those in force, as of the last round. */
  let inForce: readonly string[] = [];

  async function final(agreementId: string): Promise<number> {
    return histories.record(await placeOf(context, agreementId));
  }

  /** Whether it may still come there: else it is dropped, and what was to be signed is told by the chain. */
  async function bring({ agreementId, relay }: Place, signature: PartySignature): Promise<boolean> {
    try {
      await relay.bring(signature, saltOf(agreementId));
      return true;
    } catch (error) {
      if (waits(error) !== null || !isRefusal(error, "agreement_refused")) throw error;
      return false;
    }
  }

  async function again(agreementId: string): Promise<void> {
    const place = await placeOf(context, agreementId);
    const end = words.takenEnd(agreementId);
    if (end !== null) {
      const isRecorded = place.newest.state === "terminated";
      if (isRecorded || !(await bring(place, end))) words.dropEnd(agreementId);
    }
    if (place.newest.state !== "signed") return;
    for (const signature of waiting(place)) {
      const name = `${signature.by} ${signature.signature}`;
      if (!refused.has(name) && !(await bring(place, signature))) refused.add(name);
    }
  }

  return {
    async one(agreementId) {
      await words.ask(agreementId);
      return final(agreementId);
    },
    async round(onError) {
      const { relay = null } = context;
      const all = [...(await context.agreements())];
      let recorded = 0;
      const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
        try {
          const count = await work();
          if (typeof count === "number") recorded += count;
          return true;
        } catch (error) {
          onError(error);
          return false;
        }
      };
      inForce = all.flatMap(([id, found]) => (isInForce(found) ? [id] : []));
      for (const [agreementId, { versions, lost }] of all) {
        const newest = versions.at(-1);
        if (newest === undefined || lost !== null) continue;
        if (relay !== null && isOn(relay, newest.terms)) {
          // First, for it stops deliveries.
          const isAnswered = await attempt(() => words.ask(agreementId));
          const isDone = isAnswered && [
            await attempt(() => again(agreementId)),
            await attempt(() => final(agreementId)),
          ];
          const isWhole = isDone && !isDone.includes(false);
          failures.set(agreementId, isWhole ? 0 : (failures.get(agreementId) ?? 0) + 1);
        }
        await attempt(() => overByNow(context, agreementId));
      }
      return recorded;
    },
    unfollowed() {
      const failing = [...failures].flatMap(([id, count]) => (count >= FAILED_ROUNDS ? [id] : []));
      const unknown = inForce.filter((id) => !words.isKnown(id));
      return new Set([...failing, ...unknown]).size;
    },
  };
}

/** As far as it is recorded. */
const isInForce = ({ versions }: Agreement): boolean =>
  versions.some(({ state }) => state === "active");

/** What was in force and has run out. */
async function overByNow(context: OwnContext, agreementId: string): Promise<number> {
  const { versions } = (await context.agreements()).get(agreementId) ?? { versions: [] };
  let recorded = 0;
  for (const { version, state, terms } of versions) {
    if (state !== "active" || Date.parse(terms.validUntil) > context.clock.now()) continue;
    const step = { event: "expired", version, termsHash: termsHash(terms).text, actor: LEDGER };
    if (await recordStep(context, agreementId, step as NewStep)) recorded += 1;
  }
  return recorded;
}

/** Signatures of the newest terms that were recorded since anything else became of them. */
function waiting({ found, newest, relay }: Place): readonly PartySignature[] {
  const steps = found.steps.filter(({ version }) => version === newest.version);
  const since = steps.findLastIndex(({ event }) => TURNS.has(event));
  return steps.slice(since + 1).flatMap(({ signature }: AgreementStep) => {
    if (signature === null) return [];
    const { account, value, proposal, deadline } = signature;
    const message = messageOf(newest.terms, proposal, secondsOf(deadline));
    const { chainId, contract } = relay;
    const toSign = { chainId, contract, kind: "Terms", message } as const;
    return [{ by: account, signature: value, toSign }];
  });
}
