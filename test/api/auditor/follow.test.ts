/** What an auditor cosigns, and what it waits for: with firms and chains that are made up. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RpcUnreachable } from "../../../api/anchor/rpc.ts";
import { SourceFailure, type SourceFailureCode } from "../../../api/auditor/source.ts";
import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { verifyCosignatures } from "../../../portal/verify/cosignature.ts";
import {
  parseCosignerVkey,
  parseNote,
  parseVkey,
  verifyNote,
} from "../../../portal/verify/note.ts";
import { FakeChain, Firm } from "./firm.ts";
import { auditorPlace, type OpenedAuditor, word } from "./place.ts";

let place: ReturnType<typeof auditorPlace>;
let firm: Firm;
let chain: FakeChain;
let auditor: OpenedAuditor;

beforeEach(async () => {
  place = auditorPlace();
  firm = new Firm();
  chain = new FakeChain();
  auditor = await place.open({ policy: firm.policy, source: firm.source, chain });
});
afterEach(async () => {
  await auditor.close();
  place.remove();
});

const round = async (): Promise<string> => word(await auditor.round());
const cosigned = (size: number | null): Promise<string | null> =>
  auditor.context.memory.cosigned(size);

async function reopen(): Promise<void> {
  await auditor.close();
  auditor = await place.open({ policy: firm.policy, source: firm.source, chain });
}

describe("an honest log", () => {
  it("is cosigned as far as it goes, each time it has grown", async () => {
    let time = 0;
    for (const count of [3, 700, 0, 1, 255]) {
      if (count > 0) firm.batch(count);
      const outcome = await auditor.round();
      const size = firm.entries.length;
      expect(outcome).toEqual({
        state: "ok",
        round: { size, anchored: 0, cosigned: count > 0 ? [size] : [], allAnchors: true },
      });
      const note = (await cosigned(null)) as string;
      expect(parseCheckpoint(parseNote(note).text)).toMatchObject({ size, root: firm.root() });
      expect(verifyNote(note, [parseVkey(firm.signer.vkey)]).verified).toHaveLength(1);
      const key = parseCosignerVkey(auditor.keys.auditor.vkey);
      if (count > 0) time = Math.floor(place.clock.now() / 1000);
      expect(verifyCosignatures(note, [key])).toEqual([{ name: "auditor.example/a1", time }]);
      place.clock.advance(60_000);
    }
    expect(auditor.shouted).toEqual([]);
  });

  it("is cosigned where the chain's head is, and at what was anchored before, once", async () => {
    const sizes: number[] = [];
    for (let i = 0; i < 4; i++) {
      firm.batch(20);
      sizes.push(firm.entries.length);
    }
    for (const size of sizes.slice(0, 3)) chain.anchor(size, firm.root(size));
    expect(await auditor.round()).toMatchObject({ round: { cosigned: sizes, anchored: sizes[2] } });
    for (const size of sizes) {
      const note = (await cosigned(size)) as string;
      expect(parseNote(note).text).toBe(parseNote(firm.notes.get(size) as string).text);
      expect(verifyCosignatures(note, [parseCosignerVkey(auditor.keys.auditor.vkey)])).toHaveLength(
        1,
      );
    }
    expect(await cosigned(null)).toBe(await cosigned(sizes[3] as number));
    place.clock.advance(60_000);
    const before = await cosigned(sizes[0] as number);
    expect(await auditor.round()).toMatchObject({ round: { cosigned: [] } });
    expect(await cosigned(sizes[0] as number)).toBe(before);
    chain.anchor(sizes[3] as number, firm.root(sizes[3]));
    expect(await auditor.round()).toMatchObject({ round: { cosigned: [], anchored: sizes[3] } });
  });

  it("is cosigned below the newest when that was cosigned first", async () => {
    firm.batch(5);
    const early = firm.entries.length;
    firm.batch(5);
    expect(await round()).toBe("ok");
    chain.anchor(early, firm.root(early));
    expect(await auditor.round()).toMatchObject({ round: { cosigned: [early] } });
    const newest = parseCheckpoint(parseNote((await cosigned(null)) as string).text);
    expect(newest.size).toBe(firm.entries.length);
  });

  it("goes on over restarts, in the middle of a log as large as one likes", async () => {
    firm.batch(1_200);
    expect(await round()).toBe("ok");
    for (let i = 0; i < 3; i++) {
      firm.batch(300);
      await reopen();
      expect(await auditor.status()).toMatchObject({ state: "waiting", reason: "starting" });
      expect(await round()).toBe("ok");
      expect(await auditor.status()).toMatchObject({
        ...{ state: "ok", reason: null, size: firm.entries.length, lag: 0 },
        cosigned: firm.entries.length,
      });
    }
  });

  it("is cosigned at times that never go back", async () => {
    firm.batch(5);
    await round();
    const key = parseCosignerVkey(auditor.keys.auditor.vkey);
    const timeOf = async () => verifyCosignatures((await cosigned(null)) as string, [key])[0]?.time;
    const first = await timeOf();
    place.clock.advance(-300_000);
    await reopen();
    firm.batch(5);
    await round();
    expect(await timeOf()).toBe(first);
  });

  it("is not cosigned by a clock that once was far ahead, until it is past that time", async () => {
    place.clock.advance(3_600_000);
    firm.batch(5);
    expect(await round()).toBe("ok");
    const before = await cosigned(null);
    place.clock.advance(-3_600_000);
    firm.batch(5);
    expect(await round()).toBe("clock_behind");
    await reopen();
    place.clock.advance(3_600_000 - 301_000);
    expect(await round()).toBe("clock_behind");
    expect(await cosigned(null)).toBe(before);
    place.clock.advance(1_000);
    expect(await round()).toBe("ok");
    expect(await cosigned(null)).not.toBe(before);
  });

  it("has checkpoints of sizes that nobody kept, which are passed over", async () => {
    firm.batch(5);
    const size = firm.entries.length;
    firm.batch(5);
    firm.notes.delete(size);
    chain.anchor(size, firm.root(size));
    expect(await auditor.round()).toMatchObject({ state: "ok", round: { anchored: size } });
    expect(await cosigned(size)).toBeNull();
  });
});

describe("it waits", () => {
  it("where nothing is sealed", async () => {
    expect(await round()).toBe("nothing_sealed");
    firm.seal();
    expect(await round()).toBe("nothing_sealed");
    expect(await cosigned(null)).toBeNull();
  });

  const failures: [SourceFailureCode, string][] = [
    ["unreachable", "log_unreachable"],
    ["timeout", "log_unreachable"],
    ["unauthorized", "log_unauthorized"],
    ["redirected", "log_wrong"],
    ["missing", "log_wrong"],
    ["too_large", "log_wrong"],
    ["bad_answer", "log_wrong"],
  ];
  it.each(failures)("where the log is %s, and goes on", async (code, reason) => {
    firm.batch(400);
    for (const method of ["checkpoint", "tile", "bundle"] as const) {
      const whole = firm.source[method];
      const failing = (): Promise<never> => Promise.reject(new SourceFailure(code, "tile"));
      Object.assign(firm.source, { [method]: failing });
      expect(await round()).toBe(reason);
      expect(await cosigned(null)).toBeNull();
      Object.assign(firm.source, { [method]: whole });
    }
    expect(await round()).toBe("ok");
  });

  it("for the chain, while it replays", async () => {
    firm.batch(30);
    chain.failing = new RpcUnreachable("refused");
    expect(await round()).toBe("chain_unreachable");
    expect(await auditor.status()).toMatchObject({ size: firm.entries.length, cosigned: 0 });
    chain.failing = null;
    expect(await round()).toBe("ok");
  });

  it("for the right chain, and for the ledger on it", async () => {
    firm.batch(3);
    chain.chainId = 1;
    expect(await round()).toBe("chain_other");
    chain.chainId = 31337;
    chain.registered = false;
    expect(await round()).toBe("ledger_unknown");
    expect(await cosigned(null)).toBeNull();
    chain.registered = true;
    expect(await round()).toBe("ok");
  });

  it("where what is served is signed by nobody that it knows", async () => {
    const other = new Firm("another");
    other.batch(5);
    firm.batch(5);
    for (const note of [
      other.notes.get(other.served) as string,
      "no note",
      (firm.notes.get(firm.served) as string).replace("\n6\n", "\n7\n"),
      "",
    ]) {
      const { served } = firm;
      firm.notes.set(served, note);
      expect(await round()).toBe("log_wrong");
      firm.seal(served);
    }
    expect(await round()).toBe("ok");
  });

  it("where the node does not list its logs: for nothing, but says so", async () => {
    firm.batch(3);
    chain.anchor(firm.entries.length, firm.root());
    chain.silent = true;
    expect(await auditor.round()).toMatchObject({ state: "ok", round: { allAnchors: false } });
    expect(await auditor.status()).toMatchObject({ allAnchors: false });
  });
});

describe("without a chain", () => {
  it("it cosigns what it has replayed", async () => {
    await auditor.close();
    auditor = await place.open({ policy: firm.policy, source: firm.source });
    firm.batch(30);
    expect(await auditor.round()).toMatchObject({ state: "ok", round: { anchored: null } });
    expect(await cosigned(firm.entries.length)).not.toBeNull();
  });
});

describe("entries that are not in the signed tree", () => {
  /** What a lying server makes of bundles and tiles. */
  const lies: [string, (source: Firm["source"], real: Firm["source"]) => void][] = [
    ["a bit of an entry", (s, r) => (s.bundle = async (n, w) => flipped(await r.bundle(n, w)))],
    [
      "an entry twice",
      (s, r) =>
        (s.bundle = async (n, w) =>
          (await r.bundle(n, w)).map((_, i, all) => all[i === 1 ? 0 : i] as Uint8Array)),
    ],
    [
      "entries of another log",
      (s) => {
        const other = new Firm("other");
        other.batch(2_000, 3);
        s.bundle = other.source.bundle;
      },
    ],
    ["a bit of a hash tile", (s, r) => (s.tile = async (t, w) => flippedOne(await r.tile(t, w)))],
    [
      "a bit of a lowest full tile",
      (s, r) =>
        (s.tile = async (t, w) =>
          t.level === 0 && w === 256 ? flippedOne(await r.tile(t, w)) : r.tile(t, w)),
    ],
    [
      "a bit of an upper tile",
      (s, r) =>
        (s.tile = async (t, w) => (t.level === 1 ? flippedOne(await r.tile(t, w)) : r.tile(t, w))),
    ],
  ];
  const flippedOne = (bytes: Uint8Array): Uint8Array => {
    const copy = bytes.slice();
    copy[5] = (copy[5] as number) ^ 1;
    return copy;
  };
  const flipped = (entries: readonly Uint8Array[]): Uint8Array[] =>
    entries.map((entry, i) => (i === 3 ? flippedOne(entry) : entry));

  it.each(lies)("are not taken: %s", async (_, lie) => {
    firm.batch(700);
    await round();
    const before = firm.entries.length;
    firm.batch(600);
    const real = { ...firm.source };
    lie(firm.source as never, real);
    for (let i = 0; i < 3; i++) expect(await round()).toBe("log_wrong");
    // What was served truly is taken, and nothing else.
    const { size } = await auditor.status();
    expect(size).toBeGreaterThanOrEqual(before);
    expect(await auditor.context.replica.root(size)).toEqual(firm.root(size));
    await auditor.context.replica.assertWhole();
    expect(await cosigned(null)).toContain(`\n${before}\n`);
    Object.assign(firm.source, real);
    expect(await round()).toBe("ok");
    expect(auditor.shouted).toEqual([]);
  });
});
