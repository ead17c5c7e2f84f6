/** What the readers of foreign documents have in common: how a document comes in, and what comes out of it. */
import type { z } from "@hono/zod-openapi";
import { isRefusal, Refusal } from "../../core/errors.ts";
import type { ForeignFormat, ForeignProblem } from "../../core/foreign-problems.ts";
import { namesProto, parseJsonObject } from "../../core/json.ts";
import type { JsonValue } from "../../core/kind.ts";
import type { ConsentEvent } from "../kinds/consent.ts";

/** A step that somebody else than the ledger records. */
export type ForeignStep = Exclude<ConsentEvent, "expired">;

/** What a document says to have happened to the consent to one of its purposes. */
export interface ForeignEvent {
  /** As the document has it; where it tells of a state alone: `given` or `refused`. */
  readonly step: ForeignStep;
  /** RFC 3339 (FORMAT §1). */
  readonly occurredAt: string;
  /** As the document has it: of a day alone its beginning. It is the same whenever the document is read. */
  readonly toldAt: string;
  readonly actor: {
    readonly role: "subject" | "guardian" | "agent" | "controller";
    readonly reference?: string;
  };
  readonly choice: string | null;
  /** DPV term. */
  readonly consentType: string | null;
  readonly validUntil: string | null;
}

export interface ForeignPurpose {
  /** How the document names it: by any of these it can be asked for. */
  readonly names: readonly string[];
  /** By the document itself it rests on something else. */
  readonly byConsent: boolean;
  /** In the order in which they happened. */
  readonly events: readonly ForeignEvent[];
}

/** A document of another system, understood. */
export interface ForeignReading {
  readonly format: ForeignFormat;
  /** What is kept, and handed out again: an object as it was parsed, or the very text. */
  readonly document: JsonValue;
  /** What its issuer calls it; `null`: it has no name. */
  readonly number: string | null;
  /** Who the person is, in each place that names them, by all names that it gives them. Of a TC string none: it names nobody. */
  readonly principals: readonly (readonly string[])[];
  /** Who decides about the data, likewise. */
  readonly controllers: readonly (readonly string[])[];
  readonly language: string | null;
  /** ISO 3166-1 alpha-2, or `EU`. */
  readonly jurisdiction: string | null;
  readonly purposes: readonly ForeignPurpose[];
}

/** Of its text, in UTF-16 units: with it a record stays well under what an entry holds. */
export const MOST_DOCUMENT = 32_768;

export function refuse(format: ForeignFormat, problem: ForeignProblem, field?: string): never {
  throw new Refusal("foreign_form", { format, problem, ...(field === undefined ? {} : { field }) });
}

const NAME = /^[@A-Za-z][A-Za-z0-9:_-]{0,62}$/;

/** `services[0].purpose`; a name that no format has is not repeated, it may be anything. */
export function fieldName(path: readonly PropertyKey[]): string {
  let out = "";
  for (const step of path) {
    if (typeof step === "number") out += `[${step}]`;
    else out += `${out === "" ? "" : "."}${NAME.test(String(step)) ? String(step) : "?"}`;
  }
  return out;
}

/** What a record cannot hold, found anywhere in a value; `null`: nothing. */
function unfit(value: unknown): ForeignProblem | null {
  if (typeof value === "string") return value.isWellFormed() ? null : "bad_unicode";
  // -0 would come out as 0.
  if (typeof value === "number")
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? null : "unsafe_number";
  if (typeof value !== "object" || value === null) return null;
  for (const [name, each] of Object.entries(value)) {
    const problem = name.isWellFormed() ? unfit(each) : "bad_unicode";
    if (problem !== null) return problem;
  }
  return null;
}

const PARSING: Readonly<Record<string, ForeignProblem>> = {
  invalid_json: "not_json",
  not_an_object: "not_an_object",
  duplicate_member: "duplicate_member",
};

function parseText(format: ForeignFormat, text: string): Record<string, unknown> {
  try {
    return parseJsonObject(text);
  } catch (error) {
    if (!isRefusal(error) || PARSING[error.code] === undefined) throw error;
    const member = isRefusal(error, "duplicate_member") ? error.details.member : undefined;
    return refuse(format, PARSING[error.code]!, member === "?" ? undefined : member);
  }
}

/**
 * A document of a JSON format: its text, which is then kept to the letter, or an object that was parsed already (its repeated members refused),
 * of which the value is kept.
 *
 * @throws Refusal `foreign_form`
 */
export function openDocument(
  format: ForeignFormat,
  document: JsonValue,
): { readonly value: Readonly<Record<string, unknown>>; readonly kept: JsonValue } {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  if (text.length > MOST_DOCUMENT) return refuse(format, "too_large");
  if (!text.isWellFormed()) return refuse(format, "bad_unicode");
  const value = typeof document === "string" ? parseText(format, document) : document;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse(format, "not_an_object");
  }
  if (namesProto(value)) return refuse(format, "unknown_field");
  const problem = unfit(value);
  // A text is kept as it is, whatever numbers and names it holds.
  if (problem !== null && (problem === "bad_unicode" || typeof document !== "string")) {
    return refuse(format, problem);
  }
  return { value: value as Readonly<Record<string, unknown>>, kept: document };
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

/** The value in its shape. @throws Refusal `foreign_form` with the first thing that does not fit */
export function shaped<T>(format: ForeignFormat, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue === undefined) throw new Error("a refusal without a reason");
  if (issue.code === "unrecognized_keys") {
    return refuse(format, "unknown_field", fieldName([...issue.path, issue.keys[0] ?? ""]));
  }
  const missing = valueAt(value, issue.path) === undefined;
  return refuse(format, missing ? "missing_field" : "wrong_type", fieldName(issue.path));
}

/** Two capital letters are a place as records have it; what else a document says of its jurisdiction stays in the document. */
export function placeOf(text: string): string | null {
  return /^[A-Z]{2}$/.test(text) ? text : null;
}

/** A language as records have it, or `null`. */
export function languageOf(text: string | undefined): string | null {
  return text !== undefined && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/.test(text) ? text : null;
}
