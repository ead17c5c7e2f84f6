/** The replay of a log: what keeps the rules comes to what the references say, and each way of breaking one is named. */
import fc from "fast-check";
import { assert, describe, it } from "vitest";
import {
  asLeafHash,
  asMapRoot,
  asRecordRoot,
  asStreamKey,
  asStreamSeq,
  asTreeSize,
} from "../../../portal/verify/brands.ts";
import { hexEncode } from "../../../portal/verify/bytes.ts";
import {
  decodeEntry,
  decodeStateEntry,
  encodeRecordEntry,
  encodeStateEntry,
  entryType,
  NO_PREV,
  type RecordEntry,
  type StateEntry,
  VOID_ENTRY,
} from "../../../portal/verify/entry.ts";
import { GrowingMap } from "../../../portal/verify/growing-map.ts";
import { GrowingTree } from "../../../portal/verify/merkle.ts";
import { LogReplay, type Replay, replayLog } from "../../../portal/verify/replay-log.ts";
import { seed } from "../../../scripts/vectors/world.ts";
import { referenceMapRoot } from "../../helpers/reference-map.ts";
import { referenceLeaf, referenceRoot } from "../../helpers/reference-merkle.ts";
import { mei, World } from "./stream-world.ts";

/** What is appended to a log: an entry of one of a few streams, a lost index, or a state entry over all but the last few. */
type Step =
  | { readonly kind: "record"; readonly stream: number }
  | { readonly kind: "void" }
  | { readonly kind: "state"; readonly behind: number };

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("record" as const), stream: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.constant({ kind: "void" as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("state" as const), behind: fc.nat(3) }) },
);

/** Some of them share all bits but the last ones. */
const KEYS = ["", "ff", "0fff", "01", "80"].map((end) =>
  Uint8Array.from(Buffer.from(end.padStart(64, "0"), "hex")),
);

/** The map over the first so many entries, word for word as §6.1 has it. */
function mapOver(entries: readonly Uint8Array[], mapSize: number) {
  const heads = new Map<string, { key: Uint8Array; value: Uint8Array }>();
  entries.slice(0, mapSize).forEach((entry) => {
    if (entryType(entry) !== "record") return;
    const { streamKey: key } = decodeEntry(entry);
    heads.set(hexEncode(key), { key, value: referenceLeaf(entry) });
  });
  return asMapRoot(referenceMapRoot([...heads.values()]));
}

/** A log that keeps the rules, and ends in a state entry. */
function logOf(steps: readonly Step[]): Uint8Array[] {
  const world = new World();
  let lastState = -1;
  for (const one of [...steps, { kind: "state", behind: 0 } as const]) {
    if (one.kind === "void") world.append(VOID_ENTRY);
    else if (one.kind === "record") world.put(KEYS[one.stream] as Uint8Array, seed("a record"));
    else {
      const mapSize = Math.max(lastState + 1, world.entries.length - one.behind);
      const mapRoot = mapOver(world.entries, mapSize);
      lastState = world.append(
        encodeStateEntry({ mapRoot, mapSize: asTreeSize(mapSize), time: 1 }),
      );
    }
  }
  return world.entries;
}

const rootOf = (entries: readonly Uint8Array[]) => referenceRoot(entries.map(referenceLeaf));
const brokenBy = (replay: Replay): string | null =>
  "broken" in replay ? `${replay.broken}@${replay.index}` : null;
const record = (entry: Uint8Array, changes: Partial<RecordEntry>): Uint8Array =>
  encodeRecordEntry({ ...decodeEntry(entry), ...changes });
const state = (entry: Uint8Array, changes: Partial<StateEntry>): Uint8Array =>
  encodeStateEntry({ ...decodeStateEntry(entry), ...changes });

describe("any log that keeps the rules", { timeout: 180_000 }, () => {
  it("comes to its root and its last map", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const entries = logOf(steps);
        const last = decodeStateEntry(entries.at(-1) as Uint8Array);
        assert.deepEqual(
          replayLog(entries) as object,
          {
            size: entries.length,
            root: rootOf(entries),
            mapSize: last.mapSize,
            mapRoot: last.mapRoot,
          } as object,
        );
      }),
      { numRuns: 200 },
    );
  });

  it("with one entry changed, left out, doubled or moved breaks there, or where it is missed", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 20 }), fc.nat(), (steps, at) => {
        const entries = logOf(steps);
        const index = at % entries.length;
        const entry = entries[index] as Uint8Array;
        const bit = entry.slice();
        bit[at % entry.length] = (bit[at % entry.length] as number) ^ (1 << (at % 8));
        const changed = replayLog(entries.with(index, bit));
        // Neither what a record is nor when a state entry was made is the log's own business, but a later entry names it, or a map.
        if ("broken" in changed) assert.isAtLeast(changed.index, index);
        else assert.notDeepEqual(changed.root, rootOf(entries));
        if (entryType(entry) === "void") return;
        const twice = replayLog(entries.toSpliced(index, 0, entry));
        const kind = entryType(entry) === "record" ? "seq" : "map_behind";
        assert.equal(brokenBy(twice), `${kind}@${index + 1}`);
        const without = replayLog(entries.toSpliced(index, 1));
        if (entryType(entry) === "record") assert.isNotNull(brokenBy(without));
      }),
      { numRuns: 200 },
    );
  });
});

describe("a break", () => {
  const world = new World();
  world.strangers(2);
  const first = world.write(mei, "consent");
  const second = world.write(mei, "consent");
  const middle = world.seal() - 1;
  const third = world.write(mei, "consent");
  world.append(VOID_ENTRY);
  world.strangers(1);
  const last = world.seal() - 1;
  const { entries } = world;
  const said = (index: number, entry: Uint8Array) =>
    brokenBy(replayLog(entries.with(index, entry)));
  const stateAt = (index: number, changes: Partial<StateEntry>) =>
    said(index, state(entries[index] as Uint8Array, changes));

  it("is none here", () => {
    assert.isNull(brokenBy(replayLog(entries)));
  });

  it.each([
    ["no type at all", new Uint8Array(0)],
    ["another type", Uint8Array.of(4)],
    ["a void entry with something in it", Uint8Array.of(3, 0)],
    ["a record entry that is too short", (third.entry as Uint8Array).slice(0, 104)],
    ["a first entry with a predecessor", (third.entry as Uint8Array).with(72, 1)],
    ["a number that is too large", (third.entry as Uint8Array).with(65, 1)],
  ])("of the form: %s", (_name, entry) => {
    assert.equal(said(third.index, entry), `entry_form@${third.index}`);
  });

  it("of the form: a time that cannot be written", () => {
    const late = (entries[last] as Uint8Array).with(41, 1);
    assert.equal(said(last, late), `entry_form@${last}`);
  });

  it("is a fork: a second entry of one number", () => {
    const fork = record(third.entry, { seq: asStreamSeq(2), prev: first.leaf });
    assert.equal(said(third.index, fork), `seq@${third.index}`);
    const rest = [...entries, record(third.entry, { recordRoot: asRecordRoot(seed("fork")) })];
    assert.equal(brokenBy(replayLog(rest)), `seq@${last + 1}`);
  });

  it("is a stream that begins again", () => {
    const again = record(third.entry, { seq: asStreamSeq(1), prev: NO_PREV });
    assert.equal(said(third.index, again), `seq@${third.index}`);
  });

  it("is a number passed over, and a stream that begins in its middle", () => {
    const over = record(third.entry, { seq: asStreamSeq(4) });
    assert.equal(said(third.index, over), `seq@${third.index}`);
    const late = record(first.entry, { seq: asStreamSeq(2), prev: asLeafHash(seed("x")) });
    assert.equal(said(first.index, late), `seq@${first.index}`);
  });

  it("is an entry that follows another than the newest", () => {
    const other = record(second.entry, { prev: asLeafHash(seed("another entry")) });
    assert.equal(said(second.index, other), `prev@${second.index}`);
    const older = record(third.entry, { prev: first.leaf });
    assert.equal(said(third.index, older), `prev@${third.index}`);
  });

  it("is a map root that is wrong, older, or newer", () => {
    const newer = mapOver(entries, last);
    const older = mapOver(entries, middle - 1);
    assert.equal(stateAt(middle, { mapRoot: asMapRoot(seed("x")) }), `map_root@${middle}`);
    assert.equal(stateAt(middle, { mapRoot: older }), `map_root@${middle}`);
    assert.equal(stateAt(middle, { mapRoot: newer }), `map_root@${middle}`);
    assert.isNull(stateAt(middle, { mapRoot: older, mapSize: asTreeSize(middle - 1) }));
  });

  it("is a map that stays what it was, however honest its root", () => {
    const { mapRoot, mapSize } = decodeStateEntry(entries[middle] as Uint8Array);
    assert.equal(stateAt(last, { mapRoot, mapSize }), `map_behind@${last}`);
    assert.isNull(stateAt(last, { mapRoot, mapSize: asTreeSize(middle + 1) }));
  });

  it("is a map over what is not before it", () => {
    assert.equal(stateAt(last, { mapSize: asTreeSize(last + 1) }), `map_beyond@${last}`);
    assert.equal(stateAt(middle, { mapSize: asTreeSize(2 ** 53 - 1) }), `map_beyond@${middle}`);
  });

  it("is an end that is no state entry", () => {
    assert.equal(brokenBy(replayLog(entries.slice(0, -1))), `end@${last - 1}`);
    assert.equal(brokenBy(replayLog([])), "end@0");
  });

  it("that comes first is told, with the root over all entries", () => {
    const bad = entries.with(1, Uint8Array.of(9)).with(last, VOID_ENTRY);
    const replay = replayLog(bad);
    assert.equal(brokenBy(replay), "entry_form@1");
    assert.equal(replay.size, bad.length);
    assert.deepEqual([...replay.root], [...rootOf(bad)]);
  });

  it("may be asked for at every checkpoint, as the log grows", () => {
    const replay = new LogReplay();
    const sound = entries.map((entry) => {
      replay.append(entry);
      return "broken" in replay.result() ? null : replay.result().size;
    });
    assert.deepEqual(
      sound.filter((size) => size !== null),
      [middle + 1, last + 1],
    );
  });
});

describe("what grows", () => {
  it("is the tree of the reference at every size", () => {
    const tree = new GrowingTree();
    const leaves: Uint8Array[] = [];
    for (let size = 0; size <= 70; size++) {
      assert.equal(tree.size, size);
      assert.deepEqual([...tree.root()], [...referenceRoot(leaves)]);
      const one = seed(`leaf ${size}`);
      leaves.push(one);
      tree.append(asLeafHash(one));
    }
  });

  it("is the map of the reference, whatever is set and set again", () => {
    const map = new GrowingMap();
    const held = new Map<string, { key: Uint8Array; value: Uint8Array }>();
    const keys = [...KEYS, ...Array.from({ length: 20 }, (_, i) => seed(`key ${i}`))];
    for (let i = 0; i < 60; i++) {
      assert.deepEqual([...map.root()], [...referenceMapRoot([...held.values()])]);
      const [key, value] = [keys[(i * 7) % keys.length] as Uint8Array, seed(`value ${i}`)];
      held.set(hexEncode(key), { key, value });
      map.set(asStreamKey(key), asLeafHash(value));
    }
  });

  it("takes twenty thousand streams and twenty maps in seconds", { timeout: 180_000 }, () => {
    const replay = new LogReplay();
    const map = new GrowingMap();
    let entries = 0;
    const append = (entry: Uint8Array) => {
      replay.append(entry);
      return entries++;
    };
    const root = asRecordRoot(seed("one record"));
    const key = new Uint8Array(32);
    const started = performance.now();
    for (let n = 1; n <= 20_000; n++) {
      new DataView(key.buffer).setUint32(0, Math.imul(n, 0x9e3779b1));
      const streamKey = asStreamKey(key.slice());
      const entry = encodeRecordEntry({
        recordRoot: root,
        streamKey,
        seq: asStreamSeq(1),
        prev: NO_PREV,
      });
      append(entry);
      map.set(streamKey, asLeafHash(referenceLeaf(entry)));
      if (n % 1000 === 0) {
        const mapSize = asTreeSize(entries);
        append(encodeStateEntry({ mapRoot: map.root(), mapSize, time: 1 }));
      }
    }
    assert.isNull(brokenBy(replay.result()));
    assert.isBelow(performance.now() - started, 30_000);
  });
});
