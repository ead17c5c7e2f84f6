/**
 * What the newest block says of agreements, ahead of what is final: that one was ended stops deliveries at once, and so does a version that was agreed over terms that nobody here
 * has. Held in memory alone: what was not asked since the start is asked when it counts. The record of it comes with finality (follow.ts).
 */
import type { SharingView } from "../../anchor/sharing/view.ts";
import { formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { Agreement } from "../agreements.ts";
import type { OwnContext } from "../context.ts";
import { type InForce, outside } from "../delivery/in-force.ts";
import { agreementOf } from "../drafts.ts";
import { inText, isOn, knownTo } from "./place.ts";

/** A version that was agreed on the chain over terms that were never drafted here. */
export interface Stranger {
  readonly version: number;
  /** RFC 3339. */
  readonly validFrom: string;
}

export interface NewestWord {
  readonly isEnded: boolean;
  /** Ascending. */
  readonly strangers: readonly Stranger[];
}

export interface NewestWords {
  /** Asks the chain now; `null`: nothing is to be asked of it. @throws Refusal `not_found` (`agreement`), `chain_unavailable`, `agreement_refused` */
  ask(agreementId: string): Promise<NewestWord | null>;
  /** What was heard last; asked now where nothing was since the start. @throws as {@link NewestWords.ask} */
  of(agreementId: string): Promise<NewestWord | null>;
  /** What was heard last, and nothing is asked. */
  heard(agreementId: string): NewestWord | null;
  /** Of how many agreements a version is in force, or will be, of which nobody here has the terms. */
  strange(): number;
}

/** More that are not recorded are not looked through: then nobody knows what is agreed. */
const MOST_UNRECORDED = 100;

export function createNewestWords(context: OwnContext): NewestWords {
  const words = new Map<string, NewestWord>();

  async function ask(agreementId: string): Promise<NewestWord | null> {
    const { relay = null } = context;
    const found = await agreementOf(context, agreementId);
    const newest = found.versions.at(-1);
    if (relay === null || newest === undefined || !isOn(relay, newest.terms)) return null;
    const word = await wordOf(await relay.at("newest"), found, newest.terms.agreement);
    words.set(agreementId, word);
    return word;
  }

  return {
    ask,
    of: async (agreementId) => words.get(agreementId) ?? (await ask(agreementId)),
    heard: (agreementId) => words.get(agreementId) ?? null,
    strange: () =>
      [...words.values()].filter(({ isEnded, strangers }) => !isEnded && strangers.length > 0)
        .length,
  };
}

async function wordOf(
  view: SharingView,
  { steps, versions }: Agreement,
  agreement: string,
): Promise<NewestWord> {
  const state = await knownTo(view, agreement);
  if (state === null) return { isEnded: false, strangers: [] };
  const recorded = new Set(
    steps.flatMap(({ event, version }) => (event === "activated" ? [version] : [])),
  );
  const strangers: Stranger[] = [];
  let looked = 0;
  for (let version = state.versions; version > 0; version -= 1) {
    if (recorded.has(version)) continue;
    looked += 1;
    if (looked > MOST_UNRECORDED) {
      strangers.push({ version, validFrom: formatTime(0) });
      break;
    }
    const agreed = await view.version(agreement, version);
    const ours = versions.find((one) => one.version === version);
    if (ours?.drafts.has(inText(agreed.termsHash))) continue;
    strangers.push({ version, validFrom: formatTime(agreed.validFrom * 1000) });
  }
  return { isEnded: state.terminatedAt !== null, strangers: strangers.reverse() };
}

/** What is in force by what was recorded, unless the newest block has another word. @throws as {@link InForce}, and Refusal `chain_unavailable` where the chain was not asked since the start, and does not answer */
export function inForceByNewest(inForce: InForce, words: Pick<NewestWords, "of">): InForce {
  return async (agreementId, at) => {
    const said = await inForce(agreementId, at);
    if (said instanceof Refusal) return said;
    const word = await words.of(agreementId);
    if (word === null) return said;
    if (word.isEnded) return outside("termination");
    const stranger = word.strangers.findLast(
      ({ version, validFrom }) => version > said.version && validFrom <= at,
    );
    if (stranger === undefined) return said;
    return new Refusal("outside_terms", { term: "version", version: stranger.version });
  };
}
