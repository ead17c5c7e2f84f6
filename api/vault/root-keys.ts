/**
 * The root key of a ledger on this machine, and rolling it: a new one is put beside it and wraps at once; everything is wrapped anew, while others go on; then the old one is overwritten.
 * Only then keys that were destroyed under it are gone from every copy of the key store that somebody may have.
 *
 * Each step is durable before the next, and each can be taken again:
 *
 * 1. `root.next.key` is there;
 * 2. the key store says that it wraps (`beginRoot`), and takes nothing under the old one any more;
 * 3. all forms are under it (`rewrap`), and the old one is retired there (`retireRoots`);
 * 4. the old file is overwritten and replaced (`replaceRoot`), which the key store notes (`rootGone`).
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../core/clock.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import type { KeyStore } from "../store/key-store.ts";
import { type KeyRing, newRootKey, type RootKey, readRootKey } from "./key-provider.ts";
import { rewrap } from "./rewrap.ts";
import {
  assertReplaceable,
  badKey,
  readRootFiles,
  replaceRoot,
  writeNextRoot,
} from "./root-files.ts";

export interface RootKeys {
  /** Whether a roll was begun and has not ended. */
  isRolling(): boolean;
  /** Rolls, or ends a roll that was begun; one at a time, and who asks meanwhile gets the same. Resolves when the old root key is gone. */
  roll(onStep?: (forms: number) => void): Promise<void>;
  /** Ends what is under way at the next step; what is done stays. */
  stop(): Promise<void>;
}

export interface RootKeysOptions {
  readonly directory: string;
  readonly store: KeyStore;
  /** Of the files as they lie there: see `ringOf`. */
  readonly ring: KeyRing;
  readonly clock: Clock;
  readonly random: Random;
  /** How long it waits where somebody reads the key store, so that it cannot be emptied yet. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 1_000;

/**
 * What the files of root keys are to what the key store says. Ends what a crash has left between overwriting and noting, and begins what was written and not said; so afterwards either one root key is
 * there, or a roll is under way.
 *
 * @throws Refusal `invalid_setting`: a root key that the key store does not wrap under, or none where there must be one
 */
export async function openRootKeys(options: RootKeysOptions): Promise<RootKeys> {
  const { directory, store, ring, clock, random, patienceMs = PATIENCE_MS } = options;
  let rolling = await settle(options);
  let running: Promise<void> | null = null;
  let stopped = new AbortController();

  async function begin(): Promise<void> {
    if (await settle(options)) return;
    // A roll that cannot end is not begun.
    assertReplaceable(directory);
    const text = newRootKey(random);
    await writeNextRoot(directory, text);
    try {
      await turn(options, readRootKey(text)!);
    } catch (error) {
      // It may have been said all the same: then everything must be wrapped under it at once.
      if (!(await settle(options))) throw error;
    }
  }

  async function run(onStep: (forms: number) => void, signal: AbortSignal): Promise<void> {
    await begin();
    rolling = true;
    const rest = async (ms = 0): Promise<void> => {
      await sleep(ms);
      signal.throwIfAborted();
    };
    await rewrap({ store, ring, rest, onStep });
    while (!(await store.retireRoots(clock.now()))) await rest(patienceMs);
    await finish(options);
    rolling = false;
  }

  return {
    isRolling: () => rolling,
    roll(onStep = () => {}) {
      running ??= run(onStep, stopped.signal).finally(() => {
        running = null;
      });
      return running;
    },
    async stop() {
      stopped.abort();
      await running?.catch(() => {});
      stopped = new AbortController();
    },
  };
}

/** The new root key opens at once, and wraps as soon as the key store has said so. */
const turn = ({ store, ring, clock }: RootKeysOptions, root: RootKey): Promise<void> =>
  ring.add(root, store.beginRoot(root.id, clock.now()));

/** Nothing is wrapped under the old one: its file goes, and it opens nothing any more. */
async function finish({ directory, store, ring, clock }: RootKeysOptions): Promise<void> {
  const { current, next } = readRootFiles(directory);
  const roots = await store.roots();
  const newest = (next ?? current)?.id;
  const olderAreRetired = roots.slice(0, -1).every(({ retiredAt }) => retiredAt !== null);
  // What follows cannot be taken back.
  if (roots.at(-1)?.id !== newest || ring.newest() !== newest || !olderAreRetired)
    throw new Error("a root key is still needed");
  if (next !== null) await replaceRoot(directory);
  for (const { id, goneAt } of roots.slice(0, -1)) {
    ring.drop(id);
    if (goneAt === null) await store.rootGone(id, clock.now());
  }
}

/** Answers whether a roll is under way. */
async function settle(options: RootKeysOptions): Promise<boolean> {
  const { directory, store, ring, clock } = options;
  const { current, next } = readRootFiles(directory);
  const roots = await store.roots();
  const newest = roots.at(-1);
  if (newest === undefined) {
    if (current === null) throw badKey("root.key");
    await store.beginRoot(current.id, clock.now());
    // Nothing says that it was ever used: it is begun now.
    if (next !== null) await turn(options, next);
    return next !== null;
  }
  const retired = roots.slice(0, -1).every(({ retiredAt }) => retiredAt !== null);
  if (next === null) {
    if (current === null) throw badKey("root.key");
    if (current.id !== newest.id || !retired) throw otherRoot();
    await finish(options);
    return false;
  }
  if (next.id === newest.id) {
    if (ring.newest() !== next.id) await ring.add(next, Promise.resolve());
    if (retired) {
      try {
        await finish(options);
        return false;
      } catch (error) {
        // All that is wrapped opens; who rolls tries again, and tells why it cannot.
        if (isRefusal(error) || (error as NodeJS.ErrnoException).code !== undefined) return true;
        throw error;
      }
    }
    // It is still wrapped under: without it those keys are lost.
    if (current === null) throw badKey("root.key");
    return true;
  }
  if (current?.id !== newest.id) throw otherRoot();
  await turn(options, next);
  return true;
}

const otherRoot = (): Refusal =>
  new Refusal("invalid_setting", {
    setting: "COUNTERFOIL_KEYS/root.key",
    problem: "other_root_key",
  });
