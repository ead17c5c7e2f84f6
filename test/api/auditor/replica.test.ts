/** The replay on disk against the kernel's in memory: the same rule, broken by the same entry, for any log. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Piece } from "../../../api/auditor/pieces.ts";
import { openReplica } from "../../../api/auditor/replica.ts";
import { openStreamMap } from "../../../api/log/map/open-stream-map.ts";
import type { Store } from "../../../api/store/store.ts";
import { asLeafHash, asStreamSeq, asTreeSize } from "../../../portal/verify/brands.ts";
import { decodeStateEntry, encodeStateEntry } from "../../../portal/verify/entry.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
import { replayLog } from "../../../portal/verify/replay-log.ts";
import { memoryMapStore } from "../../helpers/store/memory-map-store.ts";
import { memoryStore } from "../../helpers/store/memory-store.ts";
import { Firm } from "./firm.ts";
import { auditorPlace } from "./place.ts";

/** As they come out of bundles of so many. */
async function* inPieces(
  entries: readonly Uint8Array[],
  each: number,
  begin = 0,
): AsyncGenerator<Piece> {
  for (let from = begin; from < entries.length; from += each) {
    const some = entries.slice(from, from + each);
    yield { from, entries: some, leaves: Buffer.concat(some.map(leafHash)) };
  }
}

const mapOver = (store: Store) =>
  openStreamMap({ store: memoryMapStore(), moves: (from, to) => store.moves(from, to) });

/** `seq@7`; `end@9` for what ends with something else than a state entry; else the root. */
async function replayed(entries: readonly Uint8Array[], chunk: number): Promise<string> {
  const store = memoryStore();
  const replica = await openReplica({ store, map: mapOver(store), chunk });
  const broken =
    (await replica.append(inPieces(entries, 3))) ?? (await replica.stateEnds(entries.length));
  if (broken !== null) {
    expect(broken.entry).toEqual(entries[broken.index]);
    return `${broken.broken}@${broken.index}`;
  }
  return Buffer.from(await replica.root(entries.length)).toString("hex");
}

function expected(entries: readonly Uint8Array[]): string {
  const replay = replayLog(entries);
  if ("broken" in replay) return `${replay.broken}@${replay.index}`;
  return Buffer.from(replay.root).toString("hex");
}

type Step = { readonly kind: "record" | "void" | "state"; readonly stream: number };
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom(
      "record" as const,
      "record" as const,
      "record" as const,
      "void" as const,
      "state" as const,
    ),
    stream: fc.nat(4),
  }),
  { minLength: 1, maxLength: 24 },
);

function firmOf(all: readonly Step[]): Firm {
  const firm = new Firm();
  let last = -1;
  for (const { kind, stream } of [...all, { kind: "state", stream: 0 } as const]) {
    if (kind === "record") firm.record(stream);
    else if (kind === "void") firm.void();
    // A map that is some entries behind, but not behind the state entry before.
    else
      last = firm.state({ mapSize: asTreeSize(Math.max(last + 1, firm.entries.length - stream)) });
  }
  return firm;
}

/** One entry made into another, in each of the ways that one might try. */
const CHANGES: Readonly<
  Record<string, (entry: Uint8Array, entries: readonly Uint8Array[]) => Uint8Array>
> = {
  "one bit": (entry) => {
    const at = entry.reduce((sum, byte) => sum + byte, 0);
    const bit = entry.slice();
    bit[at % entry.length] = (bit[at % entry.length] as number) ^ (1 << (at % 8));
    return bit;
  },
  "cut short": (entry) => entry.slice(0, -1),
  "too long": (entry) => Uint8Array.from([...entry, 0]),
  empty: () => new Uint8Array(0),
  "an unknown type": () => Uint8Array.of(4),
  "the first one again": (_, entries) => entries[0] as Uint8Array,
  "the last one": (_, entries) => entries.at(-1) as Uint8Array,
  "another seq": (entry) => changedRecord(entry, 65, 72),
  "another prev": (entry) => changedRecord(entry, 73, 80),
  "a map of the beginning": (entry) => changedState(entry, 0),
  "a map beyond": (entry) => changedState(entry, 1_000_000),
  "a map beyond all numbers": (entry) => changedRecord(entry, 33, 33, 0xff),
};

function changedRecord(entry: Uint8Array, from: number, at: number, to?: number): Uint8Array {
  if (entry.length <= from) return entry;
  const changed = entry.slice();
  changed[at] = to ?? ((entry[at] as number) + 1) % 256;
  return changed;
}

function changedState(entry: Uint8Array, mapSize: number): Uint8Array {
  if (entry.length !== 49) return entry;
  return encodeStateEntry({ ...decodeStateEntry(entry), mapSize: asTreeSize(mapSize) });
}

describe("a log that is replayed on disk", { timeout: 180_000 }, () => {
  it("comes to what the kernel's replay comes to", async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 12 }), async (all, chunk) => {
        const { entries } = firmOf(all);
        expect(await replayed(entries, chunk)).toBe(expected(entries));
      }),
      { numRuns: 60 },
    );
  });

  it.each(Object.entries(CHANGES))("breaks where the kernel's does, with %s", async (_, change) => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), fc.integer({ min: 1, max: 12 }), async (all, at, chunk) => {
        const { entries } = firmOf(all);
        const index = at % entries.length;
        const broken = entries.with(index, change(entries[index] as Uint8Array, entries));
        expect(await replayed(broken, chunk)).toBe(expected(broken));
      }),
      { numRuns: 40 },
    );
  });

  it.each(["left out", "doubled", "swapped with the next"])(
    "breaks where the kernel's does, with an entry %s",
    async (how) => {
      await fc.assert(
        fc.asyncProperty(
          steps,
          fc.nat(),
          fc.integer({ min: 1, max: 12 }),
          async (all, at, chunk) => {
            const { entries } = firmOf(all);
            const index = at % entries.length;
            const [one, next] = [entries[index], entries[index + 1]] as [Uint8Array, Uint8Array?];
            const broken =
              how === "left out"
                ? entries.toSpliced(index, 1)
                : how === "doubled"
                  ? entries.toSpliced(index, 0, one)
                  : entries.toSpliced(index, 2, ...(next === undefined ? [one] : [next, one]));
            if (broken.length === 0) return;
            expect(await replayed(broken, chunk)).toBe(expected(broken));
          },
        ),
        { numRuns: 40 },
      );
    },
  );
});

/** A firm's tricks, and how each is named. The log goes on behind it. */
const TRICKS: readonly [string, string, (firm: Firm) => number][] = [
  [
    "a stream begun again",
    "seq",
    (firm) => firm.record(1, { seq: asStreamSeq(1), prev: asLeafHash(new Uint8Array(32)) }),
  ],
  [
    "two entries of one number",
    "seq",
    (firm) => firm.put(firm.entries.findLast((e) => e[0] === 1) as Uint8Array),
  ],
  ["a gap in a stream", "seq", (firm) => firm.record(1, { seq: asStreamSeq(9) })],
  [
    "an entry that leaves out the one before",
    "prev",
    (firm) => firm.record(1, { prev: asLeafHash(new Uint8Array(32).fill(5)) }),
  ],
  [
    "a map over entries to come",
    "map_beyond",
    (firm) =>
      firm.state({ mapSize: asTreeSize(firm.entries.length + 1), mapRoot: firm.mapRoot(1) }),
  ],
  ["a map of before", "map_behind", (firm) => firm.state({ mapSize: asTreeSize(3) })],
  [
    "a map without the newest of a stream",
    "map_root",
    (firm) => firm.state({ mapRoot: firm.mapRoot(firm.entries.length - 4) }),
  ],
  ["an empty map", "map_root", (firm) => firm.state({ mapRoot: firm.mapRoot(0) })],
];

describe.each(TRICKS)("%s", (_, rule, trick) => {
  it.each([1, 7, 4_096])("is found by its rule and index, in chunks of %i", async (chunk) => {
    const firm = new Firm();
    for (let i = 0; i < 4; i++) firm.batch(9);
    for (let i = 0; i < 5; i++) firm.record(i);
    const index = trick(firm);
    firm.record(2);
    firm.state();
    expect(await replayed(firm.entries, chunk)).toBe(`${rule}@${index}`);
    expect(expected(firm.entries)).toBe(`${rule}@${index}`);
  });
});

describe("a replica", () => {
  it("goes on where it was, and has the roots of all that is there", async () => {
    const place = auditorPlace();
    const firm = new Firm();
    firm.batch(300);
    const half = [...firm.entries];
    firm.batch(500);
    try {
      for (const upTo of [half, firm.entries]) {
        const { context, close } = await place.open({ policy: firm.policy, source: firm.source });
        const { replica } = context;
        const begin = await replica.size();
        expect(await replica.append(inPieces(upTo, 100, begin))).toBeNull();
        expect(await replica.size()).toBe(upTo.length);
        for (let size = 0; size <= upTo.length; size += 13) {
          expect(await replica.root(size)).toEqual(firm.root(size));
        }
        await replica.assertWhole();
        await close();
      }
    } finally {
      place.remove();
    }
  });

  it("keeps what came before pieces failed to come", async () => {
    const firm = new Firm();
    firm.batch(40);
    const store = memoryStore();
    const replica = await openReplica({ store, map: mapOver(store), chunk: 16 });
    async function* failing(): AsyncGenerator<Piece> {
      yield* inPieces(firm.entries.slice(0, 21), 7);
      throw new Error("gone");
    }
    await expect(replica.append(failing())).rejects.toThrow("gone");
    expect(await replica.size()).toBe(21);
    expect(await replica.append(inPieces(firm.entries, 7, 21))).toBeNull();
    expect(await replica.root(firm.entries.length)).toEqual(firm.root());
  });

  it("says the same again when it is asked again", async () => {
    const firm = new Firm();
    firm.batch(10);
    const index = firm.record(1, { seq: asStreamSeq(9) });
    const store = memoryStore();
    const replica = await openReplica({ store, map: mapOver(store) });
    for (let i = 0; i < 3; i++) {
      const begin = await replica.size();
      expect(await replica.append(inPieces(firm.entries, 4, begin))).toMatchObject({
        ...{ broken: "seq", index },
        entry: firm.entries[index],
      });
      expect(await replica.size()).toBe(index);
    }
  });

  it("does not take what a damaged head of a stream says for the firm's fault", async () => {
    const place = auditorPlace();
    const firm = new Firm();
    firm.batch(30);
    try {
      const opened = await place.open({ policy: firm.policy, source: firm.source });
      const half = firm.entries.slice(0, 20);
      expect(await opened.context.replica.append(inPieces(half, 20))).toBeNull();
      await opened.close();
      const { default: Database } = await import("better-sqlite3");
      const database = new Database(place.path("state", "log.db"));
      database.exec("DELETE FROM streams");
      database.close();
      const again = await place.open({ policy: firm.policy, source: firm.source });
      await expect(
        again.context.replica.append(inPieces(firm.entries, 20, 20)),
      ).rejects.toMatchObject({ code: "damaged" });
      await again.close();
    } finally {
      place.remove();
    }
  });
});
