import { decodeStateEntry, type StateEntry } from "../../portal/verify/entry.ts";
import { FormatError } from "../../portal/verify/errors.ts";

/** What a state entry says; `null` for any other bytes. */
export function readStateEntry(entry: Uint8Array): StateEntry | null {
  try {
    return decodeStateEntry(entry);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
