/** What two files show cannot both be so in one honest ledger: the proof, if they hold one (docs/FORMAT.md §14.4). */
import { mustContradict } from "./check-misbehaviour.ts";
import { FormatError } from "./errors.ts";
import { entryCandidates, stateCandidates } from "./find-entries.ts";
import { mapCandidates } from "./find-maps.ts";
import { recordCandidates } from "./find-records.ts";
import { receiptCandidates, treeCandidates } from "./find-trees.ts";
import { type Known, know } from "./known.ts";
import { encodeMisbehaviour, type Misbehaviour, parseMisbehaviour } from "./misbehaviour.ts";
import type { Statements } from "./statements.ts";

/** The most basic kinds first. */
function* candidates(known: Known): Generator<Misbehaviour> {
  yield* treeCandidates(known);
  yield* receiptCandidates(known);
  yield* entryCandidates(known);
  yield* stateCandidates(known);
  yield* mapCandidates(known);
  yield* recordCandidates(known);
}

/** Whoever finds something is believed no more than whoever brings a file: what is read back from the proof has to show it. */
function proves(candidate: Misbehaviour): boolean {
  try {
    mustContradict(parseMisbehaviour(encodeMisbehaviour(candidate)));
    return true;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return false;
  }
}

/**
 * A proof that all these statements, each signed by the ledger, cannot be true of one honest ledger; null if none was found in them.
 * Every kind but `off_chain` is looked for; one file may contradict itself.
 */
export function contradiction(...files: readonly Statements[]): Misbehaviour | null {
  for (const { proven } of files) if (proven !== null) return proven;
  for (const candidate of candidates(know(files))) if (proves(candidate)) return candidate;
  return null;
}
