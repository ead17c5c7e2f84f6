/** The proof of misbehaviour (docs/FORMAT.md §14): its shape, and nothing about whether it proves anything. */
import { asNodeHash, type NodeHash } from "./brands.ts";
import { base64Encode } from "./bytes.ts";
import { FormatError } from "./errors.ts";
import { readInclusion } from "./evidence-parts.ts";
import { canonicalBytes, type JsonObject, type JsonValue, parseCanonical } from "./jcs.ts";
import {
  MISBEHAVIOUR_KINDS,
  type MisbehaviourKind,
  PROOF_SHAPES,
  type Presence,
} from "./misbehaviour-kinds.ts";
import { bytes, constant, members, wrongShape } from "./shape.ts";
import { readStatement, type Statement, type StatementForm, writeStatement } from "./statement.ts";

export const MISBEHAVIOUR_FORMAT = "counterfoil/misbehaviour/v1";
export const MAX_MISBEHAVIOUR_BYTES = 1_048_576;

export interface Misbehaviour {
  readonly kind: MisbehaviourKind;
  readonly a: Statement;
  /** This and what follows is null where the kind has none (`PROOF_SHAPES`). */
  readonly b: Statement | null;
  readonly c: Statement | null;
  /** How the larger tree begins: what `rootsFromPrefix` takes. */
  readonly hashes: readonly NodeHash[] | null;
  /** The bytes of an entry that a map, or another entry, names by its leaf hash. */
  readonly value: Uint8Array | null;
}

/** A proof with the members that its kind has none of filled in. */
export function misbehaviour(
  kind: MisbehaviourKind,
  a: Statement,
  b: Statement | null = null,
  rest: Partial<Pick<Misbehaviour, "c" | "hashes" | "value">> = {},
): Misbehaviour {
  return { kind, a, b, c: null, hashes: null, value: null, ...rest };
}

const MEMBERS = ["a", "b", "c", "format", "hashes", "kind", "value"];

function checkPresence(value: JsonValue | undefined, presence: Presence, where: string): void {
  if (presence !== "either" && (value === null) !== (presence === "null")) throw wrongShape(where);
}

function readOf(
  value: JsonValue | undefined,
  forms: readonly StatementForm[] | null,
  where: string,
): Statement | null {
  checkPresence(value, forms === null ? "null" : "given", where);
  if (forms === null) return null;
  const statement = readStatement(value, where);
  if (!forms.includes(statement.form)) throw new FormatError("statement_form", { where });
  return statement;
}

export function parseMisbehaviour(source: Uint8Array): Misbehaviour {
  const value = parseCanonical(source, MAX_MISBEHAVIOUR_BYTES);
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw wrongShape("file");
  // What the file says it is comes first: of a later version, other members are expected.
  const said = value as JsonObject;
  constant(said.format, MISBEHAVIOUR_FORMAT, "unknown_format");
  const kind = MISBEHAVIOUR_KINDS.find((one) => one === said.kind);
  if (kind === undefined) throw new FormatError("unknown_misbehaviour");
  const file = members(value, MEMBERS, "file");
  const shape = PROOF_SHAPES[kind];
  checkPresence(file.hashes, shape.hashes, "hashes");
  checkPresence(file.value, shape.value, "value");
  return {
    kind,
    a: readOf(file.a, shape.a, "a") as Statement,
    b: readOf(file.b, shape.b, "b"),
    c: readOf(file.c, shape.c, "c"),
    hashes: file.hashes === null ? null : readInclusion(file.hashes, "hashes").map(asNodeHash),
    value: file.value === null ? null : bytes(file.value, null, "value"),
  };
}

/** The bytes of the file. Refuses what `parseMisbehaviour` would. */
export function encodeMisbehaviour({ kind, a, b, c, hashes, value }: Misbehaviour): Uint8Array {
  const source = canonicalBytes({
    a: writeStatement(a),
    b: b && writeStatement(b),
    c: c && writeStatement(c),
    format: MISBEHAVIOUR_FORMAT,
    hashes: hashes === null ? null : hashes.map(base64Encode),
    kind,
    value: value && base64Encode(value),
  });
  parseMisbehaviour(source);
  return source;
}
