/** The signatures of checkpoints, many of them: natively where that says yes, and by the kernel, whose word holds, where it does not. */
import { type Checkpoint, parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import {
  isLineOf,
  type Note,
  parseNote,
  parseVkey,
  type VerifierKey,
  verifyNote,
} from "../../../portal/verify/note.ts";
import type { OwnKey } from "../../log/own-note.ts";
import type { LogKeys } from "../scene.ts";
import { quickly } from "./signature.ts";

export interface LogKeyOptions {
  readonly current: OwnKey;
  /** Keys of the ledgers that this one succeeded. */
  readonly retired: readonly OwnKey[];
  /** Checkpoints up to this size are theirs. */
  readonly begin: number;
}

export function logKeys({ current, retired, begin }: LogKeyOptions): LogKeys {
  const own = [readerOf(current)];
  const before = retired.map(readerOf);
  return {
    read(note, size) {
      for (const read of size > begin ? own : before) {
        const said = read(note);
        if (said !== null) return said;
      }
      return null;
    },
  };
}

function readerOf({ name, vkey }: OwnKey): (note: string) => Checkpoint | null {
  const key = parseVkey(vkey);
  return (text) => {
    try {
      const note = parseNote(text);
      if (!isSigned(note, key)) verifyNote(note, [key]);
      const said = parseCheckpoint(note.text);
      return said.origin === name ? said : null;
    } catch (error) {
      if (error instanceof FormatError) return null;
      throw error;
    }
  };
}

function isSigned({ text, signatures }: Note, key: VerifierKey): boolean {
  const lines = signatures.filter((line) => isLineOf(line, key));
  const [line] = lines;
  if (lines.length !== 1 || line === undefined) return false;
  return quickly(key.publicKey, Buffer.from(text, "utf8"), line.signature);
}
