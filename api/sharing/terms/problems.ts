/** What can be said against terms whose form is right, by what the firm has stated and by which kinds there are. All of it is found, so that nobody has to ask again for each. */
import { isByConsent, isRetired, purposeAt } from "../../consent/lookup.ts";
import type { Purpose } from "../../consent/model.ts";
import type { ToldProblem } from "../../core/errors.ts";
import type { RecordKind } from "../../core/kind.ts";
import { FIELD_CATEGORIES } from "./categories.ts";
import { limitProblems } from "./limits.ts";
import type { Terms } from "./model.ts";

/** What terms are held against. */
export interface TermsFacts {
  /** RFC 3339. */
  readonly now: string;
  readonly purposes: readonly Purpose[];
  /** Those that clients write. */
  readonly kinds: readonly Pick<RecordKind, "kind" | "names">[];
}

type Told = Pick<ToldProblem, "code" | "params">;
const told = (field: string, code: ToldProblem["code"], params?: ToldProblem["params"]) => ({
  ...{ field, code },
  ...(params === undefined ? {} : { params }),
});

export function problemsOf(terms: Terms, facts: TermsFacts): ToldProblem[] {
  return [
    ...purposeProblems(terms, facts),
    ...recordProblems(terms, facts),
    ...timeProblems(terms, facts.now),
    ...limitProblems(terms),
  ];
}

/** When the terms first count: what is stated of a purpose then, not before, decides. */
const firstTime = ({ validFrom }: Terms, { now }: TermsFacts): string =>
  validFrom > now ? validFrom : now;

function purposeProblems(terms: Terms, facts: TermsFacts): ToldProblem[] {
  const time = firstTime(terms, facts);
  return terms.purposes.flatMap(({ purposeId, consents }, i) => [
    ...purposeProblem(`purposes[${i}].purposeId`, purposeId, facts, time),
    ...ownConsent(`purposes[${i}].consents`, purposeId, consents, facts, time),
    ...consents.flatMap((consent, j) =>
      purposeProblem(`purposes[${i}].consents[${j}]`, consent, facts, time, true),
    ),
  ]);
}

/** What people are asked for is not done to who was asked for something else alone. */
function ownConsent(
  field: string,
  purposeId: string,
  consents: readonly string[],
  { purposes }: TermsFacts,
  time: string,
): ToldProblem[] {
  const known = purposes.find((one) => one.purposeId === purposeId);
  const version = known === undefined ? null : purposeAt(known, time);
  if (version === null || !isByConsent(version) || consents.includes(purposeId)) return [];
  return [told(field, "own_consent_missing", { purpose: purposeId })];
}

/** @param mustBeByConsent whether people are asked for it */
function purposeProblem(
  field: string,
  purposeId: string,
  { purposes }: TermsFacts,
  time: string,
  mustBeByConsent = false,
): ToldProblem[] {
  const known = purposes.find((one) => one.purposeId === purposeId);
  if (known === undefined) return [told(field, "unknown_purpose")];
  if (isRetired(known, time)) return [told(field, "purpose_retired")];
  const version = purposeAt(known, time);
  if (version === null) return [told(field, "purpose_not_in_force")];
  return mustBeByConsent && !isByConsent(version) ? [told(field, "purpose_not_by_consent")] : [];
}

function recordProblems(terms: Terms, facts: TermsFacts): ToldProblem[] {
  const known = facts.kinds.map(({ kind }) => kind).join(", ");
  return terms.records.flatMap(({ kind, fields }, i) => {
    const { names = [] } = facts.kinds.find((one) => one.kind === kind) ?? {};
    if (names.length === 0) return [told(`records[${i}].kind`, "kind_not_shared", { known })];
    const body = names.filter((name) => !name.startsWith("@"));
    return fields.flatMap((field, j): ToldProblem[] => {
      const place = `records[${i}].fields[${j}]`;
      return body.includes(field)
        ? uncovered(terms, facts, kind, field).map(({ code, params }) => told(place, code, params))
        : [told(place, "field_not_in_kind", { known: body.join(", ") })];
    });
  });
}

/** Every use gets all fields, so each use must have asked for them: of its consents' purposes, as they are then, one names each thing that the field is about. */
function uncovered(terms: Terms, facts: TermsFacts, kind: string, field: string): Told[] {
  const parts = FIELD_CATEGORIES[kind]?.[field];
  // A field that nobody has thought about is covered by nothing.
  if (parts === undefined) throw new Error(`no categories of ${kind}.${field}`);
  const time = firstTime(terms, facts);
  return terms.purposes.flatMap(({ purposeId, consents }) => {
    const named = new Set(consents.flatMap((consent) => categoriesOf(consent, facts, time)));
    return parts
      .filter((categories) => !categories.some((term) => named.has(term)))
      .map((categories) => ({
        code: "field_not_covered" as const,
        params: { purpose: purposeId, terms: categories.join(", ") },
      }));
  });
}

function categoriesOf(purposeId: string, { purposes }: TermsFacts, time: string): string[] {
  const known = purposes.find((one) => one.purposeId === purposeId);
  const version = known === undefined ? null : purposeAt(known, time);
  return (version?.dataCategories ?? []).map(({ term }) => term);
}

function timeProblems({ validFrom, validUntil }: Terms, now: string): ToldProblem[] {
  // One that ends before it begins is told as that.
  return validFrom < validUntil && validUntil <= now ? [told("validUntil", "already_over")] : [];
}
