/** What `counterfoil auditor` makes, and what it refuses before it makes anything. Its ledger cannot be reached. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatPolicy } from "../../../../portal/verify/policy.ts";
import { promisedLog, someLeaves } from "../../../helpers/promised-log.ts";
import { type Ran, runHere } from "../../helpers/cli.ts";
import { temporaryFile, temporaryFolder } from "../../helpers/items.ts";

const NAME = ["--name", "auditor.example/a1"];
const NOBODY = "http://127.0.0.1:9";
const WAITING = 20;

async function start(directory: string, ...more: string[]): Promise<Ran> {
  const policy = await temporaryFile(
    "policy.json",
    formatPolicy(promisedLog(someLeaves(2)).policy),
  );
  const token = await temporaryFile("token", `${"t".repeat(43)}\n`);
  await chmod(token, 0o600);
  const files = ["--policy", policy, "--token-file", token, "--directory", directory];
  return runHere(["auditor", "--ledger", NOBODY, ...files, "--once", ...more]);
}

const keysOf = ({ out }: Ran): string | undefined => /^ {2}auditor \S+$/m.exec(out)?.[0];

describe("a directory", () => {
  test("that is missing, empty, or an auditor's own", async () => {
    const root = await temporaryFolder();
    const missing = join(root, "new", "auditor");
    const first = await start(missing, ...NAME);
    expect([first.code, first.err]).toEqual([WAITING, expect.any(String)]);
    expect(keysOf(first)).toContain("auditor.example/a1+");
    expect(readdirSync(missing).sort()).toEqual(["keys", "state"]);
    // What an owner puts beside them is no matter.
    writeFileSync(join(missing, "notes.txt"), "");
    for (const name of [[], NAME]) {
      const again = await start(missing, ...name);
      expect([again.code, keysOf(again)]).toEqual([WAITING, keysOf(first)]);
    }
    const empty = join(root, "empty");
    mkdirSync(empty);
    expect((await start(empty, ...NAME)).code).toBe(WAITING);
  });

  test("that a start left half made", async () => {
    for (const file of ["cosigned.lock", "cosigned.json.new", "row.key"]) {
      const directory = await temporaryFolder();
      mkdirSync(join(directory, "keys"));
      writeFileSync(join(directory, "keys", file), file === "row.key" ? `${"0".repeat(64)}\n` : "");
      expect([file, (await start(directory, ...NAME)).code]).toEqual([file, WAITING]);
    }
  });

  test.each([
    ["ledger.db"],
    ["keys.db"],
    ["copy.json"],
    ["letter.txt"],
    ["keys/root.key"],
    // One that an auditor was put into.
    ["ledger.db", "keys/auditor.key"],
  ])("with %s in it is somebody else's, and stays as it is", async (...files: string[]) => {
    const directory = await temporaryFolder();
    mkdirSync(join(directory, "keys"));
    for (const file of files) writeFileSync(join(directory, file), "theirs");
    const before = readdirSync(directory, { recursive: true }).sort();
    const ran = await start(directory, ...NAME);
    expect([ran.code, ran.out]).toEqual([2, ""]);
    expect(ran.err).toMatch(/--directory.*holds something else/s);
    expect((await start(directory, ...NAME, "--lang", "zh")).err).toContain("该目录中有其他内容");
    expect(readdirSync(directory, { recursive: true }).sort()).toEqual(before);
    for (const file of files) expect(readFileSync(join(directory, file), "utf8")).toBe("theirs");
  });

  test("that is a file", async () => {
    const ran = await start(await temporaryFile("file", "theirs"), ...NAME);
    expect([ran.code, ran.out]).toEqual([2, ""]);
  });
});

test("an address of the chain that is empty is wrong use, and nothing is made", async () => {
  const root = await temporaryFolder();
  const ran = await start(join(root, "auditor"), ...NAME, "--rpc", "");
  expect([ran.code, ran.out, readdirSync(root)]).toEqual([2, "", []]);
});

describe("a name", () => {
  test("that is missing or bad is wrong use, and nothing is made", async () => {
    const root = await temporaryFolder();
    for (const name of [[], ["--name", "with blank"], ["--name", "a+b"]]) {
      const ran = await start(join(root, "auditor"), ...name);
      expect([ran.code, ran.out]).toEqual([2, ""]);
      expect(ran.err).toContain("--name");
      expect(readdirSync(root)).toEqual([]);
    }
  });

  test("that is another one than the key's", async () => {
    const directory = await temporaryFolder();
    expect((await start(directory, ...NAME)).code).toBe(WAITING);
    expect((await start(directory, "--name", "auditor.example/a2")).code).toBe(2);
  });

  test("a key that was torn is no wrong use", async () => {
    const directory = await temporaryFolder();
    expect((await start(directory, ...NAME)).code).toBe(WAITING);
    writeFileSync(join(directory, "keys", "auditor.key"), "torn\n", { mode: 0o600 });
    expect((await start(directory)).code).toBe(1);
  });
});
