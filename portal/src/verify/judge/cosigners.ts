import {
  auditorKeysFor,
  FormatError,
  type Policy,
  parseCheckpoint,
  parseNote,
  verifyCosignatures,
} from "../../../verify/index.ts";
import type { Cosigners } from "./judged.ts";

/** Which auditors of the policy have cosigned a checkpoint. */
export function cosignersOf(note: string, policy: Policy | null): Cosigners {
  if (policy === null) return [];
  try {
    const parsed = parseNote(note);
    const { size } = parseCheckpoint(parsed.text);
    return verifyCosignatures(parsed, auditorKeysFor(policy, size));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return null;
  }
}
