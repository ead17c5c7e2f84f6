/** C2SP `tlog-proof`: that an entry is in a log, for the tools of others. It says nothing of a chain. */
import { asLeafIndex, asNodeHash, type LeafIndex, type NodeHash } from "./brands.ts";
import { base64Decode, base64Encode } from "./bytes.ts";
import { parseDecimal } from "./checkpoint.ts";
import { FormatError } from "./errors.ts";

export const TLOG_PROOF_HEADER = "c2sp.org/tlog-proof@v1";
/** A tree of 2^53−1 leaves is 53 high. */
const MAX_PATH = 64;

export interface TlogProof {
  readonly index: LeafIndex;
  /** Inclusion proof under the checkpoint's root, leaf to root. */
  readonly inclusion: readonly NodeHash[];
  /** The entry, from which a reader computes the leaf; null: left out. Of other logs it is whatever their tools put there. */
  readonly entry: Uint8Array | null;
  /** A signed note, verbatim. */
  readonly checkpoint: string;
}

export function formatTlogProof({ index, inclusion, entry, checkpoint }: TlogProof): string {
  const lines = [
    TLOG_PROOF_HEADER,
    ...(entry === null ? [] : [`extra ${base64Encode(entry)}`]),
    `index ${index}`,
    ...inclusion.map(base64Encode),
  ];
  return `${lines.join("\n")}\n\n${checkpoint}`;
}

/** Nothing of it is checked but its form. @throws FormatError `tlog_proof_form`, `bad_base64` */
export function parseTlogProof(text: string): TlogProof {
  const blank = text.indexOf("\n\n");
  const [header, ...lines] = text.slice(0, Math.max(0, blank)).split("\n");
  if (header !== TLOG_PROOF_HEADER) throw new FormatError("tlog_proof_form");
  const extra = lines[0]?.startsWith("extra ") ? (lines.shift() as string).slice(6) : null;
  const [, decimal] = /^index ([0-9]+)$/.exec(lines.shift() ?? "") ?? [];
  const index = decimal === undefined ? null : parseDecimal(decimal);
  if (index === null || lines.length > MAX_PATH) throw new FormatError("tlog_proof_form");
  const path = lines.map(base64Decode);
  if (path.some(({ length }) => length !== 32)) throw new FormatError("tlog_proof_form");
  return {
    entry: extra === null ? null : base64Decode(extra),
    index: asLeafIndex(index),
    inclusion: path.map(asNodeHash),
    checkpoint: text.slice(blank + 2),
  };
}
