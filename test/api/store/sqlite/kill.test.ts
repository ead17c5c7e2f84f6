/** `kill -9` at any moment: what was acknowledged is there, nothing is there twice, the log is dense and chained. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { merkleLeaf } from "../../../../api/core/hash.ts";
import { openSqliteStore } from "../../../../api/store/sqlite/sqlite-store.ts";
import type { Store } from "../../../../api/store/store.ts";
import { decodeEntry, entryType } from "../../../../portal/verify/entry.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { everyMacHolds, testRowMac } from "../../../helpers/store/row-mac.ts";
import { idOf, streamOf } from "../../../helpers/store/units.ts";
import { QUICKLY } from "../../../scripts/helpers/cli.ts";

const SCRIPT = join(import.meta.dirname, "../../../helpers/store/commit-until-killed.ts");
const ROUNDS = 6;

let file: string;
let remove: () => void;
let child: ChildProcess | undefined;
beforeEach(() => {
  const place = newPlace();
  file = join(place.directory, "ledger.db");
  remove = place.remove;
});
afterEach(() => {
  child?.kill("SIGKILL");
  remove();
});

interface Acknowledged {
  readonly index: number;
  readonly label: string;
}

/** Starts the child and kills it once it has written `lines` lines. Answers what it acknowledged. */
async function runAndKill(
  round: number,
  lines: number,
  meanwhile: () => Promise<void> = async () => {},
): Promise<Acknowledged[]> {
  const started = spawn(process.execPath, [...QUICKLY, SCRIPT, file, `${round}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  child = started;
  const closed = once(started, "close");
  let text = "";
  for await (const chunk of started.stdout) {
    text += String(chunk);
    if (text.split("\n").length > lines && !started.killed) {
      await meanwhile();
      started.kill("SIGKILL");
    }
  }
  const [, signal] = await closed;
  expect(signal).toBe("SIGKILL");
  // The last line may have been cut in the middle: then it was not acknowledged.
  const whole = text.slice(0, text.lastIndexOf("\n")).split("\n").slice(1);
  return whole.map((line) => {
    const [index, label] = line.split(" ");
    return { index: Number(index), label: String(label) };
  });
}

/** Answers how many record entries there are. */
async function audit(store: Store, acknowledged: readonly Acknowledged[]): Promise<number> {
  const size = await store.size();
  let records = 0;
  const seqs = new Map<string, { seq: number; leafHash: Uint8Array; index: number }>();
  for (let index = 0; index < size; index++) {
    const stored = await store.entry(index);
    expect(stored?.index).toBe(index);
    expect(stored?.leafHash).toEqual(Uint8Array.from(merkleLeaf(stored!.entry)));
    if (entryType(stored!.entry) !== "record") continue;
    records++;
    const { streamKey, seq, prev } = decodeEntry(stored!.entry);
    const key = Buffer.from(streamKey).toString("hex");
    const before = seqs.get(key);
    expect(seq).toBe((before?.seq ?? 0) + 1);
    expect(prev).toEqual(before?.leafHash ?? new Uint8Array(32));
    seqs.set(key, { seq, leafHash: stored!.leafHash, index });
  }
  for (const stream of [0, 1, 2, 3, 4]) {
    const key = streamOf(`${stream}`);
    const [head] = await store.streamHeads([key]);
    expect(head).toEqual(seqs.get(Buffer.from(key).toString("hex")) ?? null);
  }
  for (const { index, label } of acknowledged) {
    expect(await store.record(idOf(label), null)).toMatchObject({ version: 1, index });
  }
  expect(new Set(acknowledged.map(({ index }) => index)).size).toBe(acknowledged.length);
  return records;
}

describe("a store whose process is killed", () => {
  it("has all that was acknowledged, once, in a dense log", { timeout: 180_000 }, async () => {
    const acknowledged: Acknowledged[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      acknowledged.push(...(await runAndKill(round, 1 + round * 23)));
      const store = await openSqliteStore({ file, rowMac: testRowMac });
      const records = await audit(store, acknowledged);
      // At most the group that was under way is there beyond what was acknowledged.
      expect(records - acknowledged.length).toBeLessThanOrEqual(5 * (round + 1));
      await store.close();
      everyMacHolds(file);
    }
    expect(acknowledged.length).toBeGreaterThan(ROUNDS);
  });

  it("is refused to others while it lives, and free once it is dead", {
    timeout: 180_000,
  }, async () => {
    await runAndKill(0, 3, async () => {
      await expect(openSqliteStore({ file, rowMac: testRowMac })).rejects.toMatchObject({
        code: "in_use",
      });
    });
    await (await openSqliteStore({ file, rowMac: testRowMac })).close();
  });
});
