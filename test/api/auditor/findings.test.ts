/** What an auditor refuses for: each firm that cheats is caught, what shows it is kept, and where it is compact, verifies by itself. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Refusing } from "../../../api/auditor/refusals.ts";
import { asLeafHash, asStreamSeq, asTreeSize } from "../../../portal/verify/brands.ts";
import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { NO_PREV } from "../../../portal/verify/entry.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
import { parseMisbehaviour } from "../../../portal/verify/misbehaviour.ts";
import { parseNote } from "../../../portal/verify/note.ts";
import { verifyMisbehaviour } from "../../../portal/verify/verify-misbehaviour.ts";
import { FakeChain, Firm } from "./firm.ts";
import { auditorPlace, type OpenedAuditor, word } from "./place.ts";

let place: ReturnType<typeof auditorPlace>;
let firm: Firm;
let chain: FakeChain;
let auditor: OpenedAuditor;

const open = (of: Firm = firm): Promise<OpenedAuditor> =>
  place.open({ policy: firm.policy, source: of.source, chain, chunk: 64 });

beforeEach(async () => {
  place = auditorPlace();
  firm = new Firm();
  chain = new FakeChain();
  auditor = await open();
});
afterEach(async () => {
  await auditor.close();
  place.remove();
});

async function reopen(of: Firm = firm): Promise<void> {
  await auditor.close();
  auditor = await open(of);
}

const round = async (): Promise<string> => word(await auditor.round());
const newestCosigned = async (): Promise<number> => {
  const note = await auditor.context.memory.cosigned(null);
  return note === null ? 0 : parseCheckpoint(parseNote(note).text).size;
};

/** It refuses now, says so once, cosigned nothing, and stays so over a restart. Answers what was kept. */
async function refusesFor(code: string, from?: Firm): Promise<Refusing> {
  const before = await newestCosigned();
  expect(await round()).toBe(code);
  expect(auditor.shouted.map((each) => each.code)).toEqual([code]);
  expect(await round()).toBe(code);
  expect(auditor.shouted).toHaveLength(1);
  expect(await newestCosigned()).toBe(before);
  expect(await auditor.status()).toMatchObject({ state: "refusing", reason: null });
  await reopen(from);
  expect(await round()).toBe(code);
  expect(auditor.shouted.map((each) => each.code)).toEqual([code]);
  expect(await newestCosigned()).toBe(before);
  const kept = auditor.shouted[0] as Refusing;
  expect(statSync(kept.file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(kept.file, "utf8"))).toMatchObject({
    format: "counterfoil/auditor-refusal/v1",
    code,
    auditor: auditor.keys.auditor.vkey,
    ledger: { chainId: 31337, ledgerId: firm.policy.ledgerId },
  });
  return kept;
}

/** What the kernel says of the proof: `DIVERGED two_seq`. */
async function judged({ proof }: Refusing): Promise<string> {
  if (proof === null) return "none";
  const source = readFileSync(proof);
  const ask = async ({ size }: { size: number }) => {
    const root = await chain.rootAt(size);
    const head = { number: chain.latest };
    return {
      ...{ chainId: 31337, registered: true, latest: head, finalized: head },
      ...{ rootAtLatest: root, rootAtFinalized: root, event: "unavailable" as const },
    };
  };
  const verdict = await verifyMisbehaviour(source, { policy: firm.policy, ask });
  return `${verdict.word} ${parseMisbehaviour(source).kind}`;
}

describe("two histories", () => {
  it("of one size are refused, and proven", async () => {
    firm.batch(20);
    expect(await round()).toBe("ok");
    const other = firm.fork(10);
    other.batch(10);
    expect(other.entries.length).toBe(firm.entries.length);
    await reopen(other);
    expect(await judged(await refusesFor("two_roots", other))).toBe("DIVERGED two_roots");
  });

  it.each([3, 30, 600])(
    "of which the other is %i entries longer are refused, and proven",
    async (more) => {
      firm.batch(500);
      expect(await round()).toBe("ok");
      const other = firm.fork(300);
      other.batch(200 + more);
      await reopen(other);
      expect(await judged(await refusesFor("prefix", other))).toBe("DIVERGED prefix");
    },
  );

  it.each([2, 40, 450])(
    "of which the other has %i entries more than they share, but fewer, are refused, and proven",
    async (more) => {
      firm.batch(500);
      expect(await round()).toBe("ok");
      const other = firm.fork(20);
      other.batch(more);
      await reopen(other);
      expect(await judged(await refusesFor("prefix", other))).toBe("DIVERGED prefix");
    },
  );

  it("are refused in the middle of catching up, too", async () => {
    firm.batch(900);
    const { bundle } = firm.source;
    Object.assign(firm.source, {
      bundle: (n: number, width: number) =>
        n < 2 ? bundle(n, width) : Promise.reject(new Error("killed")),
    });
    await expect(auditor.round()).rejects.toThrow("killed");
    expect((await auditor.status()).size).toBe(512);
    const other = firm.fork(700);
    other.batch(400);
    await reopen(other);
    expect(await judged(await refusesFor("prefix", other))).toBe("DIVERGED prefix");
    expect(await newestCosigned()).toBe(0);
  });

  it("are refused where half of the first was taken and the second is shorter than that", async () => {
    firm.batch(900);
    const { bundle } = firm.source;
    Object.assign(firm.source, {
      bundle: (n: number, width: number) =>
        n < 2 ? bundle(n, width) : Promise.reject(new Error("killed")),
    });
    await expect(auditor.round()).rejects.toThrow("killed");
    const other = firm.fork(100);
    other.batch(50);
    await reopen(other);
    // Both were signed, and the entries tell; but what would show it to others is not served any more.
    const kept = await refusesFor("prefix", other);
    expect(await judged(kept)).toBe("none");
    const { checkpoints } = JSON.parse(readFileSync(kept.file, "utf8")).evidence;
    expect(checkpoints).toEqual([other.notes.get(other.served), firm.notes.get(firm.served)]);
  });

  it("that somebody else was shown are refused when he shows them", async () => {
    firm.batch(50);
    expect(await round()).toBe("ok");
    const other = firm.fork(10);
    other.batch(8);
    await auditor.show(firm.notes.get(firm.served) as string);
    await auditor.show("no note");
    await auditor.show(new Firm("another").batch(3));
    expect(auditor.shouted).toEqual([]);
    await auditor.show(other.notes.get(other.served) as string);
    await auditor.show(other.notes.get(other.served) as string);
    expect(auditor.shouted.map(({ code }) => code)).toEqual(["prefix"]);
    expect(await judged(auditor.shouted[0] as Refusing)).toBe("DIVERGED prefix");
    expect(await round()).toBe("prefix");
  });

  it("are refused when the log here is as large as the one that somebody was shown", async () => {
    const other = firm.fork();
    for (let i = 0; i < 3; i++) other.batch(60);
    const [first, , third] = [...other.notes.values()] as [string, string, string];
    // Also before there is anything here.
    await auditor.show(first);
    firm.batch(50);
    expect(await round()).toBe("ok");
    await auditor.show(third);
    await auditor.show(first);
    await reopen();
    firm.batch(100);
    expect(await round()).toBe("ok");
    expect(await auditor.context.memory.larger()).toBe(third);
    firm.batch(100);
    expect(await judged(await refusesFor("prefix"))).toBe("DIVERGED prefix");
  });

  it("are none where what somebody was shown is what the log comes to be", async () => {
    firm.batch(50);
    const ahead = firm.batch(50);
    firm.served = 51;
    expect(await round()).toBe("ok");
    await auditor.show(ahead);
    expect(await auditor.context.memory.larger()).toBe(ahead);
    firm.batch(50);
    expect(await round()).toBe("ok");
    expect(await auditor.context.memory.larger()).toBeNull();
    expect(auditor.shouted).toEqual([]);
  });

  it("that are shown at once, and many, are one finding, which is waited for", async () => {
    firm.batch(50);
    expect(await round()).toBe("ok");
    const notes = [8, 9, 10, 11].map((count) => {
      const other = firm.fork(10);
      return other.batch(count);
    });
    const shown = [...notes, ...notes].map((note) => auditor.show(note));
    await auditor.idle();
    expect(auditor.shouted.map(({ code }) => code)).toEqual(["prefix"]);
    // The finding and its proof.
    expect(readdirSync(place.path("refusals"))).toHaveLength(2);
    await Promise.all(shown);
    expect(readdirSync(place.path("refusals"))).toHaveLength(2);
  });

  it("are refused at the size of an anchored checkpoint", async () => {
    firm.batch(50);
    const size = firm.entries.length;
    const other = firm.fork(10);
    other.batch(40);
    firm.batch(50);
    firm.notes.set(size, other.notes.get(size) as string);
    chain.anchor(size, firm.root(size));
    expect(await judged(await refusesFor("prefix"))).toBe("DIVERGED prefix");
  });
});

describe("a state that was lost or put back", () => {
  it("lets the auditor cosign the same log again", async () => {
    firm.batch(30);
    place.save("state", "before");
    await round();
    firm.batch(400);
    await round();
    await auditor.close();
    for (const put of [() => place.lose("state"), () => place.restore("state", "before")]) {
      put();
      auditor = await open();
      firm.batch(5);
      expect(await round()).toBe("ok");
      expect(await newestCosigned()).toBe(firm.entries.length);
      await auditor.close();
    }
    auditor = await open();
  });

  it.each(["lost", "put back"])("and %s, does not let it cosign another one", async (how) => {
    firm.batch(30);
    await round();
    await auditor.close();
    place.save("state", "before");
    auditor = await open();
    firm.batch(400);
    await round();
    const size = firm.entries.length;
    await auditor.close();
    if (how === "lost") place.lose("state");
    else place.restore("state", "before");
    const other = firm.fork(60);
    other.batch(40);
    auditor = await open(other);
    // Shorter than what the key remembers, and not what is known to be signed: nothing is cosigned.
    for (let i = 0; i < 3; i++) expect(["log_wrong", "tail_missing"]).toContain(await round());
    expect(await newestCosigned()).toBeLessThan(size);
    other.batch(600);
    expect(await judged(await refusesFor("prefix", other))).toBe("DIVERGED prefix");
  });

  it("of another history is of no use", async () => {
    const other = firm.fork();
    other.batch(20);
    await reopen(other);
    expect(await round()).toBe("ok");
    await auditor.close();
    place.save("state", "other's");
    place.lose("state");
    place.lose("keys");
    auditor = await open();
    firm.batch(21);
    expect(await round()).toBe("ok");
    await auditor.close();
    place.restore("state", "other's");
    auditor = await open(other);
    other.batch(5);
    expect(await judged(await refusesFor("prefix", other))).toBe("DIVERGED prefix");
  });

  it("of another ledger is refused", async () => {
    firm.batch(3);
    await round();
    await auditor.close();
    const policy = { ...firm.policy, chainId: 1 };
    await expect(place.open({ policy, source: firm.source })).rejects.toMatchObject({
      ...{ code: "wrong_ledger", details: { setting: "--policy" } },
    });
    // What failed to open keeps the database; a restart of the process does not.
    auditor = await auditorPlace().open({ policy: firm.policy, source: firm.source });
  });
});

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

  it("that is only damaged here accuses nobody", async () => {
    firm.batch(60);
    expect(await round()).toBe("ok");
    await auditor.close();
    const { default: Database } = await import("better-sqlite3");
    const database = new Database(place.path("state", "map.db"));
    database.exec("DROP TRIGGER pages_no_update");
    database.exec("UPDATE pages SET bytes = zeroblob(length(bytes))");
    database.close();
    auditor = await open();
    firm.batch(60);
    expect(await round()).toBe("ok");
  });
});

describe("a tile that was damaged here", () => {
  /** Below what the newest root is computed of: it is seen only by who asks about the beginning. */
  async function damaged(): Promise<void> {
    const { default: Database } = await import("better-sqlite3");
    const database = new Database(place.path("state", "log.db"));
    database.exec("DROP TRIGGER tiles_grow");
    database.exec(
      "UPDATE tiles SET hashes = CAST(zeroblob(32) || substr(hashes, 33) AS BLOB) WHERE level = 0 AND n = 0",
    );
    database.close();
  }

  beforeEach(async () => {
    firm.batch(50);
    firm.batch(600);
    expect(await round()).toBe("ok");
    await auditor.close();
    await damaged();
    auditor = await open();
  });

  const damage = { code: "damaged" };
  async function accusesNobody(): Promise<void> {
    expect(auditor.shouted).toEqual([]);
    expect(existsSync(place.path("refusals"))).toBe(false);
    expect(await auditor.status()).toMatchObject({ refusal: null });
    // It does not go on, either, as if nothing were.
    const before = await newestCosigned();
    firm.served = firm.entries.length;
    firm.batch(3);
    await expect(auditor.round()).rejects.toMatchObject(damage);
    expect(await newestCosigned()).toBe(before);
  }

  it("accuses nobody where an older checkpoint is served", async () => {
    firm.served = 51;
    await expect(auditor.round()).rejects.toMatchObject(damage);
    await accusesNobody();
  });

  it("accuses nobody where an older checkpoint is shown", async () => {
    await expect(auditor.show(firm.notes.get(51) as string)).rejects.toMatchObject(damage);
    await accusesNobody();
  });

  it("accuses nobody where the chain has the root of a beginning", async () => {
    chain.anchor(51, firm.root(51));
    expect(await round()).toBe("chain_differs");
    place.clock.advance(60_000);
    await expect(auditor.round()).rejects.toMatchObject(damage);
    await accusesNobody();
  });
});

describe("a stream whose head was changed here", () => {
  it.each([
    ["taken away", "DELETE FROM streams"],
    [
      "set back",
      "UPDATE streams SET (seq, idx, leaf_hash) = (SELECT 1, idx, leaf_hash FROM entries WHERE idx = 0) WHERE seq > 1",
    ],
  ])("and was %s is not begun a second time", async (_, statement) => {
    firm.batch(50, 1);
    expect(await round()).toBe("ok");
    const before = await newestCosigned();
    await auditor.close();
    const { default: Database } = await import("better-sqlite3");
    const database = new Database(place.path("state", "log.db"));
    database.exec(statement);
    database.close();
    auditor = await open();
    const stolen = firm.record(0, {
      seq: asStreamSeq(statement.startsWith("D") ? 1 : 2),
      prev: statement.startsWith("D") ? NO_PREV : leafHash(firm.entries[0] as Uint8Array),
    });
    expect(stolen).toBe(51);
    firm.state();
    firm.seal();
    await expect(auditor.round()).rejects.toMatchObject({
      code: "damaged",
      details: { what: "stream" },
    });
    expect(await newestCosigned()).toBe(before);
    expect(auditor.shouted).toEqual([]);
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
