/** Agreements as they are shown: steps, terms as policy and as text, and what two versions say differently. */
import { purposeAt } from "../consent/lookup.ts";
import type { Purpose } from "../consent/model.ts";
import { inLanguage } from "../consent/receipt/spelling.ts";
import { formatTime } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import { explorerLink } from "../core/explorer.ts";
import type { Language } from "../core/language.ts";
import { saltOf } from "./agreement-id.ts";
import {
  type Agreement,
  type AgreementStep,
  type AgreementVersion,
  stateAt,
  type VersionState,
} from "./agreements.ts";
import { inForceAt } from "./delivery/in-force.ts";
import type { NewestWord } from "./life/newest.ts";
import { SIDES, type Side } from "./life/place.ts";
import { seenBy, type Viewer } from "./seen-by.ts";
import { compareTerms, type TermsChange } from "./terms/compare.ts";
import { termsHash } from "./terms/hash.ts";
import type { Terms } from "./terms/model.ts";
import { type Policy, policyOf } from "./terms/policy.ts";
import { type PurposeTitles, textOf } from "./terms/text.ts";

/** One line of a list: by its newest version. */
export interface AgreementSummary {
  readonly agreementId: string;
  /** `null`, as all below: nothing of its terms is left. */
  readonly recipient: string | null;
  readonly controller: string | null;
  readonly version: number | null;
  readonly state: VersionState | null;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  /** When its last step was recorded. */
  readonly changedAt: string | null;
  /** `false`: a step's record is gone, or none can be read. */
  readonly whole: boolean;
}

export interface ShownVersion {
  readonly version: number;
  readonly state: VersionState;
  /** In hex, as the contract has it. */
  readonly termsHash: string;
  readonly terms: Terms;
  readonly policy: Policy;
  readonly text: string;
}

/** `link`: its transaction, at the block explorer of the settings. `actor`, `note`: of the firm, to its own people alone. */
export type ShownStep = Omit<AgreementStep, "actor"> & {
  readonly actor: AgreementStep["actor"] | null;
  readonly link: string | null;
};

export interface ShownAgreement {
  readonly agreementId: string;
  /** As the contract knows it, between the parties of its newest version. */
  readonly agreement: string;
  /** By which the contract tells apart agreements of the same parties: whoever signs or brings signatures elsewhere needs it. */
  readonly salt: string;
  /** The version that is in force now, as far as it is recorded; `null`: none is. */
  readonly inForce: number | null;
  /** What the newest block says ahead of what is recorded; `null`: nothing, or it was not asked yet. */
  readonly ahead: {
    /** The agreement was ended. */
    readonly isEnded: boolean;
    /** Versions that were agreed over terms that were never drafted here. */
    readonly unknownVersions: readonly number[];
  } | null;
  /** Who has not signed the newest version's terms yet, as far as it is recorded. */
  readonly waitsFor: readonly Side[];
  readonly versions: readonly ShownVersion[];
  readonly steps: readonly ShownStep[];
  /** Of this ledger, whose members and keys act for the recipient; `null`: none yet. */
  readonly organization: string | null;
  /** `false`: a step's record is gone, and what the agreement is in may not be what is told. */
  readonly whole: boolean;
}

/** An agreement of whose terms nothing is left is there all the same. */
export function summaryOf(agreement: Agreement): AgreementSummary {
  const { agreementId, versions, steps, lost } = agreement;
  const { version = null, state = null, terms = null } = versions.at(-1) ?? {};
  return {
    ...{ agreementId, recipient: terms?.recipient.name ?? null, version, state },
    controller: terms?.controller.name ?? null,
    ...{ validFrom: terms?.validFrom ?? null, validUntil: terms?.validUntil ?? null },
    ...{ changedAt: steps.at(-1)?.recordedAt ?? null, whole: lost === null },
  };
}

/** What purposes are called when terms begin, in the reader's language. */
function titlesFor(terms: Terms, purposes: readonly Purpose[], language: Language): PurposeTitles {
  return new Map(
    purposes.flatMap((purpose) => {
      const version = purposeAt(purpose, terms.validFrom) ?? purpose.versions.at(-1);
      const titles = version?.titles ?? [];
      return titles.length === 0 ? [] : [[purpose.purposeId, inLanguage(titles, language).text]];
    }),
  );
}

interface Reading {
  readonly language: Language;
  readonly now: number;
  readonly explorer: string | null;
  readonly viewer: Viewer;
  /** What the newest block has said last. */
  readonly word: NewestWord | null;
}

/** Those whose signature of these very terms is not recorded, while they are open for signing. */
function waitsFor({ steps }: Agreement, { version, state, terms }: AgreementVersion): Side[] {
  if (state !== "draft" && state !== "proposed" && state !== "signed") return [];
  const { text } = termsHash(terms);
  const own = steps.filter((step) => step.version === version && step.termsHash === text);
  // What was signed before it was taken back is to be signed again.
  const since = own.findLastIndex(({ event }) => event === "withdrawn-draft");
  const signed = own.slice(since + 1).map(({ signature }) => signature?.by);
  return SIDES.filter((side) => !signed.includes(side));
}

/** @throws Refusal `content_lost` */
export function showAgreement(
  whole: Agreement,
  purposes: readonly Purpose[],
  { language, now, explorer, viewer, word }: Reading,
): ShownAgreement {
  const agreement = seenBy(whole, viewer);
  const { agreementId, versions, organization, lost } = agreement;
  const newest = versions.at(-1);
  if (newest === undefined) throw new Refusal("content_lost", { index: lost ?? 0 });
  const time = formatTime(now);
  const shown = versions.map(({ version, terms }) => ({
    ...{
      version,
      state: stateAt(agreement, version, time),
      terms,
      policy: policyOf(terms),
      termsHash: termsHash(terms).hex,
    },
    text: textOf(terms, titlesFor(terms, purposes, language), language),
  }));
  const isWhole = lost === null;
  const steps = agreement.steps.map((step) => ({
    ...step,
    ...(viewer === null ? {} : { actor: null, note: null }),
    link: explorerLink(explorer, step.transaction?.hash ?? null),
  }));
  const force = isWhole ? inForceAt(whole, time) : null;
  return {
    agreementId,
    agreement: newest.terms.agreement,
    salt: saltOf(agreementId),
    inForce: force === null || force instanceof Refusal ? null : force.version,
    ahead: word && {
      isEnded: word.isEnded,
      unknownVersions: word.strangers.map(({ version }) => version),
    },
    waitsFor: waitsFor(agreement, newest),
    versions: shown,
    steps,
    organization,
    whole: isWhole,
  };
}

/** @throws Refusal `not_found` (`agreementVersion`) */
export function compareVersions(
  { versions }: Agreement,
  from: number,
  to: number,
): readonly TermsChange[] {
  const termsIn = (number: number): Terms => {
    const found = versions.find(({ version }) => version === number);
    if (found === undefined) throw new Refusal("not_found", { what: "agreementVersion" });
    return found.terms;
  };
  return compareTerms(termsIn(from), termsIn(to));
}
