/** `counterfoil recover` on a ledger's own files: what it does, says and refuses. */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "../../../api/core/config.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { createSealer } from "../../../api/log/sealer.ts";
import { makeDirectories, openStored, type Undo } from "../../../api/start/stored.ts";
import { memoryMap } from "../../api/log/memory-map.ts";
import { installedRowMac, openInstalledStore } from "../../helpers/store/installed.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { everyMacHolds } from "../../helpers/store/row-mac.ts";
import { runHere } from "../helpers/cli.ts";

let directory: string;
let remove: () => void;
let env: Record<string, string>;

const path = (...names: string[]): string => join(directory, ...names);
const database = (): string => path("data", "ledger.db");

/** One run of a server: the log grows to so many entries, and is sealed. */
async function run(entries: number): Promise<void> {
  const config = readConfig(env);
  const undo: Undo = [];
  await makeDirectories(config);
  const { store, secrets, copy } = await openStored(config, systemRandom(), undo);
  const place = {
    chainId: 31337,
    contract: `0x${"c0".repeat(20)}`,
    ledgerId: `0x${"1d".repeat(32)}`,
  };
  await store.setMeta("ledger", JSON.stringify(place));
  await store.fillWithVoid(entries - 1, 7);
  const { logSigner: signer, signerState } = secrets;
  const clock = { now: () => 1_795_340_000_000 };
  const origin = config.origin;
  await createSealer({
    ...{ store, signer, signerState, origin, clock, copy },
    map: memoryMap(),
  }).seal();
  for (let step = undo.pop(); step; step = undo.pop()) await step();
}

const putBack = (): void => {
  for (const ending of ["", "-wal", "-shm"]) rmSync(`${database()}${ending}`, { force: true });
  cpSync(path("old.db"), database());
};

beforeEach(async () => {
  ({ directory, remove } = newPlace());
  env = { COUNTERFOIL_DATA: path("data"), COUNTERFOIL_KEYS: path("keys") };
  await run(100);
  cpSync(database(), path("old.db"));
  await run(5_000);
});
afterEach(() => remove());

const recover = (...options: string[]) => runHere(["recover", ...options], { env });

describe("counterfoil recover", () => {
  test("says what it would do, does it, and has nothing left to do", async () => {
    putBack();
    const dry = await recover("--dry-run");
    expect(dry).toMatchObject({ code: 0, err: "" });
    expect(dry.out).toMatch(/before\s+100\n.*after\s+5,000\n/);
    expect(dry.out).toContain("dry run");
    const done = await recover();
    expect(done).toMatchObject({ code: 0, err: "" });
    expect(done.out).toContain("Now start the server");
    const store = await openInstalledStore(path("data"), path("keys"));
    expect((await store.newestCheckpoint())?.size).toBe(5_000);
    await store.close();
    const again = await recover();
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toContain("Nothing was missing");
    everyMacHolds(database(), await installedRowMac(path("keys")));
  });

  test("speaks Chinese", async () => {
    putBack();
    const { code, out } = await recover("--lang", "zh");
    expect(code).toBe(0);
    expect(out).toContain("现在可以启动服务器");
    expect(out).not.toMatch(/entries|undefined/);
  });

  test("ends with 3 while signed entries are missing, and says what is left to do", async () => {
    putBack();
    rmSync(path("data-copy", "tile", "entries"), { recursive: true });
    const { code, out } = await recover();
    expect(code).toBe(3);
    expect(out).toContain("4,900 signed entries");
    expect(out).toContain("succeed");
  });

  test("refuses a copy that was changed, and leaves the database", async () => {
    putBack();
    const file = path("data-copy", "tile", "entries", "003");
    cpSync(path("data-copy", "tile", "entries", "019.p", "136"), file);
    const { code, out, err } = await recover();
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("COUNTERFOIL_COPY");
    expect((await recover("--dry-run")).code).toBe(1);
  });

  test.each([["--dry-run"], []])("says that database and copy differ (%s)", async (...options) => {
    const file = path("data-copy", "tile", "entries", "019.p", "136");
    // A bundle is the entries with their lengths in front: this changes one, and keeps it one.
    const bytes = readFileSync(file);
    bytes[2] = (bytes[2] as number) ^ 1;
    writeFileSync(file, bytes);
    const { code, out, err } = await recover(...options);
    expect(code).toBe(1);
    expect(out).toContain("A start is refused");
    expect(out).not.toMatch(/Nothing was missing|Now start the server/);
    expect(err).toContain("differ from entry 4864 on; the database's entry fits");
  });

  test("says how many indexes may become void when the signer state was older", async () => {
    cpSync(path("keys"), path("old-keys"), { recursive: true });
    await run(6_000);
    rmSync(path("keys"), { recursive: true });
    cpSync(path("old-keys"), path("keys"), { recursive: true });
    const dry = await recover("--dry-run");
    expect(dry.code).toBe(0);
    const sentence = dry.out.replaceAll(/\s+/g, " ");
    expect(sentence).toContain("up to 85,536 indexes, as far as 91,535, may become void");
    expect((await recover()).out.replaceAll(/\s+/g, " ")).toContain("up to 85,536 indexes");
    expect((await recover()).out).not.toContain("may become void");
  });

  test("refuses while a server runs", async () => {
    const store = await openInstalledStore(path("data"), path("keys"));
    const { code, err } = await recover();
    await store.close();
    expect(code).toBe(1);
    expect(err).toContain("Another process works with the database");
  });

  test("makes nothing where there is no ledger, no copy, or another one's", async () => {
    const missing = await runHere(["recover"], { env: { ...env, COUNTERFOIL_DATA: path("none") } });
    expect(missing).toMatchObject({ code: 1, out: "" });
    expect(missing.err).toContain("there is no ledger here");
    const off = await runHere(["recover"], { env: { ...env, COUNTERFOIL_COPY: "off" } });
    expect(off.err).toContain("no second copy");
    const other = await runHere(["recover"], {
      env: { ...env, COUNTERFOIL_ORIGIN: "other.example" },
    });
    expect(other.err).toContain("COUNTERFOIL_ORIGIN");
    const wrong = await runHere(["recover"], { env: { ...env, COUNTERFOIL_TYPO: "1" } });
    expect(wrong.err).toContain("COUNTERFOIL_TYPO");
  });
});
