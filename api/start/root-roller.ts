/** Rolls the root key when its time has come, when somebody asks on this machine, and when a roll was left unfinished. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../core/clock.ts";
import { exists } from "../core/private-files.ts";
import type { KeyStore } from "../store/key-store.ts";
import type { RootKeys } from "../vault/root-keys.ts";
import type { ServerLog } from "./log.ts";

/** A file of this name among the keys asks a running server to roll; it goes when that is done. Whoever can write there has the keys already. */
export const ROLL_REQUEST = "roll-root-key";

const DAY_MS = 86_400_000;
const LOOK_MS = 2_000;

export interface RootRollerOptions {
  readonly keysDirectory: string;
  readonly keyStore: Pick<KeyStore, "roots" | "erasures">;
  readonly roots: RootKeys;
  readonly clock: Clock;
  /** How old a root key gets under which something was destroyed. */
  readonly days: number;
  readonly log: Pick<ServerLog, "rootKey" | "bug">;
  /** A root key is gone: whatever was destroyed under it is so for good. Called at the start, too, since it may have gone before. */
  readonly onGone?: () => Promise<unknown>;
  readonly everyMilliseconds?: number;
}

export interface RootRoller {
  /** Looks now; resolves when what was to be done is done, or has failed and was logged. */
  look(): Promise<void>;
  /** Since when each try has failed, in milliseconds since 1970; `null`: the last one did not. */
  failingSince(): number | null;
  stop(): Promise<void>;
}

export function startRootRoller(options: RootRollerOptions): RootRoller {
  const { keysDirectory, keyStore, roots, clock, days, log, onGone } = options;
  const request = join(keysDirectory, ROLL_REQUEST);
  let told = false;
  let stopped = false;
  let failingSince: number | null = null;
  let running: Promise<void> | null = null;

  /** Something was destroyed under the newest root key, and it is old. */
  async function isDue(): Promise<boolean> {
    const newest = (await keyStore.roots()).at(-1);
    if (newest === undefined || clock.now() - newest.begunAt < days * DAY_MS) return false;
    for (let after = 0; ; ) {
      const page = await keyStore.erasures({ which: "uncompleted", after, limit: 100 });
      if (page.some(({ root }) => root === null || root >= newest.number)) return true;
      const last = page.at(-1);
      if (last === undefined) return false;
      after = last.number;
    }
  }

  async function work(): Promise<void> {
    const asked = await exists(request);
    if (asked || roots.isRolling() || (await isDue())) {
      log.rootKey("rolling");
      await roots.roll();
      told = false;
      log.rootKey("rolled");
      if (asked) await rm(request, { force: true });
    }
    if (told) return;
    await onGone?.();
    told = true;
  }

  function look(): Promise<void> {
    running ??= work()
      .then(
        () => {
          failingSince = null;
        },
        (error: unknown) => {
          if (!stopped && failingSince === null) log.bug(error);
          failingSince ??= clock.now();
        },
      )
      .finally(() => {
        running = null;
      });
    return running;
  }

  const timer = setInterval(() => void look(), options.everyMilliseconds ?? LOOK_MS);
  timer.unref();
  void look();
  return {
    look,
    failingSince: () => failingSince,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await roots.stop();
      await running;
    },
  };
}
