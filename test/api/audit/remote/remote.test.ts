/** The audit of an outsider, of firms and chains that are made up. */
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RpcUnreachable } from "../../../../api/anchor/rpc.ts";
import { auditExitCode } from "../../../../api/audit/conclude.ts";
import { reportJson } from "../../../../api/audit/json.ts";
import { auditRemotely, type RemotelyAudited } from "../../../../api/audit/remote/remote.ts";
import { countTiles } from "../../../../api/audit/remote/served-tiles.ts";
import type { Progress } from "../../../../api/audit/steps.ts";
import { sentenceOf, wordsIn } from "../../../../api/audit/words/words.ts";
import { SourceFailure } from "../../../../api/auditor/source.ts";
import { Waiting } from "../../../../api/auditor/waiting.ts";
import type { TileId } from "../../../../api/log/tiles.ts";
import { asStreamSeq, asTreeSize } from "../../../../portal/verify/brands.ts";
import { NO_PREV } from "../../../../portal/verify/entry.ts";
import { FakeChain, Firm, ORIGIN } from "../../auditor/firm.ts";
import { auditorPlace, type OpenedAuditor } from "../../auditor/place.ts";

const URL = "https://ledger.example";
let place: ReturnType<typeof auditorPlace>;
let firm: Firm;
let chain: FakeChain;
let opened: OpenedAuditor;
let told: Progress[];

beforeEach(async () => {
  place = auditorPlace();
  firm = new Firm();
  chain = new FakeChain();
  told = [];
  opened = await place.open({ policy: firm.policy, source: firm.source, chain });
});
afterEach(async () => {
  await opened.close();
  place.remove();
});

interface Change {
  readonly offline?: boolean;
  readonly graceMs?: number;
}

function audit({ offline = false, graceMs = 0 }: Change = {}): Promise<RemotelyAudited> {
  return auditRemotely({
    ...opened.context,
    chain: offline ? null : chain,
    ...{ url: URL, graceMs, pauseMs: 1 },
    onProgress: (progress) => told.push(progress),
    watchEntries: () => undefined,
  });
}

function anchor(size: number, root: Uint8Array = firm.root(size)): void {
  chain.anchor(size, root);
  chain.mine();
}

describe("an honest ledger", () => {
  it("is clean, and what was checked is counted", async () => {
    const sizes: number[] = [];
    for (const count of [20, 300, 7, 600]) {
      firm.batch(count);
      sizes.push(firm.entries.length);
    }
    for (const size of sizes.slice(0, 3)) anchor(size);
    const { report, finding } = await audit();
    const size = firm.entries.length;
    expect(finding).toBeNull();
    expect(auditExitCode(report)).toBe(0);
    expect(report).toMatchObject({
      mode: { kind: "remote", url: URL },
      ledger: { origin: ORIGIN, chainId: 31337, ledgerId: firm.policy.ledgerId },
      chain: { state: "asked", embedded: true },
      snapshot: {
        size,
        checkpoint: { size, root: Buffer.from(firm.root()).toString("hex") },
        anchor: { size: sizes[2] },
      },
      notes: [{ code: "unanchored", details: { count: 601 } }],
      findings: [],
    });
    expect(report.counts).toEqual([
      { what: "entries", checked: size, of: size },
      { what: "tiles", checked: countTiles(size), of: countTiles(size) },
      { what: "checkpoints", checked: 4, of: null },
      { what: "chain_anchors", checked: 3, of: null },
    ]);
    expect(JSON.parse(reportJson(report))).toMatchObject({ findings: [] });
    expect(told.at(-1)?.share).toBe(1);
    expect(told.map(({ share }) => share)).toEqual(told.map(({ share }) => share).toSorted());
  });

  it("is audited all over again, also of what was taken before", async () => {
    firm.batch(300);
    anchor(firm.entries.length);
    await audit();
    const first = chain.questions;
    const { report } = await audit();
    expect(report.counts).toMatchObject([
      { what: "entries", checked: 301 },
      { what: "tiles", checked: countTiles(301) },
      { what: "checkpoints", checked: 1 },
      { what: "chain_anchors", checked: 1 },
    ]);
    // The final anchor of the first time, in addition.
    expect(chain.questions - first).toBe(first + 1);
  });

  it("is audited without a chain, and the report says so", async () => {
    firm.batch(3);
    const { report } = await audit({ offline: true });
    expect(report.chain.state).toBe("left_out");
    expect(report.notes).toEqual([{ code: "chain_left_out" }]);
    expect(report.notProven).toContain("chain");
    expect(report.snapshot.anchor).toBeNull();
  });

  it("on a node that lists no logs is audited as far as it goes", async () => {
    firm.batch(3);
    anchor(4);
    chain.silent = true;
    const { report } = await audit();
    expect(report.notes).toContainEqual({ code: "chain_partial" });
    expect(auditExitCode(report)).toBe(0);
  });
});

describe("a ledger that is contradicted", () => {
  const wrong = new Uint8Array(32).fill(7);
  const cheats: [string, () => void, object][] = [
    ["remote_seq", () => firm.record(1, { seq: asStreamSeq(1), prev: NO_PREV }), { index: 51 }],
    ["remote_map_behind", () => firm.state({ mapSize: asTreeSize(5) }), { index: 51 }],
    ["remote_map_root", () => firm.state({ mapRoot: firm.mapRoot(3) }), { index: 51 }],
    ["remote_entry_form", () => firm.put(Uint8Array.of(9)), { index: 51 }],
  ];
  it.each(cheats)("by its entries is named: %s", async (cause, cheat, key) => {
    firm.batch(50);
    cheat();
    firm.state();
    firm.seal();
    const { report, finding } = await audit();
    expect(report.findings).toEqual([{ place: "entries", key, kind: "contradicts", cause }]);
    expect(auditExitCode(report)).toBe(30);
    expect(`remote_${finding?.code}`).toBe(cause);
    JSON.parse(reportJson(report));
    for (const language of ["en", "zh"] as const) {
      const said = sentenceOf(wordsIn(language), report.findings[0] as never);
      expect(said).toContain("51");
    }
  });

  it("by the end of its checkpoint is named", async () => {
    firm.batch(50);
    firm.record(1);
    firm.seal();
    const { report } = await audit();
    expect(report.findings).toMatchObject([
      { place: "checkpoints", key: { size: 52 }, cause: "remote_end" },
    ]);
  });

  it("by the chain is named, wherever it is", async () => {
    for (let i = 0; i < 5; i++) firm.batch(9);
    anchor(10);
    anchor(20, wrong);
    anchor(30);
    const { report, finding } = await audit();
    expect(report.findings).toMatchObject([{ place: "chain", cause: "remote_chain_diverged" }]);
    expect(finding?.evidence).toMatchObject({ size: 20 });
  });

  it("by its own checkpoint of an anchored size is named", async () => {
    firm.batch(50);
    const fork = firm.fork(20);
    fork.batch(30);
    firm.batch(50);
    firm.notes.set(51, fork.notes.get(51) as string);
    anchor(51);
    const { report, finding } = await audit();
    expect(report.findings).toMatchObject([
      { place: "checkpoints", key: { size: 102 }, cause: "remote_prefix" },
    ]);
    expect(finding?.proof?.kind).toBe("prefix");
  });

  it("because it does not serve what the chain holds is named, but not at once", async () => {
    firm.batch(50);
    const longer = firm.fork();
    longer.batch(5);
    anchor(longer.entries.length, longer.root());
    const waits = audit({ graceMs: 10_000 });
    setTimeout(() => place.clock.advance(10_000), 100);
    const { report } = await waits;
    expect(report.findings).toMatchObject([
      { place: "checkpoints", key: { size: 51 }, cause: "remote_dropped_tail" },
    ]);
  });

  it("is named however slowly it answers, and whatever was doubted before", async () => {
    firm.batch(50);
    const longer = firm.fork();
    longer.batch(5);
    anchor(longer.entries.length, longer.root());
    const { checkpoint } = firm.source;
    let looks = 0;
    firm.source.checkpoint = () => {
      looks += 1;
      place.clock.advance(29_000);
      return checkpoint();
    };
    await opened.context.memory.doubt("dropped_tail", place.clock.now() - 1e9, 1e12);
    const { report } = await audit({ graceMs: 30_000 });
    expect(report.findings).toMatchObject([{ cause: "remote_dropped_tail" }]);
    // One look begins the doubt. The second comes 29 seconds later, the third 58.
    expect(looks).toBe(3);
  });

  it("for a moment only is clean", async () => {
    firm.batch(50);
    const longer = firm.fork();
    longer.batch(5);
    anchor(longer.entries.length, longer.root());
    const waits = audit({ graceMs: 10_000 });
    setTimeout(() => Object.assign(firm.source, longer.source), 100);
    expect((await waits).report.findings).toEqual([]);
  });
});

/** What is served is another than what was signed. */
const flip = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte));

function spoil(which: TileId, how: (bytes: Uint8Array) => Uint8Array): void {
  const { tile } = firm.source;
  firm.source.tile = async (asked, width) => {
    const bytes = await tile(asked, width);
    return asked.level === which.level && asked.n === which.n ? how(bytes) : bytes;
  };
}

describe("a ledger that serves something else than it signs", () => {
  beforeEach(() => {
    firm.batch(700);
  });

  it("has every tile named that is another one, also of what was taken before", async () => {
    await audit();
    for (const n of [0, 2]) spoil({ level: 0, n }, flip);
    spoil({ level: 1, n: 0 }, flip);
    const { report, finding } = await audit();
    expect(report.findings).toEqual(
      [
        { level: 0, n: 0 },
        { level: 1, n: 0 },
        { level: 0, n: 2 },
      ].map((key) => ({ place: "tiles", key, kind: "changed", cause: "remote_served_tile" })),
    );
    expect(finding).toBeNull();
    expect(auditExitCode(report)).toBe(30);
    expect(report.counts).toContainEqual({ what: "tiles", checked: 4, of: 4 });
  });

  it.each([
    [
      { level: 0, n: 1 },
      { place: "tiles", key: { level: 0, n: 1 }, cause: "remote_served_tile" },
    ],
    [
      { level: 1, n: 0 },
      { place: "checkpoints", key: { size: 701 }, cause: "remote_served_edge" },
    ],
  ])("has the tile %o named that keeps its entries from being replayed", async (tile, named) => {
    spoil(tile, flip);
    expect((await audit()).report.findings).toMatchObject([named]);
  });

  it("has the bundle named that holds other entries", async () => {
    const { bundle } = firm.source;
    firm.source.bundle = async (n, width) => {
      const entries = await bundle(n, width);
      return n === 1 ? entries.toReversed() : entries;
    };
    const { report } = await audit();
    expect(report.findings).toEqual([
      { place: "entries", key: { index: 256 }, kind: "changed", cause: "remote_served_entries" },
    ]);
    expect(report.counts).toContainEqual({ what: "entries", checked: 0, of: null });
    expect(sentenceOf(wordsIn("en"), report.findings[0] as never)).toContain("Entry 256");
  });

  it("for a moment only is clean", async () => {
    let asked = 0;
    spoil({ level: 0, n: 1 }, (bytes) => (asked++ === 0 ? flip(bytes) : bytes));
    expect((await audit()).report.findings).toEqual([]);
    expect(asked).toBe(3);
  });

  it("is not accused for what was damaged here", async () => {
    await audit();
    const database = new Database(place.path("state", "log.db"));
    database.exec("DROP TRIGGER tiles_grow");
    database.exec(
      "UPDATE tiles SET hashes = CAST(zeroblob(32) || substr(hashes, 33) AS BLOB) WHERE level = 0 AND n = 0",
    );
    database.close();
    await expect(audit()).rejects.toMatchObject({ code: "damaged" });
  });
});

describe("a chain that does not answer", () => {
  it("leaves all else to be audited, and is said", async () => {
    firm.batch(50);
    chain.failing = new RpcUnreachable("refused");
    const { report } = await audit();
    expect(report.chain.state).toBe("unreachable");
    expect(report.notes).toEqual([{ code: "chain_unreachable" }]);
    expect(report.counts).toContainEqual({ what: "tiles", checked: 1, of: 1 });
    expect(auditExitCode(report)).toBe(20);
  });

  it("but for a moment is asked again", async () => {
    firm.batch(50);
    anchor(51);
    const look = chain.look.bind(chain);
    let asked = 0;
    chain.look = async () => {
      if (asked++ === 0) throw new Waiting("chain_moving");
      return look();
    };
    expect((await audit()).report.chain.state).toBe("asked");
  });
});

describe("nothing is reported", () => {
  it("where the log does not answer", async () => {
    firm.batch(5);
    firm.source.bundle = () => Promise.reject(new SourceFailure("unreachable", "entries"));
    await expect(audit()).rejects.toBeInstanceOf(SourceFailure);
  });

  it("where there is none", async () => {
    await expect(audit()).rejects.toBeInstanceOf(Waiting);
  });

  it("where its checkpoint is somebody else's", async () => {
    firm.batch(5);
    firm.source.checkpoint = async () => "nothing\n\n— else AAAA\n";
    await expect(audit()).rejects.toMatchObject({ code: "bad_answer", what: "checkpoint" });
  });

  it("where a tile is withheld, but for its name", async () => {
    firm.batch(700);
    await audit();
    spoil({ level: 0, n: 1 }, () => {
      throw new SourceFailure("missing", "tile", { level: 0, n: 1 });
    });
    await expect(audit()).rejects.toMatchObject({ code: "missing", path: "tile/0/001" });
  });
});
