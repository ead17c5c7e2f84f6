/** The root key of a running server: how its files stand, rolling it, and what is recorded when one is gone. */
import type { Clock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import type { KeyFilesState } from "../rights/root-key/service.ts";
import type { Rights } from "../rights/service.ts";
import type { KeyStore } from "../store/key-store.ts";
import type { RootKeys } from "../vault/root-keys.ts";
import { escrowCopies } from "./escrow-list.ts";
import type { ServerLog } from "./log.ts";
import { type RootRoller, startRootRoller } from "./root-roller.ts";
import type { Undo } from "./stored.ts";

/** One try may fail, and a disk be full for a moment. */
const LONG_MS = 10 * 60_000;

interface Needs {
  readonly config: Pick<Config, "keysDirectory" | "rootKeyDays">;
  readonly keyStore: KeyStore;
  readonly roots: RootKeys;
  readonly clock: Clock;
  readonly log: ServerLog;
}

export interface RunningRootKey {
  readonly files: KeyFilesState;
  /** Whether it has long been tried in vain to be rolled. */
  rollFails(): boolean;
  /** Rolls from now on when it is time. */
  start(rights: Pick<Rights, "erasures" | "rootKey">, undo: Undo): void;
}

export function openRootKey({ config, keyStore, roots, clock, log }: Needs): RunningRootKey {
  const { keysDirectory, rootKeyDays: days } = config;
  let roller: RootRoller | null = null;
  const failingSince = (): number | null => roller?.failingSince() ?? null;
  return {
    files: {
      ...{ days, failingSince, isRolling: roots.isRolling },
      copies: () => escrowCopies(config),
    },
    rollFails() {
      const since = failingSince();
      return since !== null && clock.now() - since >= LONG_MS;
    },
    start({ erasures, rootKey }, undo) {
      const started = startRootRoller({
        ...{ keysDirectory, keyStore, roots, clock, days, log },
        async onGone() {
          await rootKey.recordRolls();
          await erasures.complete();
        },
      });
      roller = started;
      undo.push(() => started.stop());
    },
  };
}
