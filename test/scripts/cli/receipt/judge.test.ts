/** Every promise in every small log, on every course that its anchoring can take; and everybody who lies. */
import { describe, expect, it } from "vitest";
import { coverReader } from "../../../../api/anchor/cover.ts";
import { verifyReceipt } from "../../../../portal/verify/receipt.ts";
import { JUDGEMENT_CODES, type Judgement, judge } from "../../../../scripts/cli/receipt/judge.ts";
import { VOID_LEAF } from "../../../../scripts/cli/receipt/place.ts";
import { deadRpc, type MadeUpNode, madeUpRpc } from "../../../helpers/anchored-chain.ts";
import {
  type PromisedLog,
  promisedLog,
  someLeaves,
  sourceOf,
} from "../../../helpers/promised-log.ts";

const T0 = 1_795_000_000;
const at = (block: number, ms = 0): number => (T0 + 10 * block) * 1000 + ms;
const seen = new Set<string>();

/** A block every ten seconds; `anchors[i]` is anchored in block i. */
function nodeOf(
  log: PromisedLog,
  anchors: readonly (number | null)[],
  change: Partial<MadeUpNode> = {},
): MadeUpNode {
  const { chainId, contract, ledgerId } = log.policy;
  return {
    ...{ chainId, contract, ledgerId },
    blocks: anchors.map((size, i) => ({
      time: T0 + 10 * i,
      anchors: size === null ? [] : [{ size, root: log.root(size) }],
    })),
    final: anchors.length - 1,
    ...change,
  };
}

interface Case {
  readonly log: PromisedLog;
  readonly node: MadeUpNode | null;
  readonly note: string;
  readonly tiles?: ReadonlyMap<string, Uint8Array>;
  readonly now?: number;
}

async function judged({ log, node, note, tiles, now = 0 }: Case): Promise<Judgement> {
  const receipt = verifyReceipt(note, log.policy);
  const ask = coverReader(node === null ? deadRpc : madeUpRpc(node));
  const source = sourceOf(tiles ?? new Map());
  const found = await judge(receipt, { policy: log.policy, ask, source, now });
  seen.add(found.code);
  return found;
}

const words = ({ status, code }: Judgement): string => `${status} ${code}`;

/** Tiles of all sizes that were anchored. */
function tilesOf(log: PromisedLog, sizes: readonly (number | null)[]): Map<string, Uint8Array> {
  return new Map(sizes.flatMap((size) => (size === null ? [] : [...log.tiles(size)])));
}

describe("every index of every log up to 20", () => {
  const log = promisedLog(someLeaves(20));

  it("is kept if the first anchor over it is in time, broken if it is not", async () => {
    for (let first = 1; first <= 19; first++) {
      // One anchor of `first`, a later one of all; the deadline lies before, between or behind them.
      const anchors = [null, null, first, null, 20, null, null];
      const tiles = tilesOf(log, anchors);
      for (let index = 0; index < 20; index++) {
        for (const block of [1, 3, 5]) {
          const note = log.receipt(index, { time: at(0), deadline: at(block) });
          const node = nodeOf(log, anchors);
          const covered = index < first ? 2 : 4;
          const kept = covered <= block;
          const found = await judged({ log, node, note, tiles });
          expect(words(found), `${first} ${index} ${block}`).toBe(
            kept ? "kept kept" : "broken anchored_late",
          );
          expect(found.cover).toMatchObject({ size: index < first ? first : 20, inTime: kept });
          expect(found.place?.at).toBe("promised");
        }
      }
    }
  });

  it("is broken where another leaf is at its place, however it was anchored", async () => {
    const other = promisedLog(someLeaves(20, "other"));
    for (let size = 1; size <= 20; size++) {
      const anchors = [null, size, null, null];
      for (let index = 0; index < size; index++) {
        const note = log.receipt(index, {
          time: at(0),
          deadline: at(2),
          leafHash: other.leaves[index]!,
        });
        const found = await judged({
          log,
          node: nodeOf(log, anchors),
          note,
          tiles: log.tiles(size),
        });
        expect(words(found), `${size} ${index}`).toBe("broken other_entry");
        expect(found.place?.leafHash).toEqual(log.leaves[index]);
      }
    }
  });

  it("is broken where the place became void", async () => {
    const lossy = promisedLog(someLeaves(20).map((leaf, i) => (i < 15 ? leaf : VOID_LEAF)));
    for (let index = 15; index < 20; index++) {
      const note = lossy.receipt(index, {
        time: at(0),
        deadline: at(2),
        leafHash: log.leaves[index]!,
      });
      const node = nodeOf(lossy, [null, 20, null, null]);
      const found = await judged({ log: lossy, node, note, tiles: lossy.tiles(20) });
      expect(words(found)).toBe("broken void_entry");
    }
  });
});

describe("the deadline", () => {
  const log = promisedLog(someLeaves(6));
  const anchors = [null, null, 6, null, null];
  const tiles = log.tiles(6);
  const judgedAt = async (deadline: number, final: number) => {
    const node = nodeOf(log, anchors, { final });
    const note = log.receipt(4, { time: at(0), deadline });
    return words(await judged({ log, node, note, tiles }));
  };

  it("is met by a block of its own second, and missed by a millisecond", async () => {
    expect(await judgedAt(at(2), 4)).toBe("kept kept");
    expect(await judgedAt(at(2, 999), 4)).toBe("kept kept");
    expect(await judgedAt(at(2, -1), 4)).toBe("broken anchored_late");
    expect(await judgedAt(at(2, -1), 2)).toBe("broken anchored_late");
  });

  it("is over when a final block is later, not before", async () => {
    expect(await judgedAt(at(1), 1)).toBe("not_yet_due running");
    expect(await judgedAt(at(1, 999), 1)).toBe("not_yet_due running");
    const never = nodeOf(log, [null, null, null]);
    const note = log.receipt(4, { time: at(0), deadline: at(1, 999) });
    expect(words(await judged({ log, node: never, note }))).toBe("broken never_anchored");
    const behind = { ...never, final: 1 };
    expect(words(await judged({ log, node: behind, note }))).toBe("not_yet_due running");
    expect(words(await judged({ log, node: behind, note, now: at(9) }))).toBe(
      "not_yet_due awaiting_final_block",
    );
    expect(words(await judged({ log, node: { ...never, final: null }, note, now: at(9) }))).toBe(
      "not_yet_due no_final_block",
    );
  });

  it("an anchor that is not final neither keeps nor breaks", async () => {
    expect(await judgedAt(at(2), 1)).toBe("not_yet_due running");
  });

  it("is not waited for to see that it cannot be met: the place is taken", async () => {
    const note = log.receipt(4, { time: at(0), deadline: at(50), leafHash: log.leaves[0]! });
    const node = nodeOf(log, anchors);
    expect(words(await judged({ log, node, note, tiles }))).toBe("not_yet_due other_entry_already");
    const lossy = promisedLog(someLeaves(6).map((leaf, i) => (i < 4 ? leaf : VOID_LEAF)));
    const lost = lossy.receipt(4, { time: at(0), deadline: at(50), leafHash: log.leaves[4]! });
    const found = await judged({
      log: lossy,
      node: nodeOf(lossy, anchors),
      note: lost,
      tiles: lossy.tiles(6),
    });
    expect(words(found)).toBe("not_yet_due void_already");
  });
});

describe("whoever serves the tiles", () => {
  const log = promisedLog(someLeaves(300));
  const anchors = [null, 300, null, null];
  const node = nodeOf(log, anchors);
  const note = log.receipt(270, { time: at(0), deadline: at(2) });

  it("can keep silent or lie, and nothing is called broken for it", async () => {
    const tiles = log.tiles(300);
    expect(words(await judged({ log, node, note }))).toBe("cannot_tell tiles_missing");
    const liar = promisedLog(someLeaves(300, "liar"));
    expect(words(await judged({ log, node, note, tiles: liar.tiles(300) }))).toBe(
      "cannot_tell tiles_wrong",
    );
    for (const path of tiles.keys()) {
      const without = new Map(tiles);
      without.delete(path);
      const found = words(await judged({ log, node, note, tiles: without }));
      expect(["kept kept", "cannot_tell tiles_missing"], path).toContain(found);
    }
  });

  it("does not matter where nothing was anchored in time", async () => {
    const late = nodeOf(log, [null, null, null, 300]);
    const found = await judged({ log, node: late, note });
    expect(words(found)).toBe("broken anchored_late");
    expect(found.place).toBeNull();
    const liar = promisedLog(someLeaves(300, "liar")).tiles(300);
    expect(words(await judged({ log, node: late, note, tiles: liar }))).toBe(
      "broken anchored_late",
    );
  });
});

describe("the chain", () => {
  const log = promisedLog(someLeaves(9));
  const anchors = [null, 9, null, null];
  const note = log.receipt(4, { time: at(0), deadline: at(2) });
  const tiles = log.tiles(9);
  const word = async (node: MadeUpNode | null) => words(await judged({ log, node, note, tiles }));

  it("that cannot be asked, is another, or has no such ledger, tells nothing", async () => {
    expect(await word(null)).toBe("cannot_tell chain_unreachable");
    expect(await word(nodeOf(log, anchors, { chainId: 1 }))).toBe("cannot_tell chain_other");
    expect(await word(nodeOf(log, anchors, { contract: `0x${"c1".repeat(20)}` }))).toBe(
      "cannot_tell ledger_not_there",
    );
    expect(await word(nodeOf(log, anchors, { ledgerId: `0x${"2d".repeat(32)}` }))).toBe(
      "cannot_tell ledger_not_there",
    );
  });

  it("that searches no logs tells all by its state; with neither it tells nothing", async () => {
    expect(await word(nodeOf(log, anchors, { searches: 0 }))).toBe("kept kept");
    const late = nodeOf(log, [null, null, null, 9, null]);
    expect(await word({ ...late, searches: 0 })).toBe("broken anchored_late");
    expect(await word({ ...late, searches: 0, remembers: 1 })).toBe("cannot_tell chain_forgets");
    expect(await word({ ...late, searches: 0, remembers: 1, forgetsSilently: true })).toBe(
      "cannot_tell chain_forgets",
    );
  });

  it("has roots of its own: a forged one is not met by true tiles", async () => {
    const forger = promisedLog(someLeaves(9, "forged"));
    expect(await word(nodeOf(forger, anchors))).toBe("cannot_tell tiles_wrong");
  });
});

it("all that can be said was said", () => {
  expect([...seen].sort()).toEqual([...JUDGEMENT_CODES].sort());
});
