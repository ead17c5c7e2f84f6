/** What a card says of one purpose. Pure. */
import type { Consent, Purpose } from "./data.ts";
import { inLanguage } from "./said.ts";

type Reason = Consent["reason"];
type Identifier = Consent["identifiers"][number];

/** In the order in which they are shown. */
export const GROUPS = ["open", "active", "notGiven", "rest"] as const;
export type Group = (typeof GROUPS)[number];

/** What the button of a card opens. */
export type CardAction = "withdraw" | "decide" | "give";

export interface ConsentView {
  readonly purposeId: string;
  readonly title: string;
  readonly description: string;
  readonly reason: Reason;
  readonly group: Group;
  /** When the state began; `null`: never anything happened, or it is not known. */
  readonly since: string | null;
  /** When a consent that is in force ends; `null`: it does not by itself, or none is. */
  readonly until: string | null;
  /** The text under which the state came about. */
  readonly text: {
    readonly hash: string;
    readonly noticeId: string;
    readonly version: number;
  } | null;
  /** `@id` of the event that made the state, where its receipt is this person's own to get. */
  readonly recordId: string | null;
  /** Path of the evidence. */
  readonly evidence: string;
  readonly recipients: readonly { readonly name: string; readonly country: string | null }[];
  /** Where it does not rest on consent: on what. */
  readonly basis: { readonly word: Basis; readonly term: string } | null;
  readonly how: "signal" | "guardian" | "controller" | null;
  readonly action: CardAction | null;
}

export type Basis = "contract" | "legal" | "interests" | "other";

const GROUP_OF: Readonly<Record<Reason, Group>> = {
  given: "active",
  not_covered: "open",
  requested: "open",
  unknown: "notGiven",
  refused: "notGiven",
  withdrawn: "notGiven",
  invalidated: "notGiven",
  expired: "notGiven",
  never_asked: "notGiven",
  restricted: "notGiven",
  objected: "notGiven",
  erased: "notGiven",
  purpose_not_in_force: "rest",
  purpose_retired: "rest",
  purpose_not_by_consent: "rest",
};

const ACTION_OF: Readonly<Partial<Record<Reason, CardAction>>> = {
  given: "withdraw",
  not_covered: "decide",
  requested: "decide",
  never_asked: "decide",
  unknown: "decide",
  refused: "give",
  withdrawn: "give",
  invalidated: "give",
  expired: "give",
  objected: "give",
};

const BASES: readonly (readonly [Basis, RegExp])[] = [
  ["contract", /A6-1-b|Contract/],
  ["legal", /A6-1-c|LegalObligation/],
  ["interests", /A6-1-f|LegitimateInterest/],
];

const basisOf = (term: string): ConsentView["basis"] => ({
  word: BASES.find(([, form]) => form.test(term))?.[0] ?? "other",
  term,
});

/** The identifier that decides: where there is consent the one under which it was given, else the one of which something was said last. */
function decisive({ allowed, identifiers }: Consent): Identifier {
  const [first] = identifiers;
  if (allowed)
    return identifiers.find(({ state, covers }) => state === "given" && covers) ?? first!;
  return identifiers.reduce(
    (last, one) => ((one.madeBy?.occurredAt ?? "") > (last.madeBy?.occurredAt ?? "") ? one : last),
    first!,
  );
}

function howOf({ signalled, madeBy }: Identifier): ConsentView["how"] {
  if (signalled !== null) return "signal";
  const role = madeBy?.actor.role;
  if (role === "guardian" || role === "agent") return "guardian";
  return role === "controller" ? "controller" : null;
}

/** The version that the answer speaks of; else the last. */
const versionOf = ({ versions }: Purpose, number: number | null) =>
  versions.find(({ purposeVersion }) => purposeVersion === number) ?? versions.at(-1);

export function consentView(
  answer: Consent,
  purpose: Purpose | undefined,
  language: string,
): ConsentView {
  const { purposeId, reason, identifiers } = answer;
  const version = purpose && versionOf(purpose, answer.purposeVersion);
  const one = decisive(answer);
  const { madeBy } = one;
  const { noticeHash = null, noticeId = null, noticeVersion = null } = madeBy ?? {};
  const stillGiven = identifiers.some(({ state }) => state === "given");
  const ended = one.state === "expired" ? one.endsAt : null;
  return {
    purposeId,
    title: (version && inLanguage(version.titles, language)?.text) ?? purposeId,
    description: (version && inLanguage(version.descriptions, language)?.text) ?? "",
    reason,
    group: GROUP_OF[reason],
    since: ended ?? madeBy?.occurredAt ?? null,
    until: answer.allowed ? one.endsAt : null,
    text:
      noticeHash !== null && noticeId !== null && noticeVersion !== null
        ? { hash: noticeHash, noticeId, version: noticeVersion }
        : null,
    // Of another identifier of the person the record is not theirs to open by themselves.
    recordId: madeBy !== null && madeBy.subject === answer.subject ? madeBy.id : null,
    evidence: identifiers[0]!.evidence,
    recipients: (version?.recipients ?? []).map(({ name, country }) => ({
      name,
      country: country ?? null,
    })),
    basis: reason === "purpose_not_by_consent" && version ? basisOf(version.lawfulBasis) : null,
    how: howOf(one),
    action: ACTION_OF[reason] ?? (reason === "purpose_retired" && stillGiven ? "withdraw" : null),
  };
}

/** Of a purpose that nobody is asked for, and of which nothing was ever said, there is nothing to tell. */
const isOfInterest = ({ reason, since }: ConsentView): boolean =>
  (reason !== "purpose_retired" && reason !== "purpose_not_in_force") || since !== null;

export interface ConsentGroup {
  readonly group: Group;
  readonly views: readonly ConsentView[];
}

/** The groups that have something in them. */
export function consentGroups(
  answers: readonly Consent[],
  purposes: readonly Purpose[],
  language: string,
): readonly ConsentGroup[] {
  const views = answers
    .map((answer) =>
      consentView(
        answer,
        purposes.find(({ purposeId }) => purposeId === answer.purposeId),
        language,
      ),
    )
    .filter(isOfInterest);
  return GROUPS.map((group) => ({
    group,
    views: views.filter((view) => view.group === group),
  })).filter((one) => one.views.length > 0);
}

/** The first `limit` of them all, each in its group. */
export function firstViews(
  groups: readonly ConsentGroup[],
  limit: number,
): readonly ConsentGroup[] {
  let left = limit;
  return groups
    .map(({ group, views }) => {
      const first = views.slice(0, left);
      left -= first.length;
      return { group, views: first };
    })
    .filter(({ views }) => views.length > 0);
}
