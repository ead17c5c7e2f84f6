/** What an auditor refuses for: each firm that cheats is caught, what shows it is kept, and where it is compact, verifies by itself. */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { asLeafHash, asStreamSeq, asTreeSize } from "../../../portal/verify/brands.ts";
import { NO_PREV } from "../../../portal/verify/entry.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
import type { Firm } from "./firm.ts";
import {
  auditor,
  chain,
  firm,
  judged,
  newestCosigned,
  place,
  refusesFor,
  reopen,
  round,
  watchFirm,
} from "./watched-firm.ts";

watchFirm();

/** What the firm does, the rule, and the kind of the compact proof. */
const TRICKS: readonly [string, (firm: Firm) => void, string, string][] = [
  [
    "begins a stream again",
    (f) => f.record(1, { seq: asStreamSeq(1), prev: NO_PREV }),
    "seq",
    "DIVERGED two_seq",
  ],
  [
    "gives two entries one number",
    (f) => f.record(1, { seq: asStreamSeq(2), prev: leafHash(f.entries[0] as Uint8Array) }),
    "seq",
    "DIVERGED two_seq",
  ],
  [
    "puts an entry in twice",
    (f) => f.put(f.entries.findLast((e) => e[0] === 1) as Uint8Array),
    "seq",
    "DIVERGED two_seq",
  ],
  [
    "leaves a number out, and follows the newest",
    (f) => {
      const newest = f.record(1);
      f.record(1, { seq: asStreamSeq(900), prev: leafHash(f.entries[newest] as Uint8Array) });
    },
    "seq",
    "DIVERGED seq_beyond",
  ],
  [
    "leaves out more numbers than there is room for",
    (f) => {
      f.record("x");
      f.record("x", { seq: asStreamSeq(40) });
    },
    "seq",
    "DIVERGED order",
  ],
  [
    "leaves numbers out, and follows an older entry",
    (f) => {
      const newest = f.record("x");
      for (let i = 0; i < 30; i++) f.record(2);
      const seq = asStreamSeq(14);
      f.record("x", { seq, prev: leafHash(f.entries[newest] as Uint8Array) });
    },
    "seq",
    "DIVERGED foreign_prev",
  ],
  [
    "begins a stream in its middle, behind nothing that there is",
    (f) => f.record("new", { seq: asStreamSeq(3), prev: asLeafHash(new Uint8Array(32).fill(9)) }),
    "seq",
    "none",
  ],
  [
    "leaves the newest out of its stream",
    (f) => {
      const older = f.record(1);
      f.record(1);
      f.record(1, { prev: leafHash(f.entries[older] as Uint8Array) });
    },
    "prev",
    "DIVERGED wrong_prev",
  ],
  [
    "speaks of a map over what comes",
    (f) => f.state({ mapSize: asTreeSize(f.entries.length + 2), mapRoot: f.mapRoot(3) }),
    "map_beyond",
    "DIVERGED map_beyond",
  ],
  [
    "keeps an old map",
    (f) => f.state({ mapSize: asTreeSize(5) }),
    "map_behind",
    "DIVERGED map_behind",
  ],
  [
    "hides the newest entries from the map",
    (f) => {
      f.record(1);
      f.state({ mapRoot: f.mapRoot(f.entries.length - 1) });
    },
    "map_root",
    "none",
  ],
  [
    "writes an entry of no form",
    (f) => f.put(Uint8Array.of(9, 9)),
    "entry_form",
    "DIVERGED entry_form",
  ],
  [
    "writes an entry too long for any log",
    (f) => f.put(new Uint8Array(60_000).fill(1)),
    "entry_form",
    "DIVERGED entry_form",
  ],
];

describe("a firm that", () => {
  it.each(TRICKS)("%s is refused", async (_, trick, code, proof) => {
    firm.batch(100);
    expect(await round()).toBe("ok");
    for (let i = 0; i < 20; i++) firm.record(i % 5);
    trick(firm);
    firm.record(3);
    firm.state();
    firm.seal();
    const kept = await refusesFor(code);
    expect(await judged(kept)).toBe(proof);
  });

  it.each(TRICKS)(
    "%s is refused by who sees it for the first time",
    async (_, trick, code, proof) => {
      firm.batch(300);
      trick(firm);
      for (let i = 0; i < 3; i++) firm.batch(100);
      expect(await judged(await refusesFor(code))).toBe(proof);
      expect(await newestCosigned()).toBe(0);
    },
  );

  it("ends a checkpoint in the middle of a batch is refused", async () => {
    firm.batch(20);
    firm.record(1);
    firm.seal();
    expect(await judged(await refusesFor("end"))).toBe("DIVERGED no_state_end");
  });

  it("ended an anchored checkpoint so is refused", async () => {
    firm.batch(20);
    firm.record(1);
    firm.seal();
    const size = firm.entries.length;
    firm.batch(20);
    chain.anchor(size, firm.root(size));
    expect(await judged(await refusesFor("end"))).toBe("DIVERGED no_state_end");
  });
});

describe("a wrong map", () => {
  it("is told with what it should be", async () => {
    firm.batch(20);
    firm.record(1);
    const index = firm.state({ mapRoot: firm.mapRoot(3) });
    firm.seal();
    const { evidence } = JSON.parse(readFileSync((await refusesFor("map_root")).file, "utf8"));
    expect(evidence.entries[0].index).toBe(index);
    expect(evidence.map).toEqual({
      mapSize: index,
      mapRoot: Buffer.from(firm.mapRoot(3)).toString("base64"),
      derivedRoot: Buffer.from(firm.mapRoot(index)).toString("base64"),
    });
  });
});

describe("a finding in the middle of a round", () => {
  it("comes before the signature", async () => {
    firm.batch(50);
    expect(await round()).toBe("ok");
    const before = await newestCosigned();
    const other = firm.fork(10);
    other.batch(8);
    const contradicting = other.notes.get(other.served) as string;
    firm.batch(50);
    const { bundle } = firm.source;
    let shown: Promise<void> | null = null;
    Object.assign(firm.source, {
      bundle: (n: number, width: number) => {
        shown ??= auditor.show(contradicting);
        return bundle(n, width);
      },
    });
    expect(await round()).toBe("prefix");
    await shown;
    expect(auditor.shouted.map(({ code }) => code)).toEqual(["prefix"]);
    expect(await newestCosigned()).toBe(before);
  });
});

describe("a person", () => {
  it("lets it go on by taking the file away; what is still so is found again", async () => {
    firm.batch(20);
    await round();
    const honest = firm.fork();
    firm.put(Uint8Array.of(9));
    firm.state();
    firm.seal();
    const { file, proof } = await refusesFor("entry_form");
    for (const one of [file, proof as string]) rmSync(one);
    expect(readdirSync(place.path("refusals"))).toEqual([]);
    await reopen();
    expect(await round()).toBe("entry_form");
    expect(existsSync(auditor.shouted[0]?.file as string)).toBe(true);
    expect(honest.entries.length).toBeLessThan(firm.entries.length);
  });
});
