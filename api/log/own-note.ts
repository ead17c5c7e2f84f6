import { equalBytes } from "../../portal/verify/bytes.ts";
import { type Checkpoint, parseCheckpoint } from "../../portal/verify/checkpoint.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { parseVkey, verifyNote } from "../../portal/verify/note.ts";
import type { StoredCheckpoint } from "../store/store.ts";
import type { NoteSigner } from "./keys.ts";

export type OwnKey = Pick<NoteSigner, "name" | "vkey">;

/** What a checkpoint's note says, if our log key has signed it; else `null`. */
export function readOwnNote(note: string, key: OwnKey): Checkpoint | null {
  try {
    const checkpoint = parseCheckpoint(verifyNote(note, [parseVkey(key.vkey)]).text);
    return checkpoint.origin === key.name ? checkpoint : null;
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

/** True if the columns of a stored checkpoint are those of its note, and the note is our log key's. */
export function isOwnCheckpoint({ size, root, note }: StoredCheckpoint, key: OwnKey): boolean {
  const said = readOwnNote(note, key);
  return said !== null && said.size === size && equalBytes(said.root, root);
}
