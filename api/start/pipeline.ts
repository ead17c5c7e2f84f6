/** What happens to a record once it is sealed by the vault: group commit, batches, anchors; and what stops all of it. */
import type { ConnectedLedger } from "../anchor/connect.ts";
import {
  type AnchorStatus,
  EMBEDDED_TIMES,
  PUBLIC_TIMES,
  startAnchorWorker,
} from "../anchor/worker.ts";
import type { Clock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { Misbehaviour, Refusal } from "../core/errors.ts";
import type { PartState } from "../http/health.ts";
import { createBatcher } from "../log/batcher.ts";
import { createCommitter } from "../log/committer.ts";
import type { EntryCopy } from "../log/entry-copy.ts";
import type { HashReader } from "../log/hash-reader.ts";
import type { NoteSigner } from "../log/keys.ts";
import type { StreamMap } from "../log/map/stream-map.ts";
import { mapVersionKeeper } from "../log/map-versions.ts";
import { consistencyProof, treeRoot } from "../log/proofs.ts";
import { createSealer } from "../log/sealer.ts";
import type { SignerState } from "../log/signer-state.ts";
import type { Store, Unit, UnitOutcome } from "../store/store.ts";
import type { ServerLog } from "./log.ts";
import { anchorMeter, type Measuring, measuredCommits, measuredSealer } from "./measured.ts";

export interface PipelineOptions {
  readonly config: Config;
  readonly store: Store;
  readonly read: HashReader;
  readonly signer: NoteSigner;
  readonly signerState: SignerState;
  readonly map: StreamMap;
  /** Keys of those who are asked for cosignatures. */
  readonly auditors: readonly string[];
  readonly copy: EntryCopy | null;
  readonly ledger: ConnectedLedger;
  readonly clock: Clock;
  readonly log: ServerLog;
  readonly measuring: Measuring;
  /** Told of each larger size that is final on the chain. Must not throw. */
  readonly onFinal: (size: number) => void;
  readonly onMisbehaviour: (found: Misbehaviour) => void;
}

export interface Pipeline {
  /** Refuses `halted` after misbehaviour was found: a receipt would promise an anchor that nobody will make. */
  commit(units: readonly Unit[]): Promise<readonly UnitOutcome[]>;
  /** Seals everything recorded so far and publishes it; resolves with the worker's state after that round. */
  publish(): Promise<AnchorStatus>;
  /** An auditor has cosigned a final checkpoint: evidence may rest on it from now on. */
  cosigned(): void;
  sealing(): PartState;
  anchoring(): AnchorStatus;
  /** Lets every commit under way end, seals it, and stops; to be called when no request runs any more. */
  stop(): Promise<void>;
}

const MOST_WAITING_UNITS = 20_000;

/** Resolves when what a crash left unsealed is sealed, and what was signed but not stored is signed again. */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { config, store, read, signer, signerState, map, copy, ledger, clock, log } = options;
  const { measuring, auditors } = options;
  const newestCosigned = () => store.newestCosignedAnchor(auditors, ["finalized"], 0);
  const cosigned = auditors.length === 0 ? {} : { newestCosigned };
  const newest = await store.newestCheckpoint();
  const sealer = createSealer({
    ...{ store, signer, signerState, origin: config.origin, clock, map, copy },
    ...cosigned,
  });
  let halted = false;
  let sealing: PartState = "ok";

  function halt(found: Misbehaviour): void {
    if (!halted) options.onMisbehaviour(found);
    halted = true;
    sealing = "diverged";
    void batcher.stop();
    void worker.stop();
  }

  const batcher = createBatcher({
    sealer: measuredSealer(sealer, newest?.size ?? 0, measuring),
    maxEntries: config.batchEntries,
    maxMilliseconds: config.batchMilliseconds,
    heartbeatMilliseconds: config.heartbeatMilliseconds,
    quietMilliseconds: clock.now() - (newest?.sealedAt ?? clock.now()),
    onSealed: () => {
      if (!halted) sealing = "ok";
    },
    onError: (error) => {
      if (error instanceof Misbehaviour) halt(error);
      else if (!halted) {
        sealing = "failing";
        log.bug(error);
      }
    },
  });
  const versions = mapVersionKeeper({ store, map, onError: log.bug, ...cosigned });
  const meterAnchor = anchorMeter({
    ...{ store, clock, work: measuring.work, onError: log.bug },
    finalBefore: (await store.newestAnchor(["finalized"], 0))?.size ?? 0,
  });
  const worker = startAnchorWorker({
    client: ledger.client,
    settle: ledger.settle,
    store,
    clock,
    consistencyProof: (from, to) => consistencyProof(read, from, to),
    treeRoot: (size) => treeRoot(read, size),
    times: {
      ...(config.chain.mode === "embedded" ? EMBEDDED_TIMES : PUBLIC_TIMES),
      intervalMs: config.anchorMilliseconds,
    },
    log: log.anchor,
    onFinal: (size) => {
      versions.final(size);
      meterAnchor(size);
      options.onFinal(size);
    },
    onMisbehaviour: halt,
  });
  const committer = createCommitter({
    store: measuredCommits(store, measuring),
    ...{ signerState, maxUnits: MOST_WAITING_UNITS },
  });

  const stop = async (): Promise<void> => {
    await committer.drain();
    try {
      if (!halted) await batcher.flush();
    } finally {
      await Promise.all([batcher.stop(), worker.stop()]);
    }
  };
  try {
    await batcher.flush();
  } catch (error) {
    await Promise.all([batcher.stop(), worker.stop()]);
    throw error;
  }

  return {
    async commit(units) {
      if (halted) throw new Refusal("halted", {});
      const outcomes = await committer.commitMany(units);
      const entries = outcomes.reduce((sum, o) => sum + (o.ok ? o.entries.length : 0), 0);
      if (entries > 0) batcher.notify(entries);
      return outcomes;
    },
    async publish() {
      if (halted) throw new Refusal("halted", {});
      await batcher.flush();
      return worker.kick();
    },
    cosigned: () => versions.cosigned(),
    sealing: () => sealing,
    anchoring: () => worker.status(),
    stop,
  };
}
