/** `counterfoil export verify`, on a ZIP and on a folder: its words, its exit codes, and what it does not open. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import type { AnchorAnswer } from "../../../../portal/verify/chain.ts";
import { formatPolicy } from "../../../../portal/verify/policy.ts";
import { EXIT_CODES } from "../../../../portal/verify/verdict.ts";
import { exportedPerson, exportOf, filesOf } from "../../../helpers/exported.ts";
import { seededRandom, type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { runHere } from "../../helpers/cli.ts";
import { fakeChain } from "../../helpers/fake-chain.ts";
import { temporaryFile, temporaryFolder } from "../../helpers/items.ts";

let ledger: TestLedger;
let zip: Buffer;
let answer: AnchorAnswer;
beforeAll(async () => {
  ledger = await testLedger();
  const { subject } = await exportedPerson(ledger);
  const { size } = await ledger.anchor();
  await ledger.cosign();
  zip = (await exportOf(ledger, subject)).zip;
  const { chainId, contract, ledgerId } = ledger.policy;
  answer = await ledger.ask({ size, block: BLOCK, chainId, contract, ledgerId });
});
afterAll(() => ledger.close());

const policyFile = () => temporaryFile("policy.json", formatPolicy(ledger.policy));
async function node(): Promise<string> {
  const { contract, ledgerId } = ledger.policy;
  return fakeChain({ contract, ledgerId, answer });
}
const run = async (file: string, ...more: string[]) =>
  runHere(
    ["export", "verify", file, "--policy", await policyFile(), "--rpc", await node(), ...more],
    {
      env: { LANG: "en" },
    },
  );

const NOBODY = "http://127.0.0.1:9";

/** Of the first anchor of a test's chain. */
const BLOCK = 100;

/** Unpacked, as a person would. */
async function unpacked(files: ReadonlyMap<string, Buffer>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

async function packed(files: Iterable<readonly [string, Buffer]>): Promise<Buffer> {
  const made = new ZipFile();
  for (const [path, content] of files)
    made.addBuffer(content, path, { mtime: new Date(2026, 1, 1) });
  made.end();
  const pieces: Buffer[] = [];
  for await (const piece of made.outputStream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** The same ZIP with another name in it, of the same length, in both of its places. */
function renamed(bytes: Buffer, before: string, after: string): Buffer {
  const text = bytes.toString("latin1");
  expect(text.split(before).length).toBeGreaterThan(2);
  return Buffer.from(text.replaceAll(before, after), "latin1");
}

describe("counterfoil export verify", () => {
  it("says that all of it is there, of the ZIP and of its folder", async () => {
    for (const place of [await temporaryFile("e.zip", zip), await unpacked(filesOf(zip))]) {
      const { code, out, err } = await run(place);
      expect([code, err]).toEqual([EXIT_CODES.VERIFIED, ""]);
      expect(out).toContain("VERIFIED");
      expect(out).toContain("everything (access)");
      const json = JSON.parse((await run(place, "--json")).out);
      expect(json).toMatchObject({ word: "VERIFIED", faults: [], events: 8, gone: 0 });
    }
  });

  it("says so in Chinese", async () => {
    const { out } = await run(await temporaryFile("e.zip", zip), "--lang", "zh");
    expect(out).toContain("没有遗漏");
  });

  it("has the exit codes of verify", async () => {
    const file = await temporaryFile("e.zip", zip);
    const offline = await runHere([
      "export",
      "verify",
      file,
      "--policy",
      await policyFile(),
      "--rpc",
      NOBODY,
    ]);
    expect(offline.code).toBe(EXIT_CODES.CANNOT_TELL);
    const empty = { COUNTERFOIL_DATA: await temporaryFolder() };
    const unpinned = await runHere(["export", "verify", file, "--rpc", await node()], {
      env: empty,
    });
    expect(unpinned.code).toBe(EXIT_CODES.UNPINNED);
    expect(unpinned.err).not.toBe("");
    for (const words of [
      ["export", "verify"],
      ["export", "make", file],
      ["export", "verify", "/no/such"],
    ])
      expect((await runHere([...words, "--policy", await policyFile()])).code).toBe(2);
  });

  it("trusts no policy that lies in it, and says so", async () => {
    const empty = { COUNTERFOIL_DATA: await temporaryFolder() };
    for (const place of [await temporaryFile("e.zip", zip), await unpacked(filesOf(zip))]) {
      const { code, out } = await runHere(["export", "verify", place, "--rpc", await node()], {
        env: { ...empty, LANG: "en" },
      });
      expect(code).toBe(EXIT_CODES.UNPINNED);
      expect(out.replaceAll(/\s+/g, " ")).toContain("Take yours from somewhere else");
    }
    const readme = filesOf(zip).get("README.txt")?.toString("utf8");
    expect(readme).toContain("The policy.json in here proves nothing");
    expect(readme).toContain("此处的 policy.json 不能证明任何事情");
    expect(readme).not.toContain("--policy policy.json");
  });

  it("names the file that was altered", async () => {
    const files = filesOf(zip);
    files.set("csv/order.csv", Buffer.concat([files.get("csv/order.csv")!, Buffer.from("x")]));
    for (const place of [
      await temporaryFile("e.zip", await packed(files)),
      await unpacked(files),
    ]) {
      const { code, out } = await run(place);
      expect(code).toBe(EXIT_CODES.INVALID);
      expect(out).toContain("csv/order.csv");
      expect(out).toContain("the file was altered");
    }
  });

  it("opens nothing that leads out of it", async () => {
    for (const path of [
      "../../etc.txt",
      "/etc/pwd.txt",
      "a\\..\\b.txt",
      "csv/../../x.t",
      ".hidden/x.txt",
    ]) {
      const name = "x".repeat(path.length);
      const made = renamed(
        await packed([...filesOf(zip), [name, Buffer.from("evil")]]),
        name,
        path,
      );
      const { code, out } = await run(await temporaryFile("e.zip", made));
      expect([path, code]).toEqual([path, EXIT_CODES.INVALID]);
      expect(out).toContain("the file cannot be read");
    }
    const folder = await unpacked(filesOf(zip));
    symlinkSync("/etc/passwd", join(folder, "more.txt"));
    expect((await run(folder)).code).toBe(EXIT_CODES.INVALID);
  });

  it("opens nothing that is larger than it says, or is there twice", async () => {
    const bomb = await packed([["bomb.txt", Buffer.alloc(4_000_000)], ...filesOf(zip)]);
    const at = bomb.lastIndexOf("bomb.txt") - 46;
    bomb.writeUInt32LE(10, at + 24);
    const { code, out } = await run(await temporaryFile("e.zip", bomb), "--json");
    expect(code).toBe(EXIT_CODES.INVALID);
    expect(JSON.parse(out).faults.length).toBeGreaterThan(0);
    const name = "README.tx2";
    const twice = renamed(
      await packed([...filesOf(zip), [name, Buffer.from("other")]]),
      name,
      "README.txt",
    );
    const found = JSON.parse((await run(await temporaryFile("e.zip", twice), "--json")).out);
    expect(found.faults).toMatchObject([
      { file: "README.txt", code: "unreadable", reason: "twice" },
    ]);
  });

  it("never says VERIFIED of other contents, and never breaks, whatever is done to the bytes", async () => {
    const random = seededRandom("export/zip");
    for (let i = 0; i < 60; i++) {
      const bytes = Buffer.from(zip);
      const words = new Uint32Array(random.bytes(12).buffer.slice(0, 12));
      const at = words[0]! % bytes.length;
      const kind = words[1]! % 3;
      bytes[at] = bytes[at]! ^ (1 << (words[2]! % 8));
      const changed =
        kind === 0
          ? bytes
          : kind === 1
            ? zip.subarray(0, at)
            : Buffer.concat([zip, bytes.subarray(at)]);
      const { code } = await run(await temporaryFile("e.zip", changed), "--json");
      if (kind === 0 && code === EXIT_CODES.VERIFIED) {
        // A date, or who made it: what is in the files is the same.
        expect(
          [...filesOf(bytes)].map(([path, content]) => [path, content.toString("hex")]),
        ).toEqual([...filesOf(zip)].map(([path, content]) => [path, content.toString("hex")]));
      } else expect([kind, at, code]).toEqual([kind, at, EXIT_CODES.INVALID]);
    }
  });

  it.each(["not a ZIP", ""])("says of %j that it is none", async (text) => {
    const { code } = await run(await temporaryFile("e.zip", text));
    expect(code).toBe(EXIT_CODES.INVALID);
  });
});
