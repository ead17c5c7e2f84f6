/** Refusals of this domain, and how several that one request has earned are told at once. */
import {
  type ConsentProblem,
  type FieldProblem,
  isRefusal,
  Refusal,
  type ToldProblem,
} from "../core/errors.ts";
import { MOST_PROBLEMS } from "../ledger/kinds/problems.ts";
import type { Registry } from "./model.ts";

export const refuse = (problem: ConsentProblem, params?: FieldProblem["params"]): Refusal =>
  new Refusal("consent_refused", { problem, ...(params ? { params } : {}) });

/** So many names of purposes are told to whom names one that is not there. */
const MOST_NAMES = 20;

/** `unknown_purpose`, with the names that there are. They are the firm's own words, told to whoever has its token. */
export function unknownAmong(names: readonly string[]): Refusal {
  const more = names.length > MOST_NAMES ? ", …" : "";
  return refuse("unknown_purpose", { known: `${names.slice(0, MOST_NAMES).join(", ")}${more}` });
}

export const unknownPurpose = async (registry: Pick<Registry, "purposes">): Promise<Refusal> =>
  unknownAmong((await registry.purposes()).map(({ purposeId }) => purposeId));

/** A problem, and the field by which it is mended. */
export interface Found {
  readonly field: string;
  /** `consent_refused`, or `invalid_record` of this one field. */
  readonly refusal: Refusal;
}

/** As one of the fields' problems. */
function problemsOf({ field, refusal }: Found): readonly ToldProblem[] {
  if (isRefusal(refusal, "invalid_record")) return refusal.details.problems;
  if (!isRefusal(refusal, "consent_refused")) throw refusal;
  const { problem, params } = refusal.details;
  return [{ field, code: problem, ...(params ? { params } : {}) }];
}

/**
 * One refusal that tells of all: by the first, unless something else is wrong with the record itself.
 *
 * @param invalid problems of fields alone, which are told first
 */
export function refusalOf(found: readonly Found[], invalid: readonly ToldProblem[] = []): Refusal {
  const problems = [...invalid, ...found.flatMap(problemsOf)].slice(0, MOST_PROBLEMS);
  const first = found[0]?.refusal;
  if (invalid.length > 0 || first === undefined || !isRefusal(first, "consent_refused"))
    return new Refusal("invalid_record", { problems });
  if (problems.length === 1) return first;
  return new Refusal("consent_refused", { ...first.details, problems });
}

/** Does `work`; a `consent_refused` of it is put to `found`. Whatever else is thrown goes on. */
export async function attempt<T>(
  found: Found[],
  field: string,
  work: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isRefusal(error, "consent_refused")) throw error;
    found.push({ field, refusal: error });
    return undefined;
  }
}
