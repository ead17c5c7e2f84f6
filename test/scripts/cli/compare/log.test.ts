/** What the log's own tiles add to two bare checkpoints: every pair of sizes of a small log, forked at every place. */
import { describe, expect, it } from "vitest";
import { utf8Encode } from "../../../../portal/verify/bytes.ts";
import { checkMisbehaviour } from "../../../../portal/verify/check-misbehaviour.ts";
import { encodeMisbehaviour } from "../../../../portal/verify/misbehaviour.ts";
import { statementsOf } from "../../../../portal/verify/read-statements.ts";
import type { Statements } from "../../../../portal/verify/statements.ts";
import { lookAtLog } from "../../../../scripts/cli/compare/log.ts";
import { VOID_LEAF } from "../../../../scripts/cli/receipt/place.ts";
import {
  type PromisedLog,
  promisedLog,
  someLeaves,
  sourceOf,
} from "../../../helpers/promised-log.ts";

const MOST = 9;
const honest = promisedLog(someLeaves(MOST));
const { policy } = honest;
/** The same firm, another log from `from` on. */
const forkedAt = (from: number): PromisedLog =>
  promisedLog(someLeaves(MOST).map((leaf, i) => (i < from ? leaf : someLeaves(MOST, "fork")[i]!)));

function read(text: string): Statements {
  const found = statementsOf(utf8Encode(text), policy);
  if ("refused" in found) throw found.refused;
  return found;
}
const checkpoint = (log: PromisedLog, size: number): Statements => read(log.checkpoint(size));
/** A log that serves its newest checkpoint and tiles of every width. */
const serving = (log: PromisedLog, size: number, stored: readonly number[] = []) =>
  sourceOf(
    new Map(Array.from({ length: size }, (_, i) => [...log.tiles(i + 1)]).flat()),
    new Map([
      [null as number | null, log.checkpoint(size)],
      ...stored.map((one) => [one, log.checkpoint(one)] as const),
    ]),
  );

const look = (source: Parameters<typeof lookAtLog>[0], ...files: readonly Statements[]) =>
  lookAtLog(source, files, policy);

async function kindOf(source: Parameters<typeof lookAtLog>[0], ...files: readonly Statements[]) {
  const { proof } = await look(source, ...files);
  if (proof === null) return null;
  expect(checkMisbehaviour(encodeMisbehaviour(proof), policy).failure).toBeNull();
  return proof.kind;
}

describe("two bare checkpoints", { timeout: 180_000 }, () => {
  it("of one log: the tiles show that each tree begins with the smaller ones", async () => {
    for (let a = 0; a <= MOST; a++) {
      for (let b = a; b <= MOST; b++) {
        const seen = await look(
          serving(honest, MOST),
          checkpoint(honest, a),
          checkpoint(honest, b),
        );
        expect(seen.proof).toBeNull();
        expect(seen.newest).toBe(MOST);
        expect(seen.pairs.every((pair) => pair.seen === "begins")).toBe(true);
        const sizes = new Set([a, b, MOST].filter((size) => size > 0)).size;
        expect(seen.pairs.length).toBe((sizes * (sizes - 1)) / 2);
      }
    }
  });

  it("of a log that forked: found from either side's tiles, if the smaller tree reaches behind the fork", async () => {
    for (let from = 0; from < MOST; from += 2) {
      const fork = forkedAt(from);
      for (let a = 1; a <= MOST; a++) {
        for (let b = a + 1; b <= MOST; b += 2) {
          const files = [checkpoint(fork, a), checkpoint(honest, b)];
          const behind = a > from;
          // The larger one's tiles.
          expect(await kindOf(serving(honest, b), ...files)).toBe(behind ? "prefix" : null);
          // Those of the fork show at least that the larger one does not fit it.
          const theirs = await kindOf(serving(fork, MOST), ...files);
          expect(theirs).toBe(b > from ? (b === MOST ? "two_roots" : "prefix") : null);
        }
      }
    }
  });

  it("is found by the log's own checkpoint of the size", async () => {
    const [file, other] = [checkpoint(forkedAt(2), 5), checkpoint(honest, 9)];
    expect(await kindOf(serving(honest, 9, [5, 9]), file, other)).toBe("two_roots");
  });
});

describe("a log that is of no use", () => {
  const files = [checkpoint(honest, 5), checkpoint(honest, 9)];
  const nothing = {
    proof: null,
    newest: null,
    pairs: [{ smaller: 5, larger: 9, seen: "unusable" }],
  };

  it("gives nothing", async () => {
    expect(await look(sourceOf(new Map()), ...files)).toEqual(nothing);
  });

  it("gives tiles of another log, or too short ones: nobody is accused", async () => {
    for (const tiles of [forkedAt(0).tiles(9), new Map([["tile/0/000.p/9", new Uint8Array(64)]])]) {
      expect(await look(sourceOf(tiles), ...files)).toEqual(nothing);
    }
  });

  it("with one bit of its tiles turned accuses nobody", async () => {
    const [[path, bytes] = ["", new Uint8Array()]] = honest.tiles(9);
    for (let bit = 0; bit < bytes.length * 8; bit += 13) {
      const turned = Uint8Array.from(bytes);
      turned[bit >> 3] = turned[bit >> 3]! ^ (1 << (bit & 7));
      const seen = await look(sourceOf(new Map([[path, turned]])), ...files);
      expect(seen).toEqual(nothing);
    }
  });

  it("gives a checkpoint that somebody else signed", async () => {
    const stranger = promisedLog(someLeaves(MOST), "stranger");
    const source = sourceOf(honest.tiles(9), new Map([[null, stranger.checkpoint(9)]]));
    const seen = await look(source, ...files);
    expect(seen).toEqual({ ...nothing, pairs: [{ smaller: 5, larger: 9, seen: "begins" }] });
  });
});

describe("a receipt", () => {
  const times = { time: 0, deadline: 1 };
  const receipt = (log: PromisedLog, index: number): Statements => read(log.receipt(index, times));

  it("is held against the tiles", async () => {
    const fork = forkedAt(4);
    const lost = promisedLog(someLeaves(MOST).with(6, VOID_LEAF));
    for (const index of [0, 3, 4, 6, 8]) {
      const own = await kindOf(
        serving(honest, MOST),
        receipt(honest, index),
        checkpoint(honest, 4),
      );
      expect(own).toBeNull();
      const other = await kindOf(serving(fork, MOST), receipt(honest, index), receipt(honest, 0));
      expect(other).toBe(index < 4 ? null : "receipt_leaf");
      const empty = await kindOf(serving(lost, MOST), receipt(honest, index), receipt(honest, 0));
      expect(empty).toBe(index === 6 ? "receipt_void" : null);
    }
  });
});
