/** A process killed at every step of an erasure: at the next start it ends, or has not begun; never half. */
import { execFile } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openErasable } from "../../../helpers/erasable.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { firm, PLANTED, somebody } from "./scene.ts";

const SCRIPT = join(import.meta.dirname, "../../../helpers/erase-until-killed.ts");
const LIMIT = { timeout: 60_000 };

interface Ended {
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

const run = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [SCRIPT, ...args], (error, out, err) =>
      resolve({ signal: error?.signal ?? child.signalCode, out, err }),
    );
  });

const filled = newPlace();
let subject = "";
beforeAll(async () => {
  const parts = await openErasable(filled.directory);
  await firm(parts);
  subject = await somebody(parts);
  await parts.close();
});
afterAll(() => filled.remove());

/** Method, which call of it, and how far the journal is then. */
const CASES = [
  ["before", "beginErasure", 1],
  ["after", "beginErasure", 1],
  ["before", "moveErasure", 1],
  ["after", "moveErasure", 1],
  ["after", "erase", 1],
  ["before", "destroyKeys", 1],
  ["after", "destroyKeys", 1],
  ["before", "moveErasure", 3],
  ["after", "moveErasure", 3],
  ["after", "scrub", 1],
  ["after", "moveErasure", 4],
] as const;

it.each(CASES)("%s %s (%i)", LIMIT, async (when, method, call) => {
  const place = newPlace();
  try {
    cpSync(filled.directory, place.directory, { recursive: true });
    const killed = await run(place.directory, subject, method, String(call), when);
    expect(killed.signal, killed.err).toBe("SIGKILL");
    const { ledger, store, keyStore, erasures, close } = await openErasable(place.directory);
    await erasures.resume();
    const [erasure] = (await erasures.newest(null, 1)).page;
    const { events } = await ledger.events(ledger.firm, "erasure");
    const keys = (await keyStore.sealingKeysOf([subject])).map((key) => key.retentionClass);
    const rows = await store.timeline({ subject, kinds: null, below: 1e9, limit: 100 });
    const kinds = rows.map(({ kind }) => kind).sort();
    const closed = (await store.closed([subject])).get(subject);
    await close();
    if (method === "beginErasure" && when === "before") {
      expect([erasure, events, closed]).toEqual([undefined, [], undefined]);
      expect(kinds).toContain("customer");
      return;
    }
    expect(erasure?.state).toBe("done");
    expect(events.map(({ record }) => record?.erasureId)).toEqual([erasure?.id]);
    expect(closed?.has("personal")).toBe(true);
    expect([kinds, keys]).toEqual([
      ["consent", "order"],
      ["consent", "statutory"],
    ]);
    for (const name of readdirSync(place.directory)) {
      const bytes = readFileSync(join(place.directory, name));
      for (const value of Object.values(PLANTED))
        expect([name, bytes.includes(value)]).toEqual([name, false]);
    }
  } finally {
    place.remove();
  }
});
