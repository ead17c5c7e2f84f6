/** When a running server rolls its root key: by age, by request, and to end what was begun. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemRandom } from "../../../api/core/random.ts";
import { openKeyFiles } from "../../../api/start/key-files.ts";
import { type RootRoller, startRootRoller } from "../../../api/start/root-roller.ts";
import { unwind } from "../../../api/start/stored.ts";
import { erasingWith } from "../../../api/vault/erasing.ts";
import { newRootKey } from "../../../api/vault/key-provider.ts";
import { subjectKeys } from "../../../api/vault/keys.ts";
import { ringOf } from "../../../api/vault/root-files.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { subjectOf } from "../../helpers/store/units.ts";

const DAY = 86_400_000;
const random = systemRandom();
let now: number;
let keysDirectory: string;
let remove: () => void;
let opened: Awaited<ReturnType<typeof openKeyFiles>>;
let undo: (() => Promise<unknown>)[];
let roller: RootRoller | null;
let told: string[];

beforeEach(async () => {
  ({ directory: keysDirectory, remove } = newPlace());
  writeFileSync(join(keysDirectory, "root.key"), newRootKey(random), { mode: 0o600 });
  [now, undo, roller, told] = [1_000 * DAY, [], null, []];
  await openAgain();
});
afterEach(async () => {
  await roller?.stop();
  await unwind(undo);
  remove();
});

const clock = { now: () => now };
let ring: ReturnType<typeof ringOf>;
async function openAgain(): Promise<void> {
  ring = ringOf(keysDirectory, random);
  opened = await openKeyFiles({ keysDirectory, ring, clock, random }, undo);
}

async function start(): Promise<void> {
  roller = startRootRoller({
    ...{ keysDirectory, ...opened, clock, days: 30, everyMilliseconds: 1e9 },
    log: {
      rootKey: (state) => void told.push(state),
      bug: (error) => void told.push(String(error)),
    },
    onGone: async () => void told.push("gone"),
  });
  await roller.look();
  await roller.look();
}

/** Somebody's key is destroyed under the root key of the moment. `subject`: of somebody whom the key store does not know, being older. */
async function destroy({
  id = "11111111-1111-4111-8111-111111111111",
  subject: unknown = null as string | null,
} = {}): Promise<void> {
  const { keyStore } = opened;
  const keys = subjectKeys(keyStore, ring.provider, random);
  const erasing = erasingWith({ store: keyStore, provider: ring.provider, random, keys });
  const [subject] = unknown === null ? await keys.create(1) : [unknown];
  await erasing.begin({
    ...{ id, cause: "request", begunAt: now, kept: [], list: null, certificate: null },
    scopes: [{ subject: subject!, keys: [], secrets: ["personal"] }],
  });
  await keyStore.moveErasure(id, "begun", "declared", now);
  await keyStore.moveErasure(id, "declared", "rows-gone", now);
  expect(await erasing.destroy(id, false)).toBe(true);
}

const rootCount = async () => (await opened.keyStore.roots()).length;

describe("a root key", () => {
  it("is not rolled as long as nothing was destroyed under it, however old it is", async () => {
    now += 400 * DAY;
    await start();
    expect([await rootCount(), told]).toEqual([1, ["gone"]]);
  });

  it("is rolled when it is old, and something was destroyed under it", async () => {
    await destroy();
    now += 30 * DAY - 1;
    await start();
    expect(await rootCount()).toBe(1);
    now += 1;
    await roller!.look();
    expect([await rootCount(), told]).toEqual([2, ["gone", "rolling", "rolled", "gone"]]);
    const [erasure] = await opened.keyStore.erasures({ which: "uncompleted", after: 0, limit: 9 });
    expect(erasure?.root).toBe(1);
    // What is not recorded to be complete yet was destroyed under the one before: nothing is due.
    now += 31 * DAY;
    await roller!.look();
    expect(await rootCount()).toBe(2);
  });

  it("is rolled also where the key store never had what was destroyed: a newer copy of it may", async () => {
    await destroy({ subject: subjectOf("somebody of a newer key store") });
    const [erasure] = await opened.keyStore.erasures({ which: "uncompleted", after: 0, limit: 9 });
    expect(erasure?.root).toBe(1);
    now += 30 * DAY;
    await start();
    expect([await rootCount(), told]).toEqual([2, ["rolling", "rolled", "gone"]]);
  });

  it("is rolled once when it is asked for, and the request is gone", async () => {
    await start();
    writeFileSync(join(keysDirectory, "roll-root-key"), "");
    await roller!.look();
    await roller!.look();
    expect([await rootCount(), existsSync(join(keysDirectory, "roll-root-key"))]).toEqual([
      2,
      false,
    ]);
  });

  it("is rolled to the end where that was begun before", async () => {
    const keys = subjectKeys(opened.keyStore, ring.provider, random);
    await keys.create(2);
    await opened.roots.roll(() => void opened.roots.stop()).catch(() => {});
    await unwind(undo);
    await openAgain();
    expect(opened.roots.isRolling()).toBe(true);
    await start();
    expect([opened.roots.isRolling(), told]).toEqual([false, ["rolling", "rolled", "gone"]]);
  });

  it("that cannot be rolled is tried again, and told once", async () => {
    let broken = true;
    Object.assign(opened.roots, {
      roll: async () => {
        if (broken) throw new Error("no room");
      },
    });
    writeFileSync(join(keysDirectory, "roll-root-key"), "");
    await start();
    expect(told.filter((one) => one.includes("no room"))).toHaveLength(1);
    const since = now;
    now += 11 * 60_000;
    await roller!.look();
    expect(roller!.failingSince()).toBe(since);
    expect(existsSync(join(keysDirectory, "roll-root-key"))).toBe(true);
    broken = false;
    await roller!.look();
    expect(roller!.failingSince()).toBeNull();
    expect(existsSync(join(keysDirectory, "roll-root-key"))).toBe(false);
  });
});
