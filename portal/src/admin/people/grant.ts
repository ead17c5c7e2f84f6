/** What an auditor is given, as it is entered. Pure. */
import type { Account } from "../data.ts";
import { fromField, toField } from "../parts/time.ts";

type Grant = NonNullable<Account["given"]>;

export interface GrantText {
  readonly from: string;
  readonly until: string;
  readonly ends: string;
  readonly whom: "everybody" | "some";
  /** One a line, or with commas between. */
  readonly subjects: string;
}

const DAY = 86_400_000;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

/** What was given, or what usually is: the last year, to be read for a month. */
export function grantText(given: Grant | null, now: number): GrantText {
  const at = (ms: number): string => toField(new Date(ms).toISOString());
  if (given === null)
    return {
      ...{ from: at(now - YEAR), until: at(now), ends: at(now + MONTH) },
      ...{ whom: "everybody", subjects: "" },
    };
  const { from, until, ends, subjects } = given;
  return {
    ...{ from: toField(from), until: toField(until), ends: toField(ends) },
    whom: subjects === null ? "everybody" : "some",
    subjects: subjects?.join("\n") ?? "",
  };
}

/** As the ledger takes it; `null`: something lacks, or does not go together. */
export function grantOf(text: GrantText): Grant | null {
  const [from, until, ends] = [text.from, text.until, text.ends].map(fromField);
  if (from == null || until == null || ends == null || from >= until) return null;
  if (text.whom === "everybody") return { from, until, ends, subjects: null };
  const subjects = [...new Set(text.subjects.split(/[\s,，、]+/).filter((one) => one !== ""))];
  return subjects.length === 0 ? null : { from, until, ends, subjects };
}
