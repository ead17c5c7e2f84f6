/** `counterfoil verify` of proofs of misbehaviour: a vector of each kind, and each word. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { AnchorAnswer } from "../../../portal/verify/chain.ts";
import { MISBEHAVIOUR_KINDS } from "../../../portal/verify/misbehaviour-kinds.ts";
import { EXIT_CODES, type VerdictWord } from "../../../portal/verify/verdict.ts";
import { runHere, runProcess } from "../helpers/cli.ts";
import { fakeChain } from "../helpers/fake-chain.ts";
import { temporaryFile, temporaryFolder } from "../helpers/items.ts";

const FOLDER = fileURLToPath(new URL("../../vectors/misbehaviour/", import.meta.url));

interface Vector {
  readonly file: string;
  readonly policy: { readonly contract: string; readonly ledgerId: string } | null;
  readonly answer: AnchorAnswer | null;
  readonly expect: {
    readonly word: VerdictWord;
    readonly code: string | null;
    readonly kind: string | null;
  };
}

const vectors = new Map(
  readdirSync(FOLDER).map((file) => [
    file.replace(/\.json$/, ""),
    JSON.parse(readFileSync(`${FOLDER}${file}`, "utf8")) as Vector,
  ]),
);
const vector = (name: string): Vector => vectors.get(name)!;
/** Nobody listens at the discard port. */
const NOBODY = "http://127.0.0.1:9";

async function argumentsOf({ file, policy, answer }: Vector): Promise<string[]> {
  const args = ["verify", await temporaryFile("m.json", Buffer.from(file, "base64"))];
  if (policy === null) return [...args, "--rpc", NOBODY];
  args.push("--policy", await temporaryFile("p.json", JSON.stringify(policy)), "--rpc");
  return [...args, answer === null ? NOBODY : await fakeChain({ ...policy, answer })];
}

/** A data directory without a policy. */
const empty = async () => ({ COUNTERFOIL_DATA: await temporaryFolder() });

/** The first vector that proves each kind. */
const PROOFS = MISBEHAVIOUR_KINDS.map((kind) => {
  const found = [...vectors].find(([, { expect: e }]) => e.kind === kind && e.word === "DIVERGED");
  return [kind, found?.[1] as Vector] as const;
});

describe("a proof of each kind", { timeout: 180_000 }, () => {
  test.each(PROOFS)("%s", async (kind, one) => {
    const { code, out } = await runHere(await argumentsOf(one), { env: await empty() });
    expect(code).toBe(30);
    const lines = out.split("\n");
    expect(lines.at(-3)).toBe("DIVERGED");
    expect(lines).toContain("What they show");
    const json = await runHere([...(await argumentsOf(one)), "--json"], { env: await empty() });
    expect(JSON.parse(json.out)).toMatchObject({ word: "DIVERGED", exitCode: 30, kind });
  });
});

describe("exit codes of the process", () => {
  test.each(["two-roots", "prefix-of-one-ledger", "no-policy", "off-chain-chain-down"])(
    "%s",
    async (name) => {
      const one = vector(name);
      const { code, out } = await runProcess(await argumentsOf(one), { env: await empty() });
      expect(code).toBe(EXIT_CODES[one.expect.word]);
      expect(out.split("\n").at(-3)).toBe(one.expect.word);
    },
  );
});

test("all vectors that a node can answer, in one process", { timeout: 240_000 }, async () => {
  // Answers that no node could give.
  const own = /^off-chain-(malformed|contradictory)-answer$/;
  for (const [name, one] of vectors) {
    // What does not say that it is such a file is judged as evidence, and is none.
    if (own.test(name) || one.expect.code === "unknown_format") continue;
    const args = [...(await argumentsOf(one)), "--json"];
    const { code } = await runHere(args, { env: await empty() });
    expect([name, code]).toEqual([name, EXIT_CODES[one.expect.word]]);
  }
});

test("in Chinese", async () => {
  const args = [...(await argumentsOf(vector("two-roots"))), "--lang", "zh"];
  const { out } = await runHere(args, { env: await empty() });
  expect(out).toMatch(/^它们说明了什么$/m);
  expect(out).toMatch(/签署了两棵不同的树/);
});
