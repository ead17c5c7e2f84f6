/**
 * Restore drills: parts of a ledger are put back to an older state, as operators and accidents do it. However it ends, there are never two checkpoints of one size, and no promised index ever holds something else.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Config, readConfig } from "../../../api/core/config.ts";
import { isRefusal, type Refusal } from "../../../api/core/errors.ts";
import { describeRefusal } from "../../../api/core/problem.ts";
import { recoverLedger } from "../../../api/start/recover.ts";
import type { RunningServer } from "../../../api/start/running-server.ts";
import { startServer } from "../../../api/start/server.ts";
import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { entryType } from "../../../portal/verify/entry.ts";
import { parseNote } from "../../../portal/verify/note.ts";
import { freePort } from "../../helpers/chain.ts";
import { heardLog } from "../../helpers/heard/heard.ts";
import { putKey } from "../../helpers/keys.ts";
import { orderOf, rejection } from "../../helpers/ledger.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { ALL_PARTS, copyParts, PARTS, type Part, putPartsBack } from "./parts.ts";

const LIMIT = { timeout: 180_000 };
type Place = ReturnType<typeof newPlace>;

let directory: string;
let remove: () => void;
let port: number;
let server: RunningServer | null = null;
/** Every note that was ever seen, by its size. */
let notes: Map<number, string>;

beforeEach(async () => {
  ({ directory, remove } = newPlace());
  port = await freePort();
  notes = new Map();
});
afterEach(async () => {
  await stop();
  remove();
});

const path = (...names: string[]): string => join(directory, ...names);

/** Batches and anchors are made when the test says so. */
function settings(change: Record<string, string> = {}): Config {
  return readConfig({
    PORT: "0",
    COUNTERFOIL_CHAIN_PORT: String(port),
    COUNTERFOIL_DATA: path("data"),
    COUNTERFOIL_KEYS: path("keys"),
    COUNTERFOIL_DEMO: "off",
    COUNTERFOIL_DEMO_AUDITOR: "off",
    COUNTERFOIL_BATCH_SECONDS: "3600",
    COUNTERFOIL_ANCHOR_SECONDS: "3600",
    ...change,
  });
}

async function start(change: Record<string, string> = {}): Promise<RunningServer> {
  server = await startServer(settings(change), "0.0.0-test", heardLog);
  return server;
}

async function stop(): Promise<void> {
  const running = server;
  server = null;
  await running?.stop();
  seeAllNotes();
}

async function refused(change: Record<string, string> = {}): Promise<Refusal> {
  const error = await rejection(start(change));
  if (!isRefusal(error)) throw error;
  return error;
}

const sentence = (error: Refusal): string => describeRefusal(error, "en").detail;

interface Recorded {
  readonly id: string;
  readonly index: number;
  readonly entry: string;
  readonly receipt: string;
}

async function record(number: string): Promise<Recorded> {
  const [{ url }, token] = [server as RunningServer, putKey(path("data"))];
  const post = async <T>(where: string, body: object): Promise<T> => {
    const response = await fetch(`${url}${where}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
    return (await response.json()) as T;
  };
  const reference = { source: "shop", externalNumber: "K-1" };
  const { subject } = await post<{ subject: string }>("/v1/subjects", reference);
  return post("/v1/records", orderOf(subject, { externalNumber: number }));
}

/** Seals and anchors; answers the size. */
async function publish(): Promise<number> {
  const running = server as RunningServer;
  const { headSize, state } = await running.publish();
  expect(state).toBe("ok");
  const newest = await running.store.newestCheckpoint();
  see(newest?.note ?? "");
  expect(headSize).toBe(newest?.size);
  return headSize;
}

function see(note: string): void {
  const { size } = parseCheckpoint(parseNote(note).text);
  expect(note, `two checkpoints of size ${size}`).toBe(notes.get(size) ?? note);
  notes.set(size, note);
}

function seeAllNotes(): void {
  const folder = path("data-copy", "checkpoints");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder, { recursive: true }).map(String)) {
    if (/(^|\/)\d{3}$/.test(name)) see(readFileSync(join(folder, name), "utf8"));
  }
}

/** {@link copyParts} into a folder beside. */
const snapshot = (name: string): void => copyParts(directory, path(name));

/** Puts parts back from a snapshot. */
const putBack = (name: string, ...parts: Part[]): void =>
  putPartsBack(path(name), directory, parts);

const recoverHere = (dryRun = false) =>
  recoverLedger(settings(), { dryRun, onProgress: () => undefined });

/** The receipt's entry is at its index; `kept` or not. */
async function entryAt(recorded: Recorded): Promise<"kept" | "void" | "another"> {
  const stored = await (server as RunningServer).store.entry(recorded.index);
  if (stored === null) throw new Error("nothing at a promised index");
  if (Buffer.from(stored.entry).toString("base64") === recorded.entry) return "kept";
  return entryType(stored.entry) === "void" ? "void" : "another";
}

type TwoRecords = Awaited<ReturnType<typeof makeTwoRecords>>;
/** What {@link twoRecords} has made, as it was then, for the tests behind the first. */
let kept: (TwoRecords & Place & { readonly notes: typeof notes }) | null = null;
afterAll(() => kept?.remove());

/** A ledger with one published record, of which a copy was made, and then a second published record. */
async function twoRecords(): Promise<TwoRecords> {
  if (kept === null) {
    const made = await makeTwoRecords();
    kept = { ...made, ...newPlace(), notes: new Map(notes) };
    cpSync(directory, kept.directory, { recursive: true });
  } else {
    cpSync(kept.directory, directory, { recursive: true });
    notes = new Map(kept.notes);
  }
  return kept;
}

async function makeTwoRecords() {
  await start();
  const first = await record("A-1");
  await publish();
  snapshot("old");
  const second = await record("A-2");
  const size = await publish();
  await stop();
  return { first, second, size };
}

let more = 0;
async function goesOn(...kept: Recorded[]): Promise<void> {
  await start();
  for (const one of kept) expect(await entryAt(one)).toBe("kept");
  const third = await record(`B-${more++}`);
  await publish();
  expect(await entryAt(third)).toBe("kept");
  await stop();
}

describe("an older database with a newer signer state", () => {
  it("is refused, and filled up out of the second copy", LIMIT, async () => {
    const { first, second, size } = await twoRecords();
    putBack("old", "database", "map");
    const error = await refused();
    expect(error).toMatchObject({ code: "behind", details: { what: "signer", expected: size } });
    expect(sentence(error)).toContain("recover");

    const planned = await recoverHere(true);
    expect(await refused()).toMatchObject({ code: "behind" });
    const done = await recoverHere();
    expect(done).toEqual(planned);
    expect(done).toMatchObject({
      after: size,
      records: 2, // and that its customer was known
      checkpoints: 1,
      missing: 0,
      unsigned: 0,
    });
    expect(done.signedAfter).toBe(done.signedBefore);
    expect(await recoverHere()).toMatchObject({ before: size, after: size, records: 0 });

    await start();
    const { store } = server as RunningServer;
    expect((await store.checkpoint(size))?.note).toBe(notes.get(size));
    expect(await entryAt(second)).toBe("kept");
    const again = await store.entry(second.index);
    expect(again?.recordedAt).toBeGreaterThan(0);
    expect(again?.dueAt).toBeGreaterThan(again?.recordedAt ?? 0);
    await stop();
    await goesOn(first, second);
  });

  it("is refused without a second copy, and says that a successor is left", LIMIT, async () => {
    const { size } = await twoRecords();
    putBack("old", "database", "map");
    const off = await refused({ COUNTERFOIL_COPY: "off" });
    expect(off).toMatchObject({ code: "behind", details: { what: "signer", expected: size } });
    expect(sentence(off)).toContain("succeed");
    rmSync(path("data-copy"), { recursive: true });
    expect(sentence(await refused())).toContain("succeed");
    const left = await recoverHere();
    expect(left).toMatchObject({ copied: 0, missing: size - left.before });
    expect(left.after).toBe(left.before);
  });

  it(
    "with a copy that is not complete: says what is missing, and stays refused",
    LIMIT,
    async () => {
      const { size } = await twoRecords();
      putBack("old", "database", "map", "copy");
      const done = await recoverHere();
      expect(done.missing).toBe(size - done.after);
      expect(done.missing).toBeGreaterThan(0);
      expect(sentence(await refused())).toContain("succeed");
    },
  );
});

describe("an older database and signer state with a newer chain", () => {
  it("is refused, and filled up out of the second copy", LIMIT, async () => {
    const { first, second, size } = await twoRecords();
    putBack("old", "database", "map", "signer");
    expect(await refused()).toMatchObject({
      code: "behind",
      details: { what: "copy", expected: size },
    });
    const withoutCopy = await refused({ COUNTERFOIL_COPY: "off" });
    expect(withoutCopy).toMatchObject({
      code: "behind",
      details: { what: "chain", expected: size },
    });
    expect(sentence(withoutCopy)).toContain("succeed");

    const done = await recoverHere();
    expect(done).toMatchObject({ after: size, signedAfter: size, missing: 0 });
    expect(done.signedBefore).toBeLessThan(size);
    await goesOn(first, second);
  });

  it("with the database as it was: the signer is moved forward, never back", LIMIT, async () => {
    const { first, second, size } = await twoRecords();
    putBack("old", "signer");
    expect(await rejection(start())).toMatchObject({ code: "signer_diverged" });
    expect(await recoverHere()).toMatchObject({ signedAfter: size, records: 0, missing: 0 });
    expect(await recoverHere()).toMatchObject({ signedBefore: size, signedAfter: size });
    await goesOn(first, second);
  });
});

describe("a tail that was promised and never signed", () => {
  /** Promised behind the last batch; the machine then dies. `copy`: a copy of the database made before the promise, in the same run. */
  async function promised(): Promise<{ first: Recorded; lost: Recorded }> {
    await start();
    const first = await record("A-1");
    await publish();
    snapshot("copy");
    const lost = await record("A-2");
    snapshot("crash");
    await stop();
    notes.clear();
    putBack("crash", ...ALL_PARTS);
    return { first, lost };
  }

  it(
    "that was lost is void for ever: its receipt is broken, and no other's is",
    LIMIT,
    async () => {
      const { first, lost } = await promised();
      putBack("copy", "database", "map");
      await start();
      expect(await entryAt(first)).toBe("kept");
      expect(await entryAt(lost)).toBe("void");
      const next = await record("A-4");
      expect(next.index).toBeGreaterThan(lost.index);
      const size = await publish();
      expect(await entryAt(lost)).toBe("void");
      expect(await entryAt(next)).toBe("kept");
      await stop();
      await start();
      expect(await (server as RunningServer).store.size()).toBe(size);
    },
  );

  it("that is still there stays, with void entries behind it", LIMIT, async () => {
    const { first, lost } = await promised();
    await start();
    for (const one of [first, lost]) expect(await entryAt(one)).toBe("kept");
    const next = await record("A-4");
    await publish();
    expect(await entryAt(next)).toBe("kept");
  });

  it("is filled with nothing after an orderly stop", LIMIT, async () => {
    await start();
    await record("A-1");
    const size = await publish();
    await stop();
    await start();
    expect(await (server as RunningServer).store.size()).toBe(size);
  });
});

describe("a second copy that cannot be written", () => {
  it("is refused at the start by its setting", LIMIT, async () => {
    await start();
    await publish();
    await stop();
    rmSync(path("data-copy/tile"), { recursive: true });
    writeFileSync(path("data-copy/tile"), "in the way");
    expect(await refused()).toMatchObject({
      code: "invalid_setting",
      details: { setting: "COUNTERFOIL_COPY/tile", problem: "unusable_directory" },
    });
    rmSync(path("data-copy/tile"));
    await goesOn();
  });

  it("holds up sealing, not writing, and is caught up when it can be", LIMIT, async () => {
    await start();
    await publish();
    cpSync(path("data-copy/tile"), path("aside"), { recursive: true });
    rmSync(path("data-copy/tile"), { recursive: true });
    writeFileSync(path("data-copy/tile"), "in the way");
    const written = await record("A-1");
    await rejection((server as RunningServer).publish());
    const health = (await (await fetch(`${(server as RunningServer).url}/healthz`)).json()) as {
      log: { state: string };
    };
    expect(health.log.state).toBe("failing");
    rmSync(path("data-copy/tile"));
    cpSync(path("aside"), path("data-copy/tile"), { recursive: true });
    await publish();
    expect(await entryAt(written)).toBe("kept");
    await stop();
    await goesOn(written);
  });
});

describe("the map's file", () => {
  it.each([
    ["no database", () => Buffer.alloc(5_000, 7)],
    ["cut off", (whole: Buffer) => whole.subarray(0, 5_000)],
    ["spoiled", (whole: Buffer) => whole.fill(0xa5, 4_096)],
  ])("that is %s is made anew", LIMIT, async (_, spoil) => {
    const { first, second } = await twoRecords();
    for (const file of PARTS.map.slice(1)) rmSync(path(file), { force: true });
    const whole = readFileSync(path("data/map.db"));
    expect(whole.length).toBeGreaterThan(5_000);
    writeFileSync(path("data/map.db"), spoil(whole));
    await goesOn(first, second);
  });

  it("may be older, newer, or gone", LIMIT, async () => {
    const { first, second } = await twoRecords();
    putBack("old", "map");
    await goesOn(first, second);
    for (const file of PARTS.map) rmSync(path(file), { force: true });
    await goesOn(first, second);
    mkdirSync(path("newer"));
    snapshot("newer");
    putBack("old", "database");
    await recoverHere();
    await goesOn(first, second);
  });
});
