/** What the final block says became of an agreement, as steps to record: read on from where it was left, some at a time, so that nobody who fills an agreement's history delays what matters. */
import type { PlacedEvent, ToldEvent } from "../../anchor/sharing/events.ts";
import type { SharingView } from "../../anchor/sharing/view.ts";
import { formatTime } from "../../core/clock.ts";
import { isRefusal } from "../../core/errors.ts";
import { type Agreement, TURNS } from "../agreements.ts";
import type { OwnContext } from "../context.ts";
import { termsHash } from "../terms/hash.ts";
import { inText, isAsDrafted, knownTo, type Place } from "./place.ts";
import { LEDGER, type NewStep, recordStep } from "./steps.ts";

export interface Histories {
  /** Records what is final and was not recorded; answers how many steps. @throws Refusal `chain_unavailable`, `agreement_refused`, and those of append.ts */
  record(place: Place): Promise<number>;
}

/** So often is it recorded that one version was proposed: either party alone may propose it without end. */
const MOST_PROPOSED = 100;

/** What has to be known of an event besides what is in the ledger. */
interface Drafted {
  readonly version: number;
  /** Base64url. */
  readonly termsHash: string;
}

interface Progress {
  /** The first block whose agreed versions, and end, were not looked at … */
  readonly decided: number;
  /** … and the first whose proposals were not. */
  readonly proposed: number;
  /** Number of what was proposed last, as far as it was drafted here. */
  readonly last: (Drafted & { readonly proposal: number }) | null;
  /** How the contract stood when all that it says was recorded. */
  readonly mark: string | null;
}

export function createHistories(context: OwnContext): Histories {
  const known = new Map<string, Progress>();

  return {
    async record({ agreementId, found, newest, relay }) {
      const { agreement } = newest.terms;
      const view = await relay.at("final");
      const mark = await markOf(view, agreement);
      const from = known.get(agreementId) ?? beginOf(found);
      if (mark === null && view.isFinal) {
        // It has no history up to there: what comes is not looked for from the chain's first block on.
        const next = view.block.number + 1;
        known.set(agreementId, { ...from, decided: next, proposed: next });
      }
      if (mark === null || from.mark === mark) return 0;
      // In queries of their own: of these there is never more than both parties have signed, and one end.
      const names = ["Agreed", "Terminated"] as const;
      const decided = await view.part(agreement, {
        ...{ first: from.decided, names, keep: () => true },
      });
      const reading = proposalsOf(found, from.last);
      let failed: { readonly error: unknown } | null = null;
      const proposed = await view
        .part(agreement, {
          ...{ first: from.proposed, names: ["Proposed", "Withdrawn"], keep: reading.keep },
        })
        .catch((error: unknown) => {
          failed = { error };
          return { events: [], next: from.proposed };
        });
      const events = [...decided.events, ...proposed.events].sort(
        (a, b) => a.block - b.block || a.index - b.index,
      );
      let recorded = 0;
      for (const event of events) {
        const step = await stepFor(view, agreement, event, found, reading.about);
        if (step === null) continue;
        const { chainId, contract } = relay;
        const time = formatTime(event.time * 1000);
        const { transaction: hash, block } = event;
        const transaction = { chainId, contract, hash, block, time };
        if (await recordStep(context, agreementId, { ...step, transaction })) recorded += 1;
      }
      const upTo = view.block.number;
      const isWhole = decided.next > upTo && proposed.next > upTo;
      known.set(agreementId, {
        ...{ decided: decided.next, proposed: proposed.next },
        last: failed === null ? reading.last() : from.last,
        mark: isWhole ? mark : null,
      });
      if (failed !== null) throw (failed as { readonly error: unknown }).error;
      return recorded;
    },
  };
}

/** Blocks are recorded in order: what came before the last that was has been, or matters no more. */
function beginOf({ steps }: Agreement): Progress {
  const last = steps.findLast(({ transaction }) => transaction !== null);
  const block = last?.transaction?.block ?? 0;
  return { decided: block, proposed: block, last: null, mark: null };
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

/** `null`: it was never drafted here, and nothing can be said of it. */
function draftedAs({ versions }: Agreement, number: number, hash: string): Drafted | null {
  const termsHash = inText(hash);
  const version = versions.find(({ version }) => version === number);
  return version?.drafts.has(termsHash) === true ? { version: number, termsHash } : null;
}

/** Which proposals, and which withdrawals of them, change anything: that the same draft was proposed again does not. */
function proposalsOf(found: Agreement, before: Progress["last"]) {
  const { steps } = found;
  const counts = new Map<number, number>();
  for (const { event, version } of steps)
    if (event === "proposed") counts.set(version, (counts.get(version) ?? 0) + 1);
  const isOver = (version: number): boolean =>
    steps.some((step) => step.version === version && step.event === "activated");
  const newest = steps.findLast(({ event }) => event === "proposed" || TURNS.has(event));
  /** What is recorded as proposed now. */
  let open: Drafted | null = newest?.event === "proposed" ? newest : null;
  let last = before;
  const about = new Map<number, Drafted>();
  if (before !== null) about.set(before.proposal, before);

  function keep(event: ToldEvent): boolean {
    if (event.event === "Proposed") {
      const drafted = draftedAs(found, event.version, event.termsHash);
      last = drafted && { ...drafted, proposal: event.proposal };
      if (drafted === null) return false;
      about.set(event.proposal, drafted);
      const count = (counts.get(drafted.version) ?? 0) + 1;
      const isSame = open?.version === drafted.version && open.termsHash === drafted.termsHash;
      if (isOver(drafted.version) || isSame || count > MOST_PROPOSED) return false;
      counts.set(drafted.version, count);
      open = drafted;
      return true;
    }
    if (event.event !== "Withdrawn") return false;
    const drafted = about.get(event.proposal);
    if (drafted === undefined || open === null) return false;
    const isOpen = open.version === drafted.version && open.termsHash === drafted.termsHash;
    if (isOpen) open = null;
    return isOpen;
  }
  return { keep, about, last: () => last };
}

type Step = Omit<NewStep, "transaction">;

async function stepFor(
  view: SharingView,
  agreement: string,
  event: PlacedEvent,
  found: Agreement,
  about: ReadonlyMap<number, Drafted>,
): Promise<Step | null> {
  switch (event.event) {
    case "Proposed": {
      const drafted = draftedAs(found, event.version, event.termsHash);
      return drafted && { ...drafted, actor: LEDGER, event: "proposed" };
    }
    case "Agreed": {
      const { version: number } = event;
      const drafted = draftedAs(found, number, event.termsHash);
      const version = found.versions.find(({ version }) => version === number);
      const terms = version?.drafts.get(drafted?.termsHash ?? "");
      if (drafted === null || terms === undefined) return null;
      // Under the hash of a draft, with another period or for another ledger: those are no terms of ours.
      if (!isAsDrafted(await view.version(agreement, number), terms)) return null;
      return { ...drafted, actor: LEDGER, event: "activated" };
    }
    case "Withdrawn": {
      const drafted = about.get(event.proposal);
      if (drafted === undefined) return null;
      return { ...drafted, actor: LEDGER, event: "withdrawn-draft" };
    }
    case "Terminated": {
      const { versions } = found;
      const ended = versions.find(({ version }) => version === event.version) ?? versions.at(-1);
      if (ended === undefined) return null;
      const { version, terms } = ended;
      return { version, termsHash: termsHash(terms).text, actor: LEDGER, event: "terminated" };
    }
  }
}
