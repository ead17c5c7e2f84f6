/** `counterfoil compare`: the vectors, as a process and in this one; the log and the chain beside them. */
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { AnchorAnswer } from "../../../../portal/verify/chain.ts";
import { formatPolicy } from "../../../../portal/verify/policy.ts";
import { type PromisedLog, promisedLog, someLeaves } from "../../../helpers/promised-log.ts";
import { type Ran, runHere, runProcess } from "../../helpers/cli.ts";
import { fakeChain } from "../../helpers/fake-chain.ts";
import { temporaryFile, temporaryFolder } from "../../helpers/items.ts";

const FOLDER = fileURLToPath(new URL("../../../vectors/compare/", import.meta.url));

interface Vector {
  readonly a: string;
  readonly b: string;
  readonly policy: object;
  readonly expect: {
    readonly found: string | null;
    readonly refused: readonly (string | null)[];
    readonly faults: readonly (string | null)[];
  };
}

const vector = (name: string): Vector => JSON.parse(readFileSync(`${FOLDER}${name}.json`, "utf8"));
const NAMES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));

function codeOf({ expect: { found, refused, faults } }: Vector): number {
  if (found !== null) return 30;
  return [...refused, ...faults].some((code) => code !== null) ? 40 : 0;
}

async function argumentsOf({ a, b, policy }: Vector): Promise<string[]> {
  const [one, other] = await Promise.all([
    temporaryFile("a", Buffer.from(a, "base64")),
    temporaryFile("b", Buffer.from(b, "base64")),
  ]);
  const pinned = await temporaryFile("p.json", JSON.stringify(policy));
  return ["compare", one, other, "--policy", pinned];
}

/** A data directory without a policy. */
const empty = async () => ({ COUNTERFOIL_DATA: await temporaryFolder() });
const lastWord = ({ out }: Ran): string | undefined => out.split("\n").at(-3);

describe("as a process", () => {
  test.each(["map-out-of-date", "honest-histories", "refused-no-file", "altered-record"])(
    "%s",
    async (name) => {
      const one = vector(name);
      const ran = await runProcess(await argumentsOf(one));
      expect(ran.code).toBe(codeOf(one));
      expect(lastWord(ran)).toBe(
        { 0: "NOTHING_FOUND", 30: "DIVERGED", 40: "INVALID" }[codeOf(one)],
      );
    },
  );
});

test("all vectors, and the proof that is written verifies", { timeout: 240_000 }, async () => {
  for (const name of NAMES) {
    const one = vector(name);
    const args = await argumentsOf(one);
    const folder = await temporaryFolder();
    const { code, out } = await runHere([...args, "--json", "--out", folder]);
    expect([name, code]).toEqual([name, codeOf(one)]);
    const told = JSON.parse(out);
    expect(told.exitCode).toBe(code);
    expect(told.verdict?.kind ?? null).toBe(one.expect.found);
    const files = readdirSync(folder);
    expect(files).toEqual(code === 30 ? [`misbehaviour-${one.expect.found}.json`] : []);
    if (code !== 30) continue;
    const proof = join(folder, files[0]!);
    expect(JSON.parse(await readFile(proof, "utf8"))).toEqual(told.proof);
    const again = await runHere(["verify", proof, ...args.slice(3)]);
    expect([name, again.code, lastWord(again)]).toEqual([name, 30, "DIVERGED"]);
  }
});

describe("what is shown", () => {
  const shown = async (name: string, ...more: string[]) =>
    runHere([...(await argumentsOf(vector(name))), ...more]);

  test("files, statements, the finding, what is not proven, and how to keep it", async () => {
    const { out, err } = await shown("history-without-its-newest");
    expect(out).toMatch(/^Files\n {2}\S+: {2}evidence\n {3,}checkpoints of size 10$/m);
    expect(out).toMatch(/^Statements\n {2}– {2}Checkpoint of size 10/m);
    expect(out).toMatch(/^What they show\n {2}ledger\.example\/counterfoil hides the newest/m);
    expect(out).toMatch(/^What this does not prove\n {2}– {2}\S/m);
    expect(err).toBe("Not written: --out FILE keeps the proof.\n");
  });

  test("how far it could compare, and what it did not", async () => {
    const { out } = await shown("honest-histories");
    expect(out).toMatch(/^Compared\n {2}– {2}sizes 5 and 14: the same in 7 places/m);
    expect(out).toMatch(/streams that both tell something of: 1$/m);
    expect(out).toMatch(/another identifier/);
    expect((await shown("honest-checkpoints")).out).toMatch(/nothing that both show; --log/);
    expect((await shown("honest-receipt-kept")).out).toMatch(/receipts whose entry .*: 1$/m);
    expect((await shown("honest-history-twice")).out).toMatch(/size 10: the roots of both/);
  });

  test("why a file is not compared, or does not hold", async () => {
    expect((await shown("refused-no-file")).out).toMatch(
      /not known\n +not compared: This is no evidence/,
    );
    const { out } = await shown("altered-record");
    expect(out).toMatch(/does not hold as a whole: A disclosure carries another name/);
  });

  test("in Chinese", async () => {
    const { out } = await shown("history-without-its-newest", "--lang", "zh");
    expect(out).toMatch(/隐瞒了一个流的最新条目/);
    expect(out).not.toMatch(/checkpoint|evidence/);
  });
});

describe("a proof that cannot be written", () => {
  const out = ["--out", "/nowhere/at/all.json"];

  test("is told all the same, for people and for programs", async () => {
    const args = await argumentsOf(vector("map-out-of-date"));
    const text = await runHere([...args, ...out]);
    expect([text.code, lastWord(text)]).toEqual([30, "DIVERGED"]);
    const json = await runHere([...args, ...out, "--json"]);
    const { found } = vector("map-out-of-date").expect;
    expect(json.code).toBe(30);
    expect(JSON.parse(json.out)).toMatchObject({ exitCode: 30, proof: { kind: found } });
    for (const { err } of [text, json]) {
      expect(err).toBe("counterfoil: The file /nowhere/at/all.json cannot be written.\n");
    }
  });

  test("in Chinese", async () => {
    const args = await argumentsOf(vector("map-out-of-date"));
    const { err } = await runHere([...args, ...out, "--lang", "zh"]);
    expect(err).toContain("无法写入文件 /nowhere/at/all.json。");
  });
});

describe("wrong use", () => {
  test("without a policy nothing is compared", async () => {
    const args = (await argumentsOf(vector("map-out-of-date"))).slice(0, 3);
    const env = await empty();
    const ran = await runHere(args, { env });
    expect([ran.code, lastWord(ran)]).toEqual([21, "UNPINNED"]);
    expect(ran.err).toContain(env.COUNTERFOIL_DATA);
    const json = await runHere([...args, "--json"], { env });
    expect(JSON.parse(json.out)).toEqual({ word: "UNPINNED", exitCode: 21 });
  });

  test("files, addresses and places that are of no use", async () => {
    const args = await argumentsOf(vector("map-out-of-date"));
    const [name, one, , ...policy] = args as [string, string, string, ...string[]];
    expect((await runHere([name, one, "/nowhere/b", ...policy])).code).toBe(2);
    expect((await runHere([name, one])).code).toBe(2);
    expect((await runHere([...args, "--rpc", "nowhere"])).code).toBe(2);
    for (const log of ["ftp://ledger.example", "https://", "https://user:pw@ledger.example"]) {
      expect([log, (await runHere([...args, "--log", log])).code]).toEqual([log, 2]);
    }
  });

  test("what is read is not written over", async () => {
    const [name, a, b, ...policy] = (await argumentsOf(vector("map-out-of-date"))) as string[];
    const read = [a!, b!, policy[policy.indexOf("--policy") + 1]!];
    for (const out of read) {
      const before = await readFile(out, "utf8");
      const ran = await runHere([name!, a!, b!, ...policy, "--out", out]);
      expect([ran.code, ran.out]).toEqual([2, ""]);
      expect(ran.err).toContain("itself read here");
      expect(await readFile(out, "utf8")).toBe(before);
    }
    // Also where it is found by its name in the directory that the proof goes to.
    const folder = await temporaryFolder();
    const proof = join(folder, `misbehaviour-${vector("map-out-of-date").expect.found}.json`);
    await writeFile(proof, await readFile(a!));
    const ran = await runHere([name!, proof, b!, ...policy, "--out", folder]);
    expect([ran.code, lastWord(ran)]).toEqual([30, "DIVERGED"]);
    expect(ran.err).toContain("itself read here");
    expect(await readFile(proof)).toEqual(await readFile(a!));
  });

  test("a text with empty lines is no checkpoint", async () => {
    const text = await temporaryFile("README.md", "# A heading\n\nA text.\n\n— and a dash\n");
    const plain = await temporaryFile("b.md", "# A heading\n\nA text.\n\nAnother.\n");
    const [, , , ...policy] = await argumentsOf(vector("map-out-of-date"));
    const ran = await runHere(["compare", plain, text, ...policy]);
    expect(ran.code).toBe(40);
    expect(ran.out).toMatch(/b\.md: +not known\n/);
  });

  test("one file may be both, also from the standard input", async () => {
    const one = vector("history-that-is-torn");
    const [, , , ...policy] = await argumentsOf(one);
    const stdin = Buffer.from(one.a, "base64");
    expect((await runHere(["compare", "-", "-", ...policy], { stdin })).code).toBe(30);
  });
});

const honest = promisedLog(someLeaves(9));
const fork = promisedLog(
  someLeaves(9).map((leaf, i) => (i < 2 ? leaf : someLeaves(9, "fork")[i]!)),
);

/** Two bare checkpoints, and where the log is. */
async function bare(a: string, b: string): Promise<string[]> {
  const [one, other] = [await temporaryFile("a", a), await temporaryFile("b", b)];
  const policy = await temporaryFile("p.json", formatPolicy(honest.policy));
  return ["compare", one, other, "--policy", policy];
}

/** A directory with the log's newest checkpoint and its tiles. */
async function logDirectory(log: PromisedLog, size: number): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "checkpoint"), log.checkpoint(size));
  for (const [path, bytes] of log.tiles(size)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

describe("with the log", () => {
  test("two bare checkpoints of a fork are told apart", async () => {
    const args = await bare(fork.checkpoint(5), honest.checkpoint(9));
    expect((await runHere(args)).code).toBe(0);
    const ran = await runHere([...args, "--log", await logDirectory(honest, 9)]);
    expect([ran.code, lastWord(ran)]).toEqual([30, "DIVERGED"]);
    expect(ran.out).toMatch(/a tree of 5 entries, and a tree of 9 entries that does not begin/);
  });

  test("those of one log are seen to fit", async () => {
    const args = await bare(honest.checkpoint(5), honest.checkpoint(8));
    const { code, out } = await runHere([...args, "--log", await logDirectory(honest, 9)]);
    expect(code).toBe(0);
    for (const [a, b] of [
      [5, 8],
      [5, 9],
      [8, 9],
    ] as const) {
      expect(out).toContain(`the tree of size ${b} begins with that of size ${a}\n`);
    }
    const all = await bare(honest.checkpoint(5), honest.checkpoint(9));
    const fits = await runHere([...all, "--log", await logDirectory(honest, 9)]);
    expect([fits.code, lastWord(fits)]).toEqual([0, "NOTHING_FOUND"]);
    expect(fits.out).toMatch(/^Looked at besides\n {2}– {2}the log's checkpoint of size 9$/m);
  });

  test("a log that is not there is said to be of no use", async () => {
    const args = await bare(honest.checkpoint(5), honest.checkpoint(9));
    const ran = await runHere([...args, "--log", await temporaryFolder()]);
    expect([ran.code, lastWord(ran)]).toEqual([20, "CANNOT_TELL"]);
    expect(ran.out).toMatch(/the log gave no checkpoint/);
  });
});

describe("with the chain", () => {
  const { contract, ledgerId, chainId } = honest.policy;
  const answer = (size: number, changes: Partial<AnchorAnswer> = {}): AnchorAnswer => ({
    chainId,
    registered: true,
    latest: { number: 9 },
    finalized: { number: 8 },
    rootAtLatest: honest.root(size),
    rootAtFinalized: honest.root(size),
    event: {
      blockNumber: 5,
      blockHash: `0x${"b1".repeat(32)}`,
      blockTime: 1,
      transaction: `0x${"7a".repeat(32)}`,
      size,
      previousSize: 0,
      root: honest.root(size),
    },
    ...changes,
  });
  const none = { rootAtLatest: null, rootAtFinalized: null, event: null };
  const node = (told: AnchorAnswer, others?: ReadonlyMap<number, AnchorAnswer>) =>
    fakeChain({ contract, ledgerId, answer: told, ...(others && { others }) });

  test("another root for a size is proof, and verifies with the chain alone", async () => {
    const args = await bare(fork.checkpoint(5), fork.checkpoint(5));
    const rpc = await node(answer(5));
    const folder = await temporaryFolder();
    const ran = await runHere([...args, "--rpc", rpc, "--out", folder]);
    expect(ran.code).toBe(30);
    expect(ran.out).toMatch(/the chain has another root for that size/);
    const proof = join(folder, "misbehaviour-off_chain.json");
    const verify = ["verify", proof, ...args.slice(3), "--rpc"];
    expect((await runHere([...verify, rpc])).code).toBe(30);
    expect((await runHere([...verify, "http://127.0.0.1:9"])).code).toBe(20);
    expect((await runHere([...verify, await node(answer(5, none))])).code).toBe(20);
  });

  test("the same root, none, and a chain that is not there", async () => {
    const args = await bare(honest.checkpoint(5), honest.checkpoint(5));
    const same = await runHere([...args, "--rpc", await node(answer(5))]);
    expect(same.code).toBe(0);
    expect(same.out).toMatch(/the chain has the same root for size 5/);
    const without = await runHere([...args, "--rpc", await node(answer(5, none))]);
    expect(without.code).toBe(0);
    expect(without.out).toMatch(/the chain has no root for size 5/);
    const down = await runHere([...args, "--rpc", "http://127.0.0.1:9"]);
    expect([down.code, lastWord(down)]).toEqual([20, "CANNOT_TELL"]);
  });

  test("what a chain has said is proof, also if it answers otherwise afterwards", async () => {
    let asked = 0;
    const moody = Object.defineProperty(answer(5), "chainId", {
      get: () => (asked++ === 0 ? chainId : 1),
    });
    const args = await bare(fork.checkpoint(5), fork.checkpoint(5));
    const ran = await runHere([...args, "--rpc", await node(moody)]);
    expect([ran.code, lastWord(ran)]).toEqual([30, "DIVERGED"]);
  });

  test("it is said where the chain that was named was not looked at", async () => {
    const promise = honest.receipt(1, { time: 1, deadline: 2 });
    const args = await bare(promise, promise);
    expect((await runHere(args)).code).toBe(0);
    const ran = await runHere([...args, "--rpc", await node(answer(5))]);
    expect([ran.code, lastWord(ran)]).toEqual([20, "CANNOT_TELL"]);
    expect(ran.out).toMatch(/^Looked at besides\n {2}– {2}the chain was not asked/m);
  });

  test("it is said where its newest anchor was not seen beside what it has no root for", async () => {
    const args = await bare(honest.checkpoint(5), honest.checkpoint(5));
    const others = new Map([[5, answer(5, none)]]);
    // A log that has no tiles of the anchored tree; and a node that forgets the ledger meanwhile.
    let asked = 0;
    const forgetful = Object.defineProperty(answer(9), "registered", { get: () => asked++ < 2 });
    const short = [await node(answer(9), others), await logDirectory(honest, 5)] as const;
    const gone = [await node(forgetful, others), await logDirectory(honest, 9)] as const;
    for (const [rpc, log] of [short, gone]) {
      const ran = await runHere([...args, "--rpc", rpc, "--log", log]);
      expect([ran.code, lastWord(ran)]).toEqual([20, "CANNOT_TELL"]);
      expect(ran.out).toMatch(/the newest anchor could not be seen beside the checkpoints/);
    }
    const whole = [await node(answer(9), others), await logDirectory(honest, 9)] as const;
    const seen = await runHere([...args, "--rpc", whole[0], "--log", whole[1]]);
    expect(seen.code).toBe(0);
  });

  test("with the log, a checkpoint that was never anchored is held against the newest anchor", async () => {
    // The chain has size 9 only; its tiles are served, and say nothing of whose they are but by its root.
    const rpc = await node(answer(9), new Map([[5, answer(9, none)]]));
    const log = await logDirectory(honest, 9);
    await writeFile(join(log, "checkpoint"), "");
    const lies = await bare(fork.checkpoint(5), fork.checkpoint(5));
    const found = await runHere([...lies, "--rpc", rpc, "--log", log]);
    expect(found.code).toBe(30);
    expect(found.out).toMatch(
      /a tree of 5 entries that does not fit the tree of 9 entries on the chain/,
    );
    const honestly = await bare(honest.checkpoint(5), honest.checkpoint(5));
    expect((await runHere([...honestly, "--rpc", rpc, "--log", log])).code).toBe(20);
  });
});
