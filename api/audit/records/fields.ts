import type { JsonValue } from "../../core/kind.ts";
import { jcs } from "../../vault/commitment.ts";
import { scanRecord } from "./scan.ts";

/** A record taken apart: its fields in their order, each with its JCS text. */
export interface RecordFields {
  readonly names: readonly string[];
  readonly values: readonly string[];
}

/**
 * What the ledger has sealed; `null` unless the text is the canonical one of a record (RFC 8785).
 *
 * @param expected names of its kind, ascending
 */
export function fieldsOf(text: string, expected: readonly string[]): RecordFields | null {
  const scanned = scanRecord(text, expected);
  if (scanned !== null) return scanned;
  const record = parsed(text);
  if (record === null) return null;
  const names = Object.keys(record);
  const values = names.map((name) => jcs(record[name] as JsonValue));
  return isSpelled(text, names, values) ? { names, values } : null;
}

/** The JCS text of a field; `null`: there is none. */
export function spelling({ names, values }: RecordFields, name: string): string | null {
  return values[names.indexOf(name)] ?? null;
}

/** Whether a field is this; there is one spelling of each value. */
export const says = (fields: RecordFields, name: string, value: string | number): boolean =>
  spelling(fields, name) === JSON.stringify(value);

/** The text that a field is; `null`: it is none. */
export function textOfField(fields: RecordFields, name: string): string | null {
  const value = spelling(fields, name);
  if (value === null || !value.startsWith('"')) return null;
  return value.includes("\\") ? (JSON.parse(value) as string) : value.slice(1, -1);
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
