/**
 * What an interrupted audit leaves: which pieces of the records it has read and found nothing wrong with. Authenticated with the key of the rows, for whoever
 * could write such a file could have an audit leave out what is damaged.
 */
import { timingSafeEqual } from "node:crypto";
import { FormatError } from "../../../portal/verify/errors.ts";
import { canonicalJson, type JsonValue, parseCanonical } from "../../../portal/verify/jcs.ts";
import {
  constant,
  integer,
  list,
  members,
  text,
  wrongShape,
} from "../../../portal/verify/shape.ts";
import type { RowMac } from "../../store/row-mac.ts";
import type { KeptRun } from "../spool/sorter.ts";

/** To be raised when the check of a record changes, so that nothing is taken over that another version has found sound. */
export const STATE_FORMAT = "counterfoil/audit-state/v1";

/** Entries one after the other, whose records were sound. */
export interface CleanPiece {
  /** The first of them; how many there are is the same in all pieces of a state. */
  readonly from: number;
  /** Rows of `records` among them. */
  readonly records: number;
  /** Of the rows that were read (digest.ts). */
  readonly digest: string;
}

/** What one audit has read before it was interrupted. */
export interface EarlierPart {
  /** RFC 3339. */
  readonly readAt: string;
  /** Entries of the log then. */
  readonly size: number;
  readonly pieces: readonly CleanPiece[];
  /** How many runs of identities it wrote. */
  readonly runs: number;
}

export interface AuditState {
  /** Which ledger, keys, options and formats it is of. */
  readonly binding: string;
  /** Entries of a piece. */
  readonly piece: number;
  /** In the order in which they were read. */
  readonly parts: readonly EarlierPart[];
  /** Runs of identities of all these records, part by part. What a later part has read again is in those of both. */
  readonly runs: readonly KeptRun[];
}

const TABLE = "audit-state";
const MOST_BYTES = 1 << 28;
const HEX = /^[0-9a-f]{64}$/;

/** Two lines: the authenticator as hex, and canonical JSON. */
export function stateText(state: AuditState, rowMac: RowMac): string {
  const { binding, piece, parts, runs } = state;
  const json = canonicalJson({
    ...{ format: STATE_FORMAT, binding, piece },
    parts: parts.map(({ readAt, size, runs: own, pieces }) => ({
      ...{ readAt, size, runs: own },
      pieces: pieces.map(({ from, records, digest }) => [from, records, digest]),
    })),
    runs: runs.map(({ records, digest }) => [records, digest]),
  } as JsonValue);
  return `${Buffer.from(rowMac(TABLE, [json])).toString("hex")}\n${json}\n`;
}

/** `null`: it is no such text, or was not written with this key. */
export function parseState(text: string, rowMac: RowMac): AuditState | null {
  const [mac = "", json = "", ...rest] = text.split("\n");
  const own = Buffer.from(rowMac(TABLE, [json]));
  const said = Buffer.from(
    /^[0-9a-f]*$/.test(mac) && mac.length === 2 * own.length ? mac : "",
    "hex",
  );
  const same = said.length === own.length && timingSafeEqual(said, own);
  if (!same || rest.length !== 1 || rest[0] !== "") return null;
  try {
    return read(parseCanonical(Buffer.from(json, "utf8"), MOST_BYTES));
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

function read(value: JsonValue): AuditState {
  const state = members(value, ["binding", "format", "parts", "piece", "runs"], "state");
  constant(state.format, STATE_FORMAT, "unknown_format");
  const found: AuditState = {
    binding: hex(state.binding),
    piece: integer(state.piece, 1, "piece"),
    parts: all(state.parts, (one) => {
      const part = members(one, ["pieces", "readAt", "runs", "size"], "part");
      return {
        readAt: text(part.readAt, "readAt"),
        size: integer(part.size, 0, "size"),
        runs: integer(part.runs, 0, "runs"),
        pieces: all(part.pieces, (piece) => {
          const [from, records, digest] = list(piece, 3, "piece");
          return {
            from: integer(from, 0, "from"),
            records: integer(records, 0, "records"),
            digest: hex(digest),
          };
        }),
      };
    }),
    runs: all(state.runs, (one) => {
      const [records, digest] = list(one, 2, "run");
      return { records: integer(records, 0, "records"), digest: hex(digest) };
    }),
  };
  const written = found.parts.reduce((sum, { runs }) => sum + runs, 0);
  if (written !== found.runs.length) throw wrongShape("runs");
  return found;
}

const MOST = 100_000_000;

const all = <T>(value: JsonValue | undefined, one: (value: JsonValue) => T): T[] =>
  list(value, MOST, "state").map(one);

function hex(value: JsonValue | undefined): string {
  const own = text(value, "digest");
  if (!HEX.test(own)) throw wrongShape("digest");
  return own;
}
