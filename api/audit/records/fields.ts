import type { JsonValue } from "../../core/kind.ts";
import { jcs } from "../../vault/commitment.ts";

/** A record taken apart: its fields in their order, each with its JCS text. */
export interface RecordFields {
  readonly record: Readonly<Record<string, JsonValue>>;
  readonly names: readonly string[];
  readonly values: readonly string[];
}

/** What the ledger has sealed; `null` unless the text is the canonical one of a record (RFC 8785). */
export function fieldsOf(text: string): RecordFields | null {
  const record = parsed(text);
  if (record === null) return null;
  const names = Object.keys(record);
  // JSON.stringify spells all but the order of nested members as JCS does, and parsing keeps that: nearly every record is seen to be canonical so.
  const quick = names.map((name) => JSON.stringify(record[name]));
  if (isSpelled(text, names, quick) && names.every((name) => isOrdered(record[name]))) {
    return { record, names, values: quick };
  }
  const exact = names.map((name) => jcs(record[name] as JsonValue));
  return isSpelled(text, names, exact) ? { record, names, values: exact } : null;
}

function parsed(text: string): Record<string, JsonValue> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    return value as Record<string, JsonValue>;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isSpelled(text: string, names: readonly string[], values: readonly string[]): boolean {
  let spelled = "{";
  for (let i = 0; i < names.length; i++) {
    if (i > 0 && (names[i - 1] as string) >= (names[i] as string)) return false;
    spelled += `${i === 0 ? "" : ","}"${names[i]}":${values[i]}`;
  }
  return `${spelled}}` === text;
}

/** Members of nested objects ascend by UTF-16 code units. */
function isOrdered(value: JsonValue | undefined): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isOrdered);
  let before: string | null = null;
  for (const [name, member] of Object.entries(value)) {
    if (before !== null && before >= name) return false;
    if (!isOrdered(member)) return false;
    before = name;
  }
  return true;
}
