/** What the server says to one line of NDJSON. It is another program's word: what has not this form is a fault, not a result. */

export interface LineProblem {
  readonly code: string;
  readonly message: string;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

const OUTCOMES = ["stored", "unchanged", "equals_earlier", "older"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type LineAnswer =
  | { readonly type: "problem"; readonly problem: LineProblem }
  | { readonly type: "record"; readonly outcome: Outcome; readonly version: number }
  | { readonly type: "subject"; readonly subject: string };

export class BadAnswer extends Error {
  constructor() {
    super("the server's answer does not have the form that was agreed");
    this.name = "BadAnswer";
  }
}

type Members = Record<string, unknown>;

function members(value: unknown): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new BadAnswer();
  return value as Members;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export function readProblem(value: unknown): LineProblem {
  const problem = members(value);
  const errors = Array.isArray(problem.errors) ? problem.errors.map(members) : [];
  return {
    code: text(problem.code),
    message: text(problem.detail) || text(problem.title) || text(problem.code),
    errors: errors.map((error) => ({ field: text(error.field), message: text(error.message) })),
  };
}

/**
 * The line that is meant, counted from 1, and what is said to it. Line 0 is the request as a whole: that is how a server says why it
 * breaks off.
 */
export function readAnswer(source: string): { line: number; answer: LineAnswer } {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw new BadAnswer();
  }
  const object = members(value);
  const answer = answerOf(object);
  const line = Number(object.line ?? 0);
  if (!Number.isSafeInteger(line) || line < 0) throw new BadAnswer();
  if (line === 0 && answer.type !== "problem") throw new BadAnswer();
  return { line, answer };
}

function answerOf(object: Members): LineAnswer {
  if (object.problem !== undefined)
    return { type: "problem", problem: readProblem(object.problem) };
  if (typeof object.subject === "string") return { type: "subject", subject: object.subject };
  const outcome = OUTCOMES.find((one) => one === object.outcome);
  if (outcome === undefined) throw new BadAnswer();
  return { type: "record", outcome, version: Number(object.version ?? 1) };
}
