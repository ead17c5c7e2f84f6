/** A note that the log's key has signed: what the firm can be held to. */
import type { Checkpoint } from "../../portal/verify/checkpoint.ts";
import { parseCheckpoint } from "../../portal/verify/checkpoint.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import {
  formatNote,
  formatSignatureLine,
  parseNote,
  verifyNote,
} from "../../portal/verify/note.ts";
import { logKeyFor, type Policy, policyOrigin } from "../../portal/verify/policy.ts";

export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** What is signed: ends in a newline. */
  readonly text: string;
  /** The line of the log's key, its newline included. */
  readonly line: string;
  /** Text and that line alone: lines of others prove nothing about the firm. */
  readonly note: string;
}

/** Null for whatever is not a checkpoint of the policy's log, signed by the key that it names for this size. */
export function readSigned(note: string, policy: Policy): SignedCheckpoint | null {
  try {
    const parsed = parseNote(note);
    const checkpoint = parseCheckpoint(parsed.text);
    const key = logKeyFor(policy, checkpoint.size);
    if (key === null || checkpoint.origin !== policyOrigin(policy)) return null;
    const [signature] = verifyNote(parsed, [key]).verified;
    if (signature === undefined) return null;
    return {
      checkpoint,
      text: parsed.text,
      line: formatSignatureLine(signature),
      note: formatNote(parsed.text, [signature]),
    };
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
