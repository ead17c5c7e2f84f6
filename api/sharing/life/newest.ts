/**
 * What the newest block says of agreements, ahead of what is final: that one was ended stops deliveries at once, and so does a version that was agreed over terms that nobody here
 * has, or with another period or ledger than its terms say. Held in memory alone, and not for long: what was not heard lately is asked when it counts, and where nobody answers nothing
 * is given. The record of it comes with finality (follow.ts).
 */
import type { PartySignature } from "../../anchor/sharing/sign.ts";
import type { SharingView } from "../../anchor/sharing/view.ts";
import type { AgreementUnknown } from "../../core/agreement-problems.ts";
import { formatTime } from "../../core/clock.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import type { Agreement } from "../agreements.ts";
import type { OwnContext } from "../context.ts";
import { type InForce, outside } from "../delivery/in-force.ts";
import { agreementOf } from "../drafts.ts";
import { inText, isAsDrafted, isOn, knownTo } from "./place.ts";

/** A version that was agreed on the chain over terms that were never drafted here, or not as they were drafted. */
export interface Stranger {
  readonly version: number;
  /** RFC 3339. */
  readonly validFrom: string;
}

export interface NewestWord {
  readonly isEnded: boolean;
  /** How many were agreed. */
  readonly versions: number;
  /** Ascending. */
  readonly strangers: readonly Stranger[];
}

export interface NewestWords {
  /** Asks the chain now. @throws Refusal `not_found` (`agreement`), `chain_unavailable` */
  ask(agreementId: string): Promise<NewestWord>;
  /** What was heard within {@link KNOWN_FOR_MS}; asked now where nothing was. @throws as {@link NewestWords.ask} */
  of(agreementId: string): Promise<NewestWord>;
  /** What was heard last, however long ago, and nothing is asked. */
  heard(agreementId: string): NewestWord | null;
  /** Whether it was heard within {@link KNOWN_FOR_MS}. */
  isKnown(agreementId: string): boolean;
  /** A party's signature that ends an agreement was taken: it counts from then on, wherever it has come. */
  takeEnd(agreementId: string, signature: PartySignature): void;
  /** The one that was taken, until it is dropped: the chain takes it no more, or the end is recorded. */
  takenEnd(agreementId: string): PartySignature | null;
  dropEnd(agreementId: string): void;
  /** Of how many agreements a version is in force, or will be, of which nobody here has the terms. */
  strange(): number;
}

/** How long what the newest block has said may be relied on: four rounds of the follower. */
export const KNOWN_FOR_MS = 60_000;
/** More that are not recorded are not looked through: then nobody knows what is agreed. */
const MOST_UNRECORDED = 100;

interface Heard {
  readonly word: NewestWord;
  readonly block: number;
  /** By the ledger's clock, when it was asked. */
  readonly at: number;
  /** Versions that were final and are as they were drafted: that never changes. */
  readonly checked: ReadonlySet<number>;
}

export const unknownNow = (agreement: AgreementUnknown): Refusal =>
  new Refusal("chain_unavailable", { agreement });

export function createNewestWords(context: OwnContext): NewestWords {
  const { clock } = context;
  const words = new Map<string, Heard>();
  const asking = new Map<string, Promise<NewestWord>>();
  const ends = new Map<string, PartySignature>();

  async function ask(agreementId: string): Promise<NewestWord> {
    const { relay = null } = context;
    const found = await agreementOf(context, agreementId);
    const newest = found.versions.at(-1);
    if (newest === undefined) throw new Refusal("content_lost", { index: found.lost ?? 0 });
    if (relay === null) throw unknownNow("no_chain");
    if (!isOn(relay, newest.terms)) throw unknownNow("other_contract");
    // As old as the question, whenever the answer comes.
    const at = clock.now();
    const view = await relay.at("newest").catch(notAnswered);
    const { number, time } = view.block;
    const silence = relay.longestSilence ?? null;
    if (silence !== null && at - time * 1000 > silence) throw unknownNow("not_answered");
    const checked = words.get(agreementId)?.checked ?? new Set();
    const made = await wordOf(view, found, newest.terms.agreement, checked).catch(notAnswered);
    const before = words.get(agreementId);
    // One of several nodes behind one address may be behind, and one question may overtake another.
    if (before !== undefined && (number < before.block || at < before.at))
      throw unknownNow("not_answered");
    words.set(agreementId, { ...made, block: number, at });
    return made.word;
  }

  const fresh = (agreementId: string): Heard | null => {
    const heard = words.get(agreementId);
    const age = clock.now() - (heard?.at ?? 0);
    return heard !== undefined && age >= 0 && age < KNOWN_FOR_MS ? heard : null;
  };

  return {
    ask,
    async of(agreementId) {
      const heard = fresh(agreementId);
      if (heard !== null) return heard.word;
      const asked = asking.get(agreementId);
      if (asked !== undefined) return asked;
      const answer = ask(agreementId).finally(() => asking.delete(agreementId));
      asking.set(agreementId, answer);
      return answer;
    },
    heard: (agreementId) => words.get(agreementId)?.word ?? null,
    isKnown: (agreementId) => fresh(agreementId) !== null,
    takeEnd: (agreementId, signature) => void ends.set(agreementId, signature),
    takenEnd: (agreementId) => ends.get(agreementId) ?? null,
    dropEnd: (agreementId) => void ends.delete(agreementId),
    strange: () =>
      [...words.values()].filter(({ word }) => !word.isEnded && word.strangers.length > 0).length,
  };
}

/** A contract that is not there, or answers something else, is no answer either. */
function notAnswered(error: unknown): never {
  if (isRefusal(error, "chain_unavailable") || isRefusal(error, "agreement_refused"))
    throw unknownNow("not_answered");
  throw error;
}

async function wordOf(
  view: SharingView,
  { steps, versions }: Agreement,
  agreement: string,
  before: ReadonlySet<number>,
): Promise<Pick<Heard, "word" | "checked">> {
  const state = await knownTo(view, agreement);
  if (state === null)
    return { word: { isEnded: false, versions: 0, strangers: [] }, checked: before };
  const recorded = new Map(
    steps.flatMap(({ event, version, termsHash }) =>
      event === "activated" ? [[version, termsHash] as const] : [],
    ),
  );
  const checked = new Set(before);
  const strangers: Stranger[] = [];
  let looked = 0;
  for (let version = state.versions; version > 0; version -= 1) {
    if (checked.has(version)) continue;
    const hash = recorded.get(version);
    if (hash === undefined) looked += 1;
    if (looked > MOST_UNRECORDED) {
      strangers.push({ version, validFrom: formatTime(0) });
      break;
    }
    const agreed = await view.version(agreement, version);
    const said = inText(agreed.termsHash);
    const terms = versions.find((one) => one.version === version)?.drafts.get(said);
    const isOurs = terms !== undefined && isAsDrafted(agreed, terms) && (hash ?? said) === said;
    if (!isOurs) strangers.push({ version, validFrom: formatTime(agreed.validFrom * 1000) });
    else if (hash !== undefined) checked.add(version);
  }
  const { terminatedAt, versions: count } = state;
  const isEnded = terminatedAt !== null;
  return { word: { isEnded, versions: count, strangers: strangers.reverse() }, checked };
}

/**
 * What is in force by what was recorded, unless the newest block has another word, or nobody knows that word. An end counts from when it is known, by whichever way, and of all times.
 *
 * @throws as {@link InForce}, and Refusal `chain_unavailable` (`agreement`)
 */
export function inForceByNewest(
  inForce: InForce,
  words: Pick<NewestWords, "of" | "takenEnd">,
  agreements: OwnContext["agreements"],
): InForce {
  return async (agreementId, at) => {
    const said = await inForce(agreementId, at);
    if (said instanceof Refusal) return said;
    // A block's time may be ahead of this ledger's clock.
    const found = (await agreements()).get(agreementId);
    if (found?.steps.some(({ event }) => event === "terminated")) return outside("termination");
    const word = await words.of(agreementId);
    // Behind the question: it may have been taken meanwhile.
    if (word.isEnded || words.takenEnd(agreementId) !== null) return outside("termination");
    const stranger = word.strangers.findLast(
      ({ version, validFrom }) =>
        version === said.version || (version > said.version && validFrom <= at),
    );
    if (stranger !== undefined)
      return new Refusal("outside_terms", { term: "version", version: stranger.version });
    if (word.versions < said.version) throw unknownNow("other_state");
    return said;
  };
}
