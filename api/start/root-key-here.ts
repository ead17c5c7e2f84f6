/** The root key, on the ledger's own machine, by whoever has its files; its server may run or not. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import { createDurably } from "../core/files.ts";
import { exists } from "../core/private-files.ts";
import { systemRandom } from "../core/random.ts";
import { type KeyStatus, readKeyStatus } from "../store/sqlite/key-status.ts";
import { ringOf } from "../vault/root-files.ts";
import { openKeyFiles } from "./key-files.ts";
import { ROLL_REQUEST } from "./root-roller.ts";
import { type Undo, unwind } from "./stored.ts";

type Place = Pick<Config, "keysDirectory">;

/** How often a running server is looked after that was asked. */
const POLL_MS = 500;

/** @throws Refusal `invalid_setting` (`missing_key`), `unknown_schema` */
export async function keyStatusHere({ keysDirectory }: Place): Promise<KeyStatus> {
  await assertThere(keysDirectory);
  return readKeyStatus(join(keysDirectory, "keys.db"));
}

export interface RollHere {
  readonly clock: Clock;
  /** Told now and then: how many keys lie under the new root key, of all. */
  readonly onProgress: (done: number, of: number) => void;
  /** A server runs, and has been asked. It goes on also when nobody waits. */
  readonly onAsked: () => void;
}

/**
 * Rolls the root key: here, or where a server runs by asking it and waiting until it has.
 *
 * @throws Refusal as `openKeyFiles`, but for `in_use`
 */
export async function rollHere(
  place: Place,
  { clock, onProgress, onAsked }: RollHere,
): Promise<void> {
  const { keysDirectory } = place;
  await assertThere(keysDirectory);
  const request = join(keysDirectory, ROLL_REQUEST);
  let asked = false;
  for (;;) {
    if (await rolledAlone(place, clock, onProgress)) {
      await rm(request, { force: true });
      return;
    }
    if (!asked) {
      if (!(await exists(request))) await createDurably(request, "");
      asked = true;
      onAsked();
    }
    await sleep(POLL_MS);
    // The server takes it away when it is done. One that has ended leaves it, and then it is rolled here.
    if (!(await exists(request))) return;
    const { roots, under } = readKeyStatus(join(keysDirectory, "keys.db"));
    if (roots.length > 1) onProgress(under.get(roots.at(-1)!.id) ?? 0, all(under));
  }
}

/** `false`: somebody else has the keys open. */
async function rolledAlone(
  { keysDirectory }: Place,
  clock: Clock,
  onProgress: RollHere["onProgress"],
): Promise<boolean> {
  const random = systemRandom();
  const undo: Undo = [];
  try {
    const ring = ringOf(keysDirectory, random);
    const { roots } = await openKeyFiles({ keysDirectory, ring, clock, random }, undo);
    const of = all(readKeyStatus(join(keysDirectory, "keys.db")).under);
    let most = 0;
    await roots.roll((done) => {
      // The last round looks at all of them once more.
      most = Math.min(of, Math.max(most, done));
      onProgress(most, of);
    });
    return true;
  } catch (error) {
    if (isRefusal(error, "in_use")) return false;
    throw error;
  } finally {
    await unwind(undo);
  }
}

const all = (under: KeyStatus["under"]): number =>
  [...under.values()].reduce((sum, count) => sum + count, 0);

/** Nothing is made in a place that was named by mistake. */
async function assertThere(keysDirectory: string): Promise<void> {
  for (const name of ["keys.db", "root.key"]) {
    if (await exists(join(keysDirectory, name))) continue;
    const setting = `COUNTERFOIL_KEYS/${name}`;
    throw new Refusal("invalid_setting", { setting, problem: "missing_key" });
  }
}
