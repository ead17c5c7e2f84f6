/** All who are asked for cosignatures, each by its own loop. */
import type { Clock } from "../core/clock.ts";
import type { Misbehaviour } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import type { HashReader } from "../log/hash-reader.ts";
import type { OwnKey } from "../log/own-note.ts";
import { type AskLimits, createAsk } from "./ask.ts";
import { type Absent, auditorRound } from "./auditor-round.ts";
import type { Cosigner } from "./cosigners.ts";
import type { CosignLog } from "./log.ts";
import type { CosignerStatus } from "./status.ts";
import type { CosignStore } from "./store.ts";
import { newMemory, witnessRound } from "./witness-round.ts";
import { type CosignTimes, type Round, startCosignWorker } from "./worker.ts";

/** Where a cosigner is may change while the server runs: that of the demonstration gets another port when it is started again. */
export type Placed = Omit<Cosigner, "url"> & { readonly url: () => string | null };

export interface CosigningOptions {
  readonly cosigners: readonly Placed[];
  readonly store: CosignStore;
  readonly read: HashReader;
  readonly ownKey: OwnKey;
  readonly clock: Clock;
  readonly random: Random;
  readonly times: CosignTimes;
  readonly log: CosignLog;
  readonly limits?: AskLimits;
  readonly onMisbehaviour: (found: Misbehaviour) => void;
  /** Told when an auditor has cosigned something final that it had not before. */
  readonly onCosigned: () => void;
}

export interface Cosigning {
  /** In the order in which they were given. */
  statuses(): readonly CosignerStatus[];
  /** Something new is anchored. */
  nudge(): void;
  stop(): Promise<void>;
}

export function startCosigning(options: CosigningOptions): Cosigning {
  const stopping = new AbortController();
  const context = { ...options, ask: createAsk(stopping.signal, options.limits) };

  function roundOf(cosigner: Placed): Round {
    if (cosigner.kind === "auditor") {
      const absent: Absent = new Map();
      return async (url) => (await auditorRound(context, cosigner, url, absent)).refusing;
    }
    const memory = newMemory();
    return async (url) => {
      await witnessRound(context, cosigner, url, memory);
      return null;
    };
  }

  const workers = options.cosigners.map((cosigner) =>
    startCosignWorker({
      ...options,
      cosigner,
      url: cosigner.url,
      round: roundOf(cosigner),
      onCosigned: () => {
        if (cosigner.kind === "auditor") options.onCosigned();
      },
    }),
  );
  return {
    statuses: () => workers.map((worker) => worker.status()),
    nudge() {
      for (const worker of workers) worker.nudge();
    },
    async stop() {
      const ended = workers.map((worker) => worker.stop());
      stopping.abort();
      await Promise.all(ended);
    },
  };
}
