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

/** An event of a stream, as its standing is worked out from it. */
export interface StandingEvent {
  /** RFC 3339. */
  readonly occurredAt: string;
  /** The body's fields; others beside them are not looked at. */
  readonly body: Body;
}

/**
 * The standing of a stream: of its events, in short, all that decides, kept beside the records so that many streams are decided without opening them. Pure,
 * so that an audit works out the same.
 */
export interface StandingRule {
  /**
   * The standing once one more event is recorded. The bytes are a format of the database: they are read as long as ledgers with them are.
   *
   * @param before `null`: there was no event
   * @param event `null`: its record is gone
   */
  extend(before: Uint8Array | null, event: StandingEvent | null): Uint8Array;
  /** Whether two standings of one stream say the same of all that is known in both: an event may be gone in one of them. */
  agree(a: Uint8Array, b: Uint8Array): boolean;
}

/** One version of a record kind: what it holds, where it goes, how long it must stay. */
export interface RecordKind {
  readonly kind: string;
  readonly layout: Layout;
  readonly retentionClass: RetentionClass;
  /** Whole years after the year of recording, or `null`: kept until erased. */
  readonly retentionYears: number | null;
  /** Whom its records are about: somebody, or the firm itself (FORMAT §5.1). */
  readonly about: "subject" | "firm";
  /**
   * Of layout *events*: the field of the body, a text that is always there, that says which of the kind's streams a record belongs to
   * (`<kind>/<value>`); `null`: there is one, `<kind>`.
   */
  readonly streamField: string | null;
  /** Whether streams of this kind have standings, and which; `null`: they have none. Only of layout *events*. */
  readonly standing: StandingRule | null;
  /** The full name list, envelope included, strictly ascending by ASCII byte. */
  readonly names: readonly string[];
  /** `@schema` of that list. */
  readonly schemaHash: string;
  /** Checks a body and fills every field that it leaves out with `null`. Never throws for bad input. */
  parseBody(input: Readonly<Record<string, unknown>>): BodyResult;
}

/** All kinds a ledger knows, by name. */
export type KindRegistry = ReadonlyMap<string, RecordKind>;

/** Stream of a record's version (FORMAT §5.1). `rest`: what its `streamField` holds; `null` for a kind without one. */
export function streamName(
  kind: RecordKind,
  id: string,
  version: number,
  rest: string | null = null,
): string {
  if (kind.streamField !== null) return `${kind.kind}/${rest ?? ""}`;
  return kind.layout === "many" && version > 1 ? `${kind.kind}/${id}` : kind.kind;
}
