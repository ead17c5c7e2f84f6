/** A breach, or a step of one, as it is entered. Pure. */
import { fromField } from "../../admin/parts/time.ts";
import { oneOf } from "../terms.ts";
import { NATURES, RISKS } from "./breach-view.ts";

export type Values = Readonly<Record<string, string>>;

/** What stands one a line. */
export const linesOf = (text = ""): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Digits, however they were grouped; `null`: nothing, or no number. */
export function countOf(text = ""): number | null {
  const digits = text.replaceAll(/[\s,，]/g, "");
  return /^\d{1,10}$/.test(digits) ? Number(digits) : null;
}

/** Nothing, or a number. */
export const isCount = (text = ""): boolean => text.trim() === "" || countOf(text) !== null;

const whole = <T>(all: readonly T[]): T[] | null => (all.length === 0 ? null : [...all]);

/** What was filled in, as the ledger takes it; `null` of what was not. */
export function knownOf(values: Values) {
  const text = (name: string): string | null => values[name]?.trim() || null;
  const time = (name: string): string | null => fromField(values[name] ?? "");
  return {
    ...{ awareAt: time("awareAt"), from: time("from"), until: time("until") },
    ...{ notifiedAt: time("notifiedAt"), description: text("description") },
    ...{ consequences: text("consequences"), measures: text("measures") },
    ...{ contact: text("contact"), authority: text("authority"), reference: text("reference") },
    ...{ reason: text("reason"), note: text("note") },
    ...{ people: countOf(values.people), records: countOf(values.records) },
    nature: whole(NATURES.filter((one) => linesOf(values.nature).includes(one))),
    categories: whole(linesOf(values.categories)),
    peopleCategories: whole(linesOf(values.peopleCategories)),
    risk: oneOf(RISKS, values.risk),
  };
}
