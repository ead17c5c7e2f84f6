import type { z } from "@hono/zod-openapi";
import type { FieldProblem, FieldProblemCode } from "../../core/errors.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** At most this many problems are told of one record: enough to mend it, not enough to flood an answer. */
export const MOST_PROBLEMS = 20;

const NAME = /^@?[A-Za-z][A-Za-z0-9]{0,62}$/;

/** `lines[2].unitPrice.amount`; a name that no field could have is not repeated, it may be anything. */
function spell(path: Path): string {
  let out = "";
  for (const step of path) {
    if (typeof step === "number") out += `[${step}]`;
    else
      out += `${out === "" ? "" : "."}${NAME.test(String(step)) ? String(step) : "(malformed name)"}`;
  }
  return out;
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

function typeProblem(value: unknown, path: Path, expected: string): FieldProblemCode {
  if (value === undefined) return "missing";
  if (typeof value === "number" && path.at(-1) === "amount") return "float_money";
  return expected === "int" ? "not_integer" : "wrong_type";
}

const one = (
  path: Path,
  code: FieldProblemCode,
  params?: FieldProblem["params"],
): FieldProblem[] => [{ field: spell(path), code, ...(params ? { params } : {}) }];

function translate(issue: Issue, input: unknown): FieldProblem[] {
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys
        .slice(0, MOST_PROBLEMS)
        .flatMap((key) => one([...issue.path, key], "surplus"));
    case "invalid_type":
      return one(issue.path, typeProblem(valueAt(input, issue.path), issue.path, issue.expected));
    case "invalid_value": {
      if (valueAt(input, issue.path) === undefined) return one(issue.path, "missing");
      return one(issue.path, "not_in_list", { allowed: issue.values.map(String).join(", ") });
    }
    case "too_big":
      return one(issue.path, issue.origin === "number" ? "out_of_range" : "too_long", {
        maximum: Number(issue.maximum),
      });
    case "too_small":
      return one(issue.path, issue.origin === "number" ? "out_of_range" : "too_short", {
        minimum: Number(issue.minimum),
      });
    case "custom":
      return one(issue.path, (issue.params?.code as FieldProblemCode | undefined) ?? "bad_format");
    default:
      return one(issue.path, "bad_format");
  }
}

/** What zod found wrong, in this project's words. `input` is what was parsed; its values are looked at, never repeated. */
export function fieldProblems(error: z.ZodError, input: unknown): FieldProblem[] {
  return error.issues.flatMap((issue) => translate(issue, input)).slice(0, MOST_PROBLEMS);
}

/** The first names of `input` that are no field. */
export function surplusProblems(input: object, fields: readonly string[]): FieldProblem[] {
  return Object.keys(input)
    .filter((name) => !fields.includes(name))
    .slice(0, MOST_PROBLEMS)
    .flatMap((name) => one([name], "surplus"));
}
