/**
 * Records what the chain did to agreements when it is final, whoever brought it there; brings signatures that did not get there yet; and records
 * that terms are over. What was recorded says where to go on, so it may be stopped at any time.
 */
import type { AgreementEvent as ChainEvent } from "../../anchor/sharing/events.ts";
import type { PartySignature } from "../../anchor/sharing/sign.ts";
import type { SharingView } from "../../anchor/sharing/view.ts";
import { formatTime } from "../../core/clock.ts";
import { isRefusal } from "../../core/errors.ts";
import { saltOf } from "../agreement-id.ts";
import type { Agreement, AgreementStep } from "../agreements.ts";
import type { OwnContext } from "../context.ts";
import { termsHash } from "../terms/hash.ts";
import type { NewestWords } from "./newest.ts";
import { inText, isOn, knownTo, messageOf, type Place, placeOf, secondsOf } from "./place.ts";
import { LEDGER, type NewStep, recordStep } from "./steps.ts";

export interface Follower {
  /** Answers how many steps it recorded. @throws Refusal `chain_unavailable`, `agreement_refused`, and those of `placeOf` and append.ts */
  one(agreementId: string): Promise<number>;
  /** All agreements, one after the other; what fails of one is told, and the others go on. */
  round(onError: (error: unknown) => void): Promise<number>;
}

export function createFollower(context: OwnContext, words: Pick<NewestWords, "ask">): Follower {
  /** How the contract stood when all that it says was recorded, by agreement. */
  const seen = new Map<string, string>();
  /** Digests that the contract does not take any more. */
  const refused = new Set<string>();

  async function one(agreementId: string): Promise<number> {
    await words.ask(agreementId);
    return final(agreementId);
  }

  async function final(agreementId: string): Promise<number> {
    const place = await placeOf(context, agreementId);
    const recorded = await fromChain(context, place, seen);
    return recorded + (await overByNow(context, place));
  }

  async function again(agreementId: string): Promise<void> {
    const place = await placeOf(context, agreementId);
    if (place.newest.state !== "signed") return;
    for (const signature of waiting(place)) {
      const name = `${signature.by} ${signature.signature}`;
      if (refused.has(name)) continue;
      try {
        await place.relay.bring(signature, saltOf(agreementId));
      } catch (error) {
        if (!isRefusal(error, "agreement_refused") || error.details.problem === "no_funds")
          throw error;
        refused.add(name);
      }
    }
  }

  return {
    one,
    async round(onError) {
      const { relay = null } = context;
      if (relay === null) return 0;
      let recorded = 0;
      for (const [agreementId, { versions, lost }] of await context.agreements()) {
        const newest = versions.at(-1);
        if (newest === undefined || lost !== null || !isOn(relay, newest.terms)) continue;
        try {
          // First, for it stops deliveries.
          await words.ask(agreementId);
          await again(agreementId);
          recorded += await final(agreementId);
        } catch (error) {
          onError(error);
        }
      }
      return recorded;
    },
  };
}

async function fromChain(
  context: OwnContext,
  { agreementId, found, newest, relay }: Place,
  seen: Map<string, string>,
): Promise<number> {
  const { agreement } = newest.terms;
  const view = await relay.at("final");
  const mark = await markOf(view, agreement);
  if (mark === null || seen.get(agreementId) === mark) return 0;
  // Blocks are recorded in order: all before the last that was has been.
  const last = found.steps.findLast(({ transaction }) => transaction !== null);
  const events = await view.events(agreement, last?.transaction?.block ?? 0);
  let recorded = 0;
  for (const event of events) {
    const step = stepFor(event, events, found);
    if (step === null) continue;
    const { chainId, contract } = relay;
    const time = formatTime(event.time * 1000);
    const transaction = { chainId, contract, hash: event.transaction, block: event.block, time };
    if (await recordStep(context, agreementId, { ...step, transaction })) recorded += 1;
  }
  seen.set(agreementId, mark);
  return recorded;
}

/** Changes with everything that the contract can tell of an agreement; `null`: nothing yet. */
async function markOf(view: SharingView, agreement: string): Promise<string | null> {
  const state = await knownTo(view, agreement).catch((error: unknown) => {
    // The contract itself may be younger than the final block.
    if (isRefusal(error, "agreement_refused") && error.details.problem === "no_contract")
      return null;
    throw error;
  });
  if (state === null) return null;
  const pending = await view.pending(agreement);
  const { versions, proposals, terminatedAt } = state;
  return [versions, proposals, terminatedAt, pending?.terms.proposal].join(" ");
}

/** `null`: it is about terms that were never drafted here, and of which nothing can be said. */
function stepFor(
  event: ChainEvent,
  all: readonly ChainEvent[],
  { versions }: Agreement,
): Omit<NewStep, "transaction"> | null {
  const about = (number: number, hash: string): Omit<NewStep, "transaction" | "event"> | null => {
    const version = versions.find(({ version }) => version === number);
    const text = inText(hash);
    if (version?.drafts.has(text) !== true) return null;
    return { version: number, termsHash: text, actor: LEDGER };
  };
  switch (event.event) {
    case "Proposed": {
      const step = about(event.version, event.termsHash);
      return step && { ...step, event: "proposed" };
    }
    case "Agreed": {
      const step = about(event.version, event.termsHash);
      return step && { ...step, event: "activated" };
    }
    case "Withdrawn": {
      const proposed = all.find(
        (each) => each.event === "Proposed" && each.proposal === event.proposal,
      );
      if (proposed?.event !== "Proposed") return null;
      const step = about(proposed.version, proposed.termsHash);
      return step && { ...step, event: "withdrawn-draft" };
    }
    case "Terminated": {
      const ended = versions.find(({ version }) => version === event.version) ?? versions.at(-1);
      if (ended === undefined) return null;
      const { version, terms } = ended;
      return { version, termsHash: termsHash(terms).text, actor: LEDGER, event: "terminated" };
    }
  }
}

/** What was in force and has run out. */
async function overByNow(context: OwnContext, { agreementId, found }: Place): Promise<number> {
  const { clock } = context;
  let recorded = 0;
  for (const { version, state, terms } of found.versions) {
    if (state !== "active" || Date.parse(terms.validUntil) > clock.now()) continue;
    const step = { event: "expired", version, termsHash: termsHash(terms).text, actor: LEDGER };
    if (await recordStep(context, agreementId, step as NewStep)) recorded += 1;
  }
  return recorded;
}

/** Signatures of the newest terms that were recorded since anything else became of them. */
function waiting({ found, newest, relay }: Place): readonly PartySignature[] {
  const steps = found.steps.filter(({ version }) => version === newest.version);
  const since = steps.findLastIndex(
    ({ event }) => !event.startsWith("signed-") && event !== "proposed",
  );
  return steps.slice(since + 1).flatMap(({ signature }: AgreementStep) => {
    if (signature === null) return [];
    const { account, value, proposal, deadline } = signature;
    const message = messageOf(newest.terms, proposal, secondsOf(deadline));
    const { chainId, contract } = relay;
    const toSign = { chainId, contract, kind: "Terms", message } as const;
    return [{ by: account, signature: value, toSign }];
  });
}
