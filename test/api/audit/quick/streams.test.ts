/** Streams of drawn entries, of a log that is made up: what it truly holds, and what its rows say. */
import { describe, expect, it } from "vitest";
import { collectFindings, type Findings } from "../../../../api/audit/findings.ts";
import { leafOf } from "../../../../api/audit/log/leaf-tile.ts";
import { checkDrawnStreams } from "../../../../api/audit/quick/streams.ts";
import type { SampledTree } from "../../../../api/audit/quick/tree.ts";
import type { AuditScene } from "../../../../api/audit/scene.ts";
import type { RawRow } from "../../../../api/store/audit-store.ts";
import {
  asLeafHash,
  asRecordRoot,
  asStreamKey,
  asStreamSeq,
} from "../../../../portal/verify/brands.ts";
import { encodeRecordEntry, NO_PREV } from "../../../../portal/verify/entry.ts";

const key = (stream: number): Buffer => Buffer.alloc(32, stream);

interface World {
  /** What the log holds. */
  readonly log: Buffer[];
  /** What the rows say; `null`: there is none. */
  readonly rows: (Buffer | null)[];
  readonly heads: Map<string, RawRow>;
}

function entry(stream: number, seq: number, prev: Uint8Array, salt = 0): Buffer {
  return Buffer.from(
    encodeRecordEntry({
      recordRoot: asRecordRoot(Buffer.alloc(32, 0x40 + salt)),
      streamKey: asStreamKey(key(stream)),
      seq: asStreamSeq(seq),
      prev: asLeafHash(prev),
    }),
  );
}

/** Streams 1 and 2 in turn, three entries each; then whatever comes behind them. */
function world(...more: ((log: Buffer[]) => Buffer)[]): World {
  const log: Buffer[] = [];
  for (let i = 0; i < 6; i++) {
    const before = log[i - 2];
    log.push(entry(1 + (i % 2), 1 + (i >> 1), before === undefined ? NO_PREV : leafOf(before), i));
  }
  for (const one of more) log.push(one(log));
  const heads = new Map<string, RawRow>();
  for (const [index, one] of log.entries()) {
    const own = one.subarray(33, 65);
    heads.set(own.toString("hex"), [own, one.readUInt32BE(69), index, leafOf(one)]);
  }
  return { log, rows: [...log], heads };
}

/** What is found when all entries are drawn, or these. */
async function found(
  { log, rows, heads }: World,
  drawn = [...log.keys()],
  seen: { givesUp?: boolean; unsought?: number } = {},
) {
  const findings: Findings = collectFindings();
  const rowOf = (index: number): RawRow | null => {
    const bytes = rows[index] ?? null;
    return bytes && [index, bytes, leafOf(log[index] as Buffer), 5, 6, new Uint8Array(16)];
  };
  const ledger = {
    rows: async (table: string, [[name]]: [[unknown]]) => [
      table === "streams"
        ? (heads.get(Buffer.from(name as Buffer).toString("hex")) ?? null)
        : rowOf(Number(name)),
    ],
    newestOfStream: async (of: Uint8Array, below: number) => {
      const last = rows.slice(0, below).findLastIndex((row) => row?.subarray(33, 65).equals(of));
      return last < 0 ? null : last;
    },
  };
  const tree = {
    leaf: async (index: number) => {
      const own = log[index] as Buffer;
      const intact = rows[index]?.equals(own) ? {} : null;
      if (intact === null) {
        const about = { place: "entries", key: { index } } as const;
        findings.add({ ...about, kind: "changed", cause: "entry_bytes" });
      }
      return { index, hash: leafOf(own), entry: intact && own, intact };
    },
    find: async (hash: Uint8Array, below: number) => {
      if (seen.givesUp) return "given_up";
      const at = log.slice(0, below).findLastIndex((one) => leafOf(one).equals(hash));
      return at < 0 ? null : at;
    },
  } as unknown as SampledTree;
  const scene = { findings, rowMac: null, snapshots: { ledger } } as unknown as AuditScene;
  const check = checkDrawnStreams(scene, tree, log.length);
  for (const index of drawn) {
    const own = log[index] as Buffer;
    await check.take({ index, hash: leafOf(own), entry: own, intact: null });
  }
  await check.finish();
  seen.unsought = check.unsought;
  return findings.all.map(({ place, key: of, cause }) => `${place} ${Object.values(of)} ${cause}`);
}

const leafAt = (log: readonly Buffer[], index: number): Buffer => leafOf(log[index] as Buffer);

describe("drawn entries in their streams", () => {
  it("are sound where each follows the one before it", async () => {
    expect(await found(world())).toEqual([]);
    expect(await found(world((log) => entry(2, 4, leafAt(log, 5))))).toEqual([]);
  });

  it.each<[string, (log: Buffer[]) => Buffer, string]>([
    ["a stream that begins a second time", () => entry(1, 1, NO_PREV), "stream_seq"],
    ["two entries with one number", (log) => entry(1, 3, leafAt(log, 2)), "stream_seq"],
    ["a number that is left out", (log) => entry(1, 5, leafAt(log, 4)), "stream_seq"],
    ["an older entry than the one before it", (log) => entry(1, 4, leafAt(log, 2)), "stream_seq"],
    ["an entry of another stream", (log) => entry(1, 4, leafAt(log, 5)), "stream_prev"],
    ["an entry that the log does not have", () => entry(1, 4, key(9)), "stream_prev"],
    ["the beginning of a stream that has none", () => entry(3, 2, key(9)), "stream_seq"],
  ])("are named if they follow %s", async (_, make, cause) => {
    expect(await found(world(make))).toEqual([`entries 6 ${cause}`]);
    // An entry that was not drawn accuses nobody.
    expect(await found(world(make), [0, 1, 2, 3])).toEqual([]);
  });

  it("are not named for what was done to the row before them: that row is", async () => {
    const changed = world();
    changed.rows[2] = entry(7, 2, key(9));
    expect(await found(changed, [4])).toEqual(["entries 2 entry_bytes"]);
    const gone = world();
    gone.rows[2] = null;
    expect(await found(gone, [4])).toEqual(["entries 2 entry_bytes"]);
    const claimed = world();
    claimed.rows[1] = entry(1, 1, NO_PREV, 9);
    expect(await found(claimed, [2])).toEqual(["entries 1 entry_bytes"]);
    // A row says that it is of a stream that begins behind it.
    const before = world(() => entry(3, 1, NO_PREV));
    before.rows[0] = entry(3, 1, NO_PREV, 9);
    expect(await found(before, [6])).toEqual(["entries 0 entry_bytes"]);
  });

  it("are counted, and accused of nothing, where nobody looks any more for what is before them", async () => {
    const gone = world((log) => entry(1, 4, leafAt(log, 4)));
    gone.rows[2] = null;
    const seen = { givesUp: true, unsought: 0 };
    expect(await found(gone, [4, 6], seen)).toEqual([]);
    expect(seen.unsought).toBe(1);
    expect(await found(gone, [4, 6], { ...seen, givesUp: false })).toEqual([
      "entries 2 entry_bytes",
    ]);
  });

  it("have heads that are not behind them", async () => {
    const name = key(1).toString("hex");
    const head = (row: RawRow | null): World => {
      const own = world();
      if (row === null) own.heads.delete(name);
      else own.heads.set(name, row);
      return own;
    };
    const { log } = world();
    const [prefix] = ["01".repeat(8)];
    for (const drawn of [[0], [2], [4]]) {
      const of = (row: RawRow | null) => found(head(row), drawn);
      expect(await of([key(1), 3, 4, leafAt(log, 4)])).toEqual([]);
      expect(await of(null)).toEqual([`streams ${prefix} head_missing`]);
      for (const row of [
        [key(1), 2, 2, leafAt(log, 2)],
        [key(1), 1, 0, leafAt(log, 0)],
        [key(1), 4, 4, leafAt(log, 4)],
        [key(1), 3, 4, leafAt(log, 2)],
        [key(1), 3, 5, leafAt(log, 5)],
        [key(1), 3, 99, leafAt(log, 4)],
        [key(1), 3, "4", leafAt(log, 4)],
        [key(1), 3, 4, null],
      ] satisfies RawRow[]) {
        expect(await of(row), String(row)).toEqual([`streams ${prefix} head_changed`]);
      }
    }
  });

  it("accuse no head by an entry that is damaged itself", async () => {
    const own = world();
    own.rows[4] = entry(7, 3, key(9));
    expect(await found(own, [0, 1])).toEqual([]);
  });
});
