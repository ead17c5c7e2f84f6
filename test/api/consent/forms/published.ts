/** The published examples, read to the letter, and what a reader refuses. */
import { readFileSync } from "node:fs";
import { isRefusal } from "../../../../api/core/errors.ts";
import type { ForeignProblem } from "../../../../api/core/foreign-problems.ts";

export const published = (name: string): string =>
  readFileSync(new URL(`published/${name}`, import.meta.url), "utf8");

/** `problem`, or `problem at field`; `taken`: it was not refused. */
export function refusalOf(run: () => unknown): string {
  try {
    run();
    return "taken";
  } catch (error) {
    if (!isRefusal(error, "foreign_form")) throw error;
    const { problem, field }: { problem: ForeignProblem; field?: string } = error.details;
    return field === undefined ? problem : `${problem} at ${field}`;
  }
}
