/** `counterfoil receipt` against a node that a test makes up: every word with its exit code, in both languages, on paper and as JSON. */
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatPolicy } from "../../../../portal/verify/policy.ts";
import { VOID_LEAF } from "../../../../scripts/cli/receipt/place.ts";
import { type MadeUpNode, madeUpNodeAt } from "../../../helpers/anchored-chain.ts";
import { mirror } from "../../../helpers/mirror.ts";
import {
  ORIGIN,
  type PromisedLog,
  promisedLog,
  someLeaves,
} from "../../../helpers/promised-log.ts";
import { type Ran, type RunOptions, runHere, runProcess } from "../../helpers/cli.ts";
import { temporaryFile, temporaryFolder } from "../../helpers/items.ts";

const T0 = 1_795_000_000;
const at = (block: number): number => (T0 + 10 * block) * 1000;
const NOBODY = "http://127.0.0.1:9";

interface World {
  readonly log: PromisedLog;
  /** Arguments behind the file. */
  readonly args: string[];
  readonly folder: string;
  readonly rpc: string;
  readonly policy: string;
}

/** A chain with a block every ten seconds, and a directory with what the log serves of the sizes anchored. */
async function world(
  anchors: readonly (number | null)[],
  options: {
    log?: PromisedLog;
    tiles?: PromisedLog;
    final?: number;
    node?: Partial<MadeUpNode>;
  } = {},
): Promise<World> {
  const log = options.log ?? promisedLog(someLeaves(40));
  const { chainId, contract, ledgerId } = log.policy;
  const node: MadeUpNode = {
    ...{ chainId, contract, ledgerId },
    blocks: anchors.map((size, i) => ({
      time: T0 + 10 * i,
      anchors: size === null ? [] : [{ size, root: log.root(size) }],
    })),
    final: options.final ?? anchors.length - 1,
    ...options.node,
  };
  const folder = await temporaryFolder();
  for (const size of anchors.filter((one) => one !== null)) {
    for (const [path, bytes] of (options.tiles ?? log).tiles(size)) await put(folder, path, bytes);
    await put(folder, `checkpoint/${size}`, log.checkpoint(size));
  }
  const rpc = await madeUpNodeAt(() => node);
  const policy = await temporaryFile("policy.json", formatPolicy(log.policy));
  return { log, folder, rpc, policy, args: ["--policy", policy, "--rpc", rpc, "--log", folder] };
}

async function put(folder: string, path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

const receiptOf = (
  log: PromisedLog,
  index: number,
  deadline: number,
  leaf = index,
): Promise<string> =>
  temporaryFile(
    "receipt",
    log.receipt(index, { time: at(0), deadline, leafHash: log.leaves[leaf]! }),
  );

const run = (file: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  runHere(["receipt", file, ...args], { env: {}, ...options });

/** The last lines: the word, and what is said of it. */
const wordOf = ({ out }: Ran): string => out.trimEnd().split("\n").at(-2)!;
const saidIn = ({ out }: Ran): string => out.trimEnd().split("\n").at(-1)!;

describe("exit codes of the process", () => {
  const ran = async (given: World, file: string, ...more: string[]): Promise<Ran> =>
    runProcess(["receipt", file, ...given.args, ...more]);

  it("0: kept", async () => {
    const given = await world([null, 20, null, null]);
    const found = await ran(given, await receiptOf(given.log, 7, at(2)));
    expect(found).toMatchObject({ code: 0, err: "" });
    expect(wordOf(found)).toBe("KEPT");
  });

  it("11: not yet due", async () => {
    const given = await world([null, null, null]);
    const found = await ran(given, await receiptOf(given.log, 7, at(9)));
    expect([found.code, wordOf(found)]).toEqual([11, "NOT YET DUE"]);
  });

  it("30: broken", async () => {
    const given = await world([null, null, null]);
    const found = await ran(given, await receiptOf(given.log, 7, at(1)));
    expect([found.code, wordOf(found)]).toEqual([30, "BROKEN"]);
  });

  it("20: the tiles are another log's", async () => {
    const liar = promisedLog(someLeaves(40, "liar"));
    const given = await world([null, 20, null, null], { tiles: liar });
    const found = await ran(given, await receiptOf(given.log, 7, at(2)));
    expect([found.code, wordOf(found)]).toEqual([20, "CANNOT TELL"]);
  });

  it("21: no policy, and nothing is asked", async () => {
    const { log } = await world([]);
    const env = { COUNTERFOIL_DATA: await temporaryFolder() };
    const found = await runProcess(["receipt", await receiptOf(log, 7, at(2)), "--rpc", NOBODY], {
      env,
    });
    expect([found.code, wordOf(found)]).toEqual([21, "UNPINNED"]);
    expect(found.out).toContain("policy.json");
  });

  it("40: signed by somebody else, or no receipt at all", async () => {
    const given = await world([null, 20, null, null]);
    const forger = promisedLog(someLeaves(40), "forger");
    const forged = await ran(given, await receiptOf(forger, 7, at(2)));
    expect([forged.code, wordOf(forged)]).toEqual([40, "INVALID"]);
    const none = await run(await temporaryFile("x.json", "{}"), given.args);
    expect([none.code, wordOf(none)]).toEqual([40, "INVALID"]);
  });

  it("2: wrong use, and what cannot be read", async () => {
    const given = await world([null, 20, null, null]);
    const receipt = await receiptOf(given.log, 7, at(2));
    expect((await ran(given, "/nowhere")).code).toBe(2);
    const more = [
      [receipt, ...given.args, "--rpc", "localhost:8545"],
      [receipt, ...given.args, "--log", "ftp://mirror.example"],
      [receipt, ...given.args, "--policy", "/nowhere"],
      [],
    ];
    for (const args of more) expect((await runHere(["receipt", ...args])).code).toBe(2);
  });

  it("2: what is read is not written over, by whatever name", async () => {
    const given = await world([null, 20, null, null]);
    const receipt = await receiptOf(given.log, 7, at(2));
    const before = await readFile(receipt, "utf8");
    const link = join(await temporaryFolder(), "link");
    await symlink(receipt, link);
    for (const out of [receipt, link, given.policy]) {
      const found = await runHere(["receipt", receipt, ...given.args, "--out", out]);
      expect([found.code, found.out]).toEqual([2, ""]);
      expect(found.err).toContain(`${out} is itself read here`);
    }
    const zh = await runHere(["receipt", link, ...given.args, "--out", receipt, "--lang", "zh"]);
    expect(zh.err).toContain("要读取的输入");
    expect(await readFile(receipt, "utf8")).toBe(before);
  });

  it("3: kept, but the file asked for could not be made", async () => {
    const given = await world([null, 20, null, null]);
    await writeFile(join(given.folder, "checkpoint/20"), given.log.checkpoint(21));
    const out = join(await temporaryFolder(), "proof");
    const found = await ran(given, await receiptOf(given.log, 7, at(2)), "--out", out);
    expect([found.code, wordOf(found)]).toEqual([3, "KEPT"]);
    expect(found.err).toContain("No file was written");
    await expect(readFile(out)).rejects.toThrow();
  });

  it("3 as well where the file was made and cannot be written; the judgement is told", async () => {
    const given = await world([null, 20, null, null]);
    const args = [...given.args, "--out", "/nowhere/at/all"];
    const kept = await receiptOf(given.log, 7, at(2));
    const text = await run(kept, args);
    expect([text.code, wordOf(text)]).toEqual([3, "KEPT"]);
    const json = await run(kept, [...args, "--json"]);
    expect(json.code).toBe(3);
    const evidence = { failure: "unwritable", word: null };
    expect(JSON.parse(json.out)).toMatchObject({ word: "kept", exitCode: 3, evidence });
    for (const { err } of [text, json]) {
      expect(err).toBe("counterfoil: The file /nowhere/at/all cannot be written.\n");
    }
    const late = await run(await receiptOf(given.log, 7, at(0)), [...args, "--lang", "zh"]);
    expect(late.code).toBe(30);
    expect(late.err).toContain("无法写入文件 /nowhere/at/all。");
  });
});

describe("what is said", () => {
  it("names ledger, entry, times, sizes and blocks", async () => {
    const given = await world([null, null, 20, null, 30, null]);
    const { out } = await run(await receiptOf(given.log, 7, at(3)), given.args);
    expect(out).toMatch(new RegExp(`^ {2}Ledger: {2,}${ORIGIN}$`, "m"));
    expect(out).toMatch(/^ {2}Entry: {2,}7$/m);
    expect(out).toMatch(/^ {2}Taken: {2,}2026-11-18T11:06:40.000Z$/m);
    expect(out).toMatch(/^ {2}Deadline: {2,}2026-11-18T11:07:10.000Z$/m);
    expect(out).toMatch(/^ {2}Anchored size over it: {2,}20$/m);
    expect(out).toMatch(/^ {2}Block: {2,}2 \(2026-11-18T11:07:00.000Z\)$/m);
    expect(out).toMatch(/^ {2}At its place: {2,}the entry that was promised$/m);
    expect(out).toMatch(/^ {2}Newest final block: {2,}5 \(2026-11-18T11:07:30.000Z\)$/m);
    expect(out).toContain("This is a development chain: whoever runs it can rewrite it.");
    expect(out).not.toContain("\u001b");
  });

  it("tells apart how a promise is broken", async () => {
    const late = await world([null, null, null, 20, null]);
    const file = await receiptOf(late.log, 7, at(2));
    expect(saidIn(await run(file, late.args))).toMatch(
      /It was late: block 3 .* It is there now, as it was promised\./,
    );
    const dark = [...late.args, "--log", await temporaryFolder()];
    expect(saidIn(await run(file, dark))).toMatch(/It was late: block 3 .* could not be seen/);
    const other = await receiptOf(late.log, 7, at(3), 8);
    expect(saidIn(await run(other, late.args))).toMatch(
      /block 3 .* anchored another entry as number 7\. Keep this receipt/,
    );
    const lossy = promisedLog(someLeaves(40).map((leaf, i) => (i < 5 ? leaf : VOID_LEAF)));
    const lost = await world([null, 20, null, null], { log: lossy });
    const promised = lossy.receipt(7, { time: at(0), deadline: at(2), leafHash: lossy.leaves[2]! });
    const said = saidIn(await run(await temporaryFile("r", promised), lost.args));
    expect(said).toMatch(/block 1 .* anchored a void entry as number 7\. The ledger has lost/);
  });

  it("says where a block is not known by name", async () => {
    const given = await world([null, 20, null, null], { node: { searches: 0 } });
    const { out, code } = await run(await receiptOf(given.log, 7, at(2)), given.args);
    expect(code).toBe(0);
    expect(out).toContain("not after 2026-11-18T11:07:00.000Z; the node does not tell which");
  });

  it("in Chinese", async () => {
    const given = await world([null, 20, null, null]);
    const file = await receiptOf(given.log, 7, at(2));
    const { out } = await run(file, [...given.args, "--lang", "zh"]);
    expect(out).toMatch(/^ {2}期限： {2,}|^ {2}期限: {2,}2026/m);
    const [word, said] = out.trimEnd().split("\n").slice(-2);
    expect(word).toBe("已兑现");
    expect(said).toMatch(/^承诺已兑现：.*区块 1（.*开发链/);
    const invalid = await run(await temporaryFile("x", "{}"), [...given.args, "--lang", "zh"]);
    expect(invalid.out).toMatch(/^无效\n这不是您所信任的账本的回执。该文件/);
  });

  it("in colour on a terminal that wants it, and without what paints it", async () => {
    const given = await world([null, 20, null, null]);
    const file = await receiptOf(given.log, 7, at(2));
    const { out } = await runHere(["receipt", file, ...given.args], {
      terminal: { colour: true, columns: 60 },
    });
    expect(out).toContain("\u001b[32mKEPT\u001b[39m");
    const named = await run(file, [...given.args, "--log", "/no\u001b[31mwhere"]);
    expect(named.out).not.toContain("\u001b");
  });

  it("as JSON", async () => {
    const given = await world([null, 20, null, null]);
    const file = await receiptOf(given.log, 7, at(2));
    const { out, code } = await run(file, [...given.args, "--json"]);
    expect(JSON.parse(out)).toEqual({
      word: "kept",
      exitCode: code,
      code: "kept",
      receipt: {
        origin: ORIGIN,
        index: 7,
        leafHash: Buffer.from(given.log.leaves[7]!).toString("base64"),
        time: "2026-11-18T11:06:40.000Z",
        deadline: "2026-11-18T11:07:00.000Z",
      },
      anchor: {
        size: 20,
        root: given.log.root(20),
        inTime: true,
        block: { number: 1, hash: expect.stringMatching(/^0x/), time: "2026-11-18T11:06:50.000Z" },
        notAfter: "2026-11-18T11:06:50.000Z",
      },
      atIndex: "promised",
      finalBlock: {
        number: 3,
        hash: expect.stringMatching(/^0x/),
        time: "2026-11-18T11:07:10.000Z",
      },
      evidence: null,
    });
    const none = await run(await temporaryFile("x", "{}"), [...given.args, "--json"]);
    expect(JSON.parse(none.out)).toMatchObject({ word: "invalid", exitCode: 40 });
    expect(none.code).toBe(40);
  });

  it("of the standard input", async () => {
    const given = await world([null, 20, null, null]);
    const stdin = given.log.receipt(7, { time: at(0), deadline: at(2) });
    expect(await run("-", given.args, { stdin })).toMatchObject({ code: 0 });
    expect(await run("/dev/zero", given.args)).toMatchObject({ code: 40 });
  });
});

describe("a .tlog-proof", () => {
  it("is made of a bare receipt, under the newest anchored checkpoint that is there", async () => {
    const given = await world([null, 20, null, 30, null]);
    const out = join(await temporaryFolder(), "x.tlog-proof");
    const file = await receiptOf(given.log, 7, at(2));
    expect(await run(file, [...given.args, "--out", out])).toMatchObject({ code: 0 });
    const proof = await readFile(out, "utf8");
    expect(proof.startsWith("c2sp.org/tlog-proof@v1\nindex 7\n")).toBe(true);
    expect(proof.endsWith(`\n\n${given.log.checkpoint(30)}`)).toBe(true);
    // Where that one is gone, the one before it does.
    await writeFile(join(given.folder, "checkpoint/30"), "gone");
    const { out: told } = await run(file, [...given.args, "--out", out, "--json"]);
    expect(JSON.parse(told).evidence).toEqual({
      file: out,
      kind: "tlog-proof",
      size: 20,
      block: 1,
    });
    expect((await readFile(out, "utf8")).endsWith(given.log.checkpoint(20))).toBe(true);
  });

  it("is made of what came too late as well, and the receipt stays broken", async () => {
    const given = await world([null, null, null, 20, null]);
    const out = join(await temporaryFolder(), "late");
    const file = await receiptOf(given.log, 7, at(2));
    expect(await run(file, [...given.args, "--out", out])).toMatchObject({ code: 30 });
    expect(await readFile(out, "utf8")).toContain("index 7\n");
  });

  it("is not made of what no final block shows", async () => {
    const given = await world([null, null, 20], { final: 1 });
    const out = join(await temporaryFolder(), "none");
    const found = await run(await receiptOf(given.log, 7, at(9)), [...given.args, "--out", out]);
    expect(found).toMatchObject({ code: 11 });
    expect(found.err).toContain("No file was written");
    await expect(readFile(out)).rejects.toThrow();
  });

  it("is not made where a signed checkpoint contradicts the chain, which is said loudly", async () => {
    const given = await world([null, 20, null, null]);
    const twin = promisedLog(someLeaves(40, "another history"));
    await writeFile(join(given.folder, "checkpoint/20"), twin.checkpoint(20));
    const out = join(await temporaryFolder(), "none");
    const receipt = await receiptOf(given.log, 7, at(2));
    const found = await run(receipt, [...given.args, "--out", out]);
    expect([found.code, wordOf(found)]).toEqual([30, "KEPT"]);
    expect(found.err).toContain("another root");
    const json = await run(receipt, [...given.args, "--out", out, "--json"]);
    const evidence = { failure: "diverges", word: null };
    expect(JSON.parse(json.out)).toMatchObject({ word: "kept", exitCode: json.code, evidence });
    expect(json).toMatchObject({ code: 30, err: "" });
  });

  it("is not made without tiles for any checkpoint that is there", async () => {
    const given = await world([null, 20, null, 30, null]);
    const sparse = await temporaryFolder();
    for (const [path, bytes] of given.log.tiles(20)) await put(sparse, path, bytes);
    await put(sparse, "checkpoint/30", given.log.checkpoint(30));
    const args = [...given.args, "--log", sparse, "--out", join(await temporaryFolder(), "none")];
    const found = await run(await receiptOf(given.log, 7, at(2)), args);
    expect(found.code).toBe(3);
    expect(found.err).toContain("do not prove the entry");
  });
});

describe("a mirror", () => {
  it("of many logs is as good as the ledger", async () => {
    const given = await world([null, 20, null, null]);
    const name = "3f0a"; // Below any path at all.
    const { url, files } = await mirror();
    for (const [path, bytes] of given.log.tiles(20)) files.set(`/${name}/${path}`, bytes);
    const file = await receiptOf(given.log, 7, at(2));
    expect(await run(file, [...given.args, "--log", `${url}/${name}/`])).toMatchObject({ code: 0 });
    expect(await run(file, [...given.args, "--log", url])).toMatchObject({ code: 20 });
  });
});
