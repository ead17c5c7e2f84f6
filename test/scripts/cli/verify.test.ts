/** One vector of each verdict as a real process, against a node that gives the vector's answers. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { AnchorAnswer } from "../../../portal/verify/chain.ts";
import { formatVkey } from "../../../portal/verify/note.ts";
import { EXIT_CODES, type VerdictWord } from "../../../portal/verify/verdict.ts";
import { logKey } from "../../../scripts/vectors/world.ts";
import { runHere, runProcess } from "../helpers/cli.ts";
import { fakeChain } from "../helpers/fake-chain.ts";
import { temporaryFile, temporaryFolder } from "../helpers/items.ts";

const FOLDER = fileURLToPath(new URL("../../vectors/evidence/", import.meta.url));

interface Vector {
  readonly file: string;
  readonly policy: { contract: string; ledgerId: string } | string | null;
  readonly answer: AnchorAnswer | null;
  readonly bounds?: Readonly<Record<"before" | "after", AnchorAnswer | null>>;
  readonly replay?: object;
  readonly expect: { readonly word: VerdictWord | null };
}

const vector = (name: string): Vector => JSON.parse(readFileSync(`${FOLDER}${name}.json`, "utf8"));
/** Nobody listens at the discard port. */
const NOBODY = "http://127.0.0.1:9";

const codeOf = ({ expect: { word } }: Vector): number => (word === null ? 2 : EXIT_CODES[word]);

/** The vector's file, policy and chain, as the arguments of the command. */
async function argumentsOf(one: Vector): Promise<string[]> {
  const { file, policy, answer } = one;
  const { word } = one.expect;
  const args = ["verify", await temporaryFile("e.json", Buffer.from(file, "base64"))];
  if (policy === null) return [...args, "--rpc", NOBODY];
  const text = typeof policy === "string" ? policy : JSON.stringify(policy);
  args.push("--policy", await temporaryFile("p.json", text));
  if (answer === null || word === null) return [...args, "--rpc", NOBODY];
  const { contract, ledgerId } = JSON.parse(text);
  const rpc = await fakeChain({ contract, ledgerId, answer, others: aroundTime(one) });
  return [...args, "--rpc", rpc];
}

/** What the chain says about the anchors around a time, by their sizes. */
function aroundTime({ file, bounds }: Vector): ReadonlyMap<number, AnchorAnswer> {
  if (bounds === undefined) return new Map();
  const { at } = JSON.parse(Buffer.from(file, "base64").toString("utf8"));
  const sides = ["before", "after"] as const;
  return new Map(
    sides.flatMap((side) => {
      const said = bounds[side];
      const size: number | undefined = at?.[side]?.size;
      return size === undefined || said === null ? [] : [[size, said] as const];
    }),
  );
}

/** A data directory without a policy. */
const empty = async () => ({ COUNTERFOIL_DATA: await temporaryFolder() });

/** Exit codes with which a process has ended: that it ends with what the command answers is seen once for each. */
const ended = new Set<number>();

describe("exit codes of the process", () => {
  test.each([
    "development-chain",
    "not-final",
    "open-tail",
    "stale",
    "chain-down",
    "chain-is-another",
    "ledger-not-on-chain",
    "unpinned",
    "diverged",
    "changed-value",
    "forgers-own-ledger",
    "empty-file",
    "policy-with-byte-order-mark",
    "policy-refused-beside-a-broken-file",
    "event-unavailable",
    "event-unavailable-and-diverged",
    "history-without-the-last-withdrawal",
    "forged-map-without-the-last-withdrawal",
    "current-order-never-changed",
    "absent",
    "at-between-two-anchors",
    "at-bounds-not-neighbours",
  ])("%s", async (name) => {
    const one = vector(name);
    const run = ended.has(codeOf(one)) ? runHere : runProcess;
    ended.add(codeOf(one));
    const { code, out, err } = await run(await argumentsOf(one), { env: await empty() });
    expect(code).toBe(codeOf(one));
    if (one.expect.word === null) {
      expect(out).toBe("");
      expect(err).not.toBe("");
      return;
    }
    const [word, sentence, end] = out.split("\n").slice(-3);
    expect(word).toBe(one.expect.word);
    expect(sentence).not.toBe("");
    expect(end).toBe("");
    expect(err === "").toBe(one.policy !== null);
  });
});

test("all vectors that need no clock, in one process", async () => {
  // A test of the node's answers themselves has answers that no node could give.
  const own =
    /^(age-|stale|not-final-and|chain-answer|reader-|contradiction-|event-.*contradictory|anchored-after|zero-root)|^at-(answer|chain|ledger|no-final)|(-stale|-age-at-the-limit)$/;
  const names = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));
  const env = await empty();
  for (const name of names.filter((one) => !own.test(one))) {
    const one = vector(name);
    // The command has no replay of its own.
    if (one.replay !== undefined) continue;
    const { code } = await runHere([...(await argumentsOf(one)), "--json"], { env });
    expect([name, code]).toEqual([name, codeOf(one)]);
  }
});

describe("what is shown", () => {
  const shown = async (name: string, ...more: string[]) => {
    const args = [...(await argumentsOf(vector(name))), ...more];
    return runHere(args, { env: await empty() });
  };

  test("layers by symbol and word, fields, facts, what is not proven", async () => {
    const { out } = await shown("development-chain");
    expect(out).toMatch(/^ {2}✓ pass {2}Content {2,}\S/m);
    expect(out).toMatch(/^ {2}✓ pass {2}Finality {2,}\S/m);
    expect(out).toMatch(/^Disclosed\n {2}@id: {2,}\S/m);
    expect(out).toMatch(/^ {2}orderStatus: {2,}placed$/m);
    expect(out).toMatch(/^Withheld\n {2}@subject, billTo/m);
    expect(out).toMatch(/^ {2}Chain id: {2,}31337$/m);
    expect(out).toMatch(/^ {2}Block: {2,}7300000 0xb1/m);
    expect(out).toMatch(/^What this does not prove\n( {2}– {2}.+\n){4}/m);
    expect(out).not.toContain("\u001b");
  });

  test("fails and unknowns", async () => {
    const { out } = await shown("diverged");
    expect(out).toMatch(/^ {2}✗ fail {5}Anchor/m);
    expect(out).toMatch(/^ {2}\? unknown {2}Finality/m);
  });

  test("in Chinese, columns in line", async () => {
    const { out } = await shown("development-chain", "--lang", "zh");
    expect(out).toMatch(/^ {2}✓ 通过 {2}内容 {2,}\S/m);
    expect(out.split("\n").at(-3)).toBe("VERIFIED");
  });

  test("as JSON: the verdict itself", async () => {
    const { out } = await shown("development-chain", "--json");
    expect(JSON.parse(out)).toMatchObject({ word: "VERIFIED", exitCode: 0, index: 5 });
  });

  test("nothing of an INVALID file", async () => {
    const { out } = await shown("changed-value");
    expect(out).not.toContain("Disclosed");
    expect(out).not.toContain("Withheld");
  });

  test("colour on a terminal that wants it", async () => {
    const args = await argumentsOf(vector("development-chain"));
    const { out } = await runHere(args, { terminal: { colour: true, columns: 60 } });
    expect(out).toContain("\u001b[32m✓ pass");
    expect(out).toContain("\u001b[32mVERIFIED\u001b[39m");
  });
});

describe("file and policy", () => {
  test("the standard input", async () => {
    const { file } = vector("unpinned");
    const stdin = Buffer.from(file, "base64");
    const ran = await runProcess(["verify", "-"], { env: await empty(), stdin });
    expect(ran.code).toBe(21);
    expect(ran.err).toContain("policy.json");
  });

  test("the policy of the data directory, when it is there", async () => {
    const { file, policy } = vector("chain-down");
    const path = await temporaryFile("policy.json", JSON.stringify(policy));
    const env = {
      COUNTERFOIL_DATA: path.replace(/\/policy\.json$/, ""),
      COUNTERFOIL_RPC_URL: NOBODY,
    };
    const evidence = await temporaryFile("e.json", Buffer.from(file, "base64"));
    expect(await runHere(["verify", evidence], { env })).toMatchObject({ code: 20 });
  });

  test("a policy that is not there, or is none", async () => {
    const [, file = ""] = await argumentsOf(vector("unpinned"));
    const none = await runHere(["verify", file, "--policy", "/nowhere.json"]);
    expect(none.code).toBe(2);
    const broken = await temporaryFile("p.json", '{"format":"counterfoil/policy/v1"}');
    const { code, err } = await runHere(["verify", file, "--policy", broken]);
    expect(code).toBe(2);
    expect(err).toContain(broken);
  });

  test("a policy that is refused ends it before the file is judged", async () => {
    const { policy } = vector("verified");
    const text = JSON.stringify(policy);
    // A wrong byte for the character that lenient readers put in the place of wrong bytes.
    const vkey = formatVkey("ledger\ufffd", logKey.publicKey);
    const replaced = text.replace(/"vkey":"[^"]*/, () => `"vkey":"${vkey}`);
    const wrong = Buffer.from(replaced).toString("latin1").replace("\u00ef\u00bf\u00bd", "\u00ff");
    const refused = [
      Buffer.from(`\ufeff${text}`),
      Buffer.from(wrong, "latin1"),
      Buffer.from(text.padEnd(65_537)),
    ];
    const invalid = await temporaryFile("e.json", "{}");
    for (const source of refused) {
      const file = await temporaryFile("p.json", source);
      const ran = await runHere(["verify", invalid, "--policy", file, "--rpc", NOBODY]);
      expect(ran).toMatchObject({ code: 2, out: "" });
      expect(ran.err).toContain(file);
    }
    const longest = await temporaryFile("p.json", text.padEnd(65_536));
    expect(await runHere(["verify", invalid, "--policy", longest])).toMatchObject({ code: 40 });
  });

  test("a folder, and an address that is none", async () => {
    const [, file = ""] = await argumentsOf(vector("unpinned"));
    expect(await runHere(["verify", await temporaryFolder()])).toMatchObject({ code: 2 });
    expect(await runHere(["verify", file, "--rpc", "localhost:8545"])).toMatchObject({ code: 2 });
  });

  test("as JSON: nothing that paints the terminal", async () => {
    const args = await argumentsOf(vector("key-name-with-zero-width-characters"));
    const { out } = await runHere([...args, "--json"], { env: await empty() });
    expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(out).ignored[0].name).toMatch(/[\ufeff\u200b]/);
  });

  test("a file beyond all bounds is not read to its end, and is INVALID", async () => {
    const ran = await runHere(["verify", "/dev/zero"], { env: await empty() });
    expect(ran.code).toBe(40);
    const stdin = Buffer.alloc(3 << 20, 0x20);
    expect(await runHere(["verify", "-"], { env: await empty(), stdin })).toMatchObject({
      code: 40,
    });
  });
});
