import type { Layout } from "../../portal/verify/kinds.ts";
import type { RetentionClass } from "../../portal/verify/subject.ts";
import type { FieldProblem } from "./errors.ts";

/** JSON values that a record may hold (FORMAT §2). */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [member: string]: JsonValue };

/** The fields of a record without its envelope. */
export type Body = Readonly<Record<string, JsonValue>>;

export type BodyResult =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** One version of a record kind: what it holds, where it goes, how long it must stay. */
export interface RecordKind {
  readonly kind: string;
  readonly layout: Layout;
  readonly retentionClass: RetentionClass;
  /** Whole years after the year of recording, or `null`: kept until erased. */
  readonly retentionYears: number | null;
  /** The full name list, envelope included, strictly ascending by ASCII byte. */
  readonly names: readonly string[];
  /** `@schema` of that list. */
  readonly schemaHash: string;
  /** Checks a body and fills every field that it leaves out with `null`. Never throws for bad input. */
  parseBody(input: Readonly<Record<string, unknown>>): BodyResult;
}

/** All kinds a ledger knows, by name. */
export type KindRegistry = ReadonlyMap<string, RecordKind>;

/** Stream of a record's version (FORMAT §5.1). */
export function streamName(kind: RecordKind, id: string, version: number): string {
  return kind.layout === "many" && version > 1 ? `${kind.kind}/${id}` : kind.kind;
}
