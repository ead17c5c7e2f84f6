/** `counterfoil verify` of certificates of erasure: one vector of each word as a real process, all others in this one. */
import { describe, expect, test } from "vitest";
import type { AnchorAnswer } from "../../../portal/verify/chain.ts";
import { EXIT_CODES, type VerdictWord } from "../../../portal/verify/verdict.ts";
import { readVectors } from "../../helpers/vectors.ts";
import { runHere, runProcess } from "../helpers/cli.ts";
import { fakeChain } from "../helpers/fake-chain.ts";
import { temporaryFile, temporaryFolder } from "../helpers/items.ts";

interface Vector {
  readonly file: string;
  readonly policy: { readonly contract: string; readonly ledgerId: string } | null;
  readonly answer: AnchorAnswer | null;
  readonly since?: AnchorAnswer | null;
  readonly replay?: object;
  readonly expect: { readonly word: VerdictWord; readonly code: string | null };
}

const vectors = new Map(readVectors<Vector>("erasure"));
const vector = (name: string): Vector => vectors.get(name) as Vector;
/** Nobody listens at the discard port. */
const NOBODY = "http://127.0.0.1:9";

async function argumentsOf({ file, policy, answer, since }: Vector): Promise<string[]> {
  const source = Buffer.from(file, "base64");
  const args = ["verify", await temporaryFile("c.json", source)];
  if (policy === null) return [...args, "--rpc", NOBODY];
  args.push("--policy", await temporaryFile("p.json", JSON.stringify(policy)), "--rpc");
  if (answer === null) return [...args, NOBODY];
  // Also of what is no JSON.
  const [, size] = /"since":\{"block":\d+,"size":(\d+)\}/.exec(source.toString("utf8")) ?? [];
  const others = since && size ? new Map([[Number(size), since]]) : new Map();
  return [...args, await fakeChain({ ...policy, answer, others })];
}

/** A data directory without a policy. */
const empty = async () => ({ COUNTERFOIL_DATA: await temporaryFolder() });

describe("exit codes of the process", () => {
  test.each([
    ["holds", 0],
    ["not-final", 10],
    ["not-anchored", 11],
    ["not-replayed", 12],
    ["stale", 13],
    ["development-chain", 20],
    ["unpinned", 21],
    ["diverged", 30],
    ["kept-told-as-erased", 40],
  ])("%s: %i", async (name, exit) => {
    const one = vector(name);
    const { code, out } = await runProcess(await argumentsOf(one), { env: await empty() });
    expect(code).toBe(exit);
    expect(out.split("\n").at(-3)).toBe(one.expect.word);
  });
});

test("all vectors that a node can answer, in one process", { timeout: 240_000 }, async () => {
  const env = await empty();
  for (const [name, one] of vectors) {
    // The command has no replay of its own; what does not say that it is such a file is judged as evidence, and is none.
    const own = one.replay !== undefined || name === "since-cannot-be-asked";
    if (own || one.expect.code === "unknown_format") continue;
    const { code } = await runHere([...(await argumentsOf(one)), "--json"], { env });
    expect([name, code]).toEqual([name, EXIT_CODES[one.expect.word]]);
  }
});

describe("what is shown", () => {
  const shown = async (name: string, ...more: string[]) =>
    (await runHere([...(await argumentsOf(vector(name))), ...more], { env: await empty() })).out;

  test("what was declared, what is kept, what became of it, what it does not prove", async () => {
    const out = await shown("holds");
    expect(out).toMatch(/^ {2}✓ pass {2}Content {2,}\S/m);
    expect(out).toMatch(/^What was declared\n {2}– {2}Declared as entry 12/m);
    expect(out.replace(/\s+/g, " ")).toContain(
      "The chain has known the declaration since 2026-11-20",
    );
    expect(out).toMatch(/^What is kept\n {2}– {2}Kept until the end of 2036/m);
    expect(out).toMatch(/^What became of it\n {2}– {2}Completed at/m);
    expect(out).toMatch(
      /^What this does not prove\n {2}– {2}Not proven: that what was declared was/m,
    );
  });

  test("in Chinese", async () => {
    const out = await shown("holds", "--lang", "zh");
    expect(out).toMatch(/^声明的内容$/m);
    expect(out).toMatch(/保留至 2036 年年底/);
  });

  test("nothing of one that is INVALID", async () => {
    const out = await shown("narrower");
    expect(out).not.toContain("What was declared");
    expect(out).not.toContain("Streams\n");
  });

  test("as JSON: the verdict itself", async () => {
    const told = JSON.parse(await shown("holds", "--json"));
    expect(told).toMatchObject({ word: "VERIFIED", declaration: { count: 5, kept: 3 } });
  });
});
