/** Files about the streams of some people, all as of one checkpoint, while the ledger goes on. */
import { hexEncode } from "../../../portal/verify/bytes.ts";
import type { EvidenceAnchor } from "../../../portal/verify/evidence.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import type { StreamMap } from "../../log/map/stream-map.ts";
import { ownStream } from "../stream-read.ts";
import { absentEvidence } from "./absent.ts";
import type { EvidenceChecker } from "./checker.ts";
import { checkpointForStream } from "./checkpoint.ts";
import type { EvidenceContext, PreferredCheckpoint } from "./context.ts";
import { historyEvidence } from "./history.ts";
import { recordEvidence } from "./record.ts";
import { sharedReads } from "./shared-reads.ts";

export interface PinnedName {
  readonly subject: string;
  readonly stream: string;
}

export interface PinnedQuery {
  /** Every stream that files will be asked for, existing or not. */
  readonly streams: readonly PinnedName[];
  /** The checkpoint shall be over the entry with this index (−1: over none in particular), if there is one that is. */
  readonly index: number;
  readonly checkpoint: PreferredCheckpoint;
}

export interface PinnedHistory extends PinnedName {
  /** The `seq` of events whose records are withheld wholly. */
  readonly withhold: readonly number[];
  /** Only what comes behind this event; `null`: all. */
  readonly from: { readonly seq: number; readonly leafHash: Uint8Array } | null;
}

/** Files at one checkpoint. None of them may be handed out before {@link PinnedEvidence.held} has resolved. */
export interface PinnedEvidence {
  /** The signed note with the auditors' cosignatures, as it stands in each file. */
  readonly note: string;
  /** Entries under the checkpoint, and under its map: the files tell of the latter. */
  readonly size: number;
  readonly mapSize: number;
  /** When it was sealed, in milliseconds since 1970. */
  readonly time: number;
  readonly anchor: EvidenceAnchor | null;
  /** @throws Refusal `stream_too_long`, `not_found` (`stream`: there is none as of the checkpoint), `damaged`, `client_left` */
  history(request: PinnedHistory, signal?: AbortSignal): Promise<Uint8Array>;
  /** @throws Refusal `stream_exists`, `damaged` */
  absent(name: PinnedName): Promise<Uint8Array>;
  /** @throws Refusal `not_found`, `not_sealed`, `damaged` */
  record(id: string, version: number): Promise<Uint8Array>;
  /** Resolves when all files so far have been checked as a stranger would. @throws Error for one that does not hold */
  held(): Promise<void>;
}

/** So many files are handed to the checker at a time, and what was read for them is forgotten after so many. */
const CHECKED_TOGETHER = 32;
const FORGOTTEN_AFTER = 1_000;
/** The map that was chosen may be forgotten before its proofs are taken: when a later checkpoint has become final. */
const MOST_ATTEMPTS = 4;

/** Streams of a class that was erased are refused one by one (`subject_erased`). @throws Refusal `not_sealed` before the first checkpoint; `not_found` (`subject`), `damaged`, `busy` */
export async function pinnedEvidence(
  context: EvidenceContext,
  query: PinnedQuery,
  checker: EvidenceChecker,
): Promise<PinnedEvidence> {
  for (let attempt = 1; ; attempt++) {
    const chosen = await choose(context, query);
    const map = await provenMap(context, query.streams, chosen.state.mapSize);
    const kept = await context.map.rootAt(chosen.state.mapSize);
    if (map !== null) return open({ ...context, map }, chosen, checker);
    if (kept !== null) throw new Refusal("damaged", { what: "map", index: chosen.state.mapSize });
    if (attempt === MOST_ATTEMPTS) throw new Refusal("busy", {});
  }
}

async function choose(context: EvidenceContext, { index, checkpoint }: PinnedQuery) {
  try {
    return await checkpointForStream(context, index, checkpoint);
  } catch (error) {
    if (!isRefusal(error, "not_sealed") || index < 0) throw error;
    return checkpointForStream(context, -1, "newest");
  }
}

/** The map's word on all these streams, taken at once: it is kept only until a later one is final. `null`: it was not kept so long, or is damaged. */
async function provenMap(
  context: EvidenceContext,
  streams: readonly PinnedName[],
  mapSize: number,
): Promise<StreamMap | null> {
  const { map } = context;
  const proofs = new Map<string, Awaited<ReturnType<StreamMap["prove"]>>>();
  const root = await map.rootAt(mapSize);
  if (root === null) return null;
  for (const { subject, stream } of streams) {
    const key = await keyOrNull(context, subject, stream);
    if (key === null) continue;
    try {
      proofs.set(hexEncode(key), await map.prove(key, mapSize));
    } catch (error) {
      if (isRefusal(error, "damaged")) return null;
      throw error;
    }
  }
  return {
    ...map,
    rootAt: async (size) => (size === mapSize ? root : map.rootAt(size)),
    prove: async (key, size) => proofs.get(hexEncode(key)) ?? map.prove(key, size),
  };
}

/** `null`: it was erased, with all that could name it. */
async function keyOrNull(context: EvidenceContext, subject: string, stream: string) {
  try {
    return (await ownStream(context, subject, stream)).key;
  } catch (error) {
    if (isRefusal(error, "subject_erased")) return null;
    throw error;
  }
}

async function open(
  context: EvidenceContext,
  pinned: Awaited<ReturnType<typeof choose>>,
  checker: EvidenceChecker,
): Promise<PinnedEvidence> {
  const { mapSize, time } = pinned.state;
  // What came later is not there for these files.
  const store = { ...context.store, size: async () => mapSize };
  let made: Uint8Array[] = [];
  const checks: Promise<void>[] = [];
  const check = (): void => {
    if (made.length === 0) return;
    const checking = checker.check(made);
    made = [];
    checking.catch(() => {});
    checks.push(checking);
  };
  const later = (bytes: Uint8Array): void => {
    made.push(bytes);
    if (made.length >= CHECKED_TOGETHER) check();
  };
  // A cosignature that comes meanwhile is in all files or in none.
  const note = await context.notes.audited(pinned.checkpoint);
  const notes = { ...context.notes, audited: async () => note };
  const fresh = () => sharedReads({ ...context, store, notes, pinned, later });
  let shared = fresh();
  let asked = 0;
  const reads = (): EvidenceContext => {
    if (++asked % FORGOTTEN_AFTER === 0) shared = fresh();
    return shared;
  };
  const common = { fields: null, checkpoint: "final" } as const;
  return {
    ...{ note, size: pinned.checkpoint.size, mapSize, time, anchor: pinned.anchor },
    history: (request, signal) =>
      historyEvidence(reads(), { claim: "history", ...request, ...common, at: null, signal }),
    absent: (name) => absentEvidence(reads(), { claim: "absent", ...name, ...common }),
    record: async (id, version) =>
      (await recordEvidence(reads(), { id, version, ...common })).bytes,
    async held() {
      check();
      await Promise.all(checks.splice(0));
    },
  };
}
