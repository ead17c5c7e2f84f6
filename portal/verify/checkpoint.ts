/** Checkpoints (C2SP tlog-checkpoint) of exactly three lines: docs/FORMAT.md §7. */
import { asRootHash, asTreeSize, type RootHash, type TreeSize } from "./brands.ts";
import { base64Decode, base64Encode } from "./bytes.ts";
import { FormatError } from "./errors.ts";
import { isKeyName } from "./note.ts";

export interface Checkpoint {
  /** The name of the log, which is the name of its key. */
  readonly origin: string;
  readonly size: TreeSize;
  readonly root: RootHash;
}

/** A natural number in its one spelling, or null. */
export function parseDecimal(text: string): number | null {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return null;
  const n = Number(text);
  return Number.isSafeInteger(n) ? n : null;
}

export function formatCheckpointText({ origin, size, root }: Checkpoint): string {
  if (!isKeyName(origin)) throw new FormatError("checkpoint_form");
  return `${origin}\n${asTreeSize(size)}\n${base64Encode(asRootHash(root))}\n`;
}

/** From the text of a note, without its signatures. */
export function parseCheckpoint(noteText: string): Checkpoint {
  const [origin, decimal, encoded, end, ...more] = noteText.split("\n");
  if (
    origin === undefined ||
    decimal === undefined ||
    encoded === undefined ||
    end !== "" ||
    more.length > 0
  ) {
    throw new FormatError("checkpoint_form");
  }
  const size = parseDecimal(decimal);
  if (!isKeyName(origin) || size === null) throw new FormatError("checkpoint_form");
  const root = base64Decode(encoded);
  if (root.length !== 32) throw new FormatError("checkpoint_form");
  return { origin, size: asTreeSize(size), root: asRootHash(root) };
}
