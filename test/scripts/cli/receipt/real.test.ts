/** Receipts of a real ledger, anchored in the real contract on a real chain; then the firm is gone, and a mirror is enough. */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tilePath, tileWidth } from "../../../../api/log/tiles.ts";
import type { RunningServer } from "../../../../api/start/running-server.ts";
import { anchor, type Installation, install, OLD, order } from "../../../api/start/installation.ts";
import { startTestChain, type TestChain } from "../../../helpers/chain.ts";
import { orderOf } from "../../../helpers/ledger-records.ts";
import { mirror } from "../../../helpers/mirror.ts";
import { type Ran, runHere, runProcess } from "../../helpers/cli.ts";
import { temporaryFolder } from "../../helpers/items.ts";

let chain: TestChain;
let place: Installation;
/** What was answered to writes: whole, and with the receipt alone. */
let whole: Record<string, unknown>;
let bare: Record<string, unknown>;
let line: string;
/** Written behind the last anchor. */
let open: Record<string, unknown>;
let size: number;
/** Tiles and checkpoints, by path, as anybody could have fetched them. */
const fetched = new Map<string, Uint8Array>();

beforeAll(async () => {
  chain = await startTestChain();
  place = await install(chain);
  await place.during(async (server) => {
    await order(server, "A-0");
    await anchor(server, chain);
    whole = await write(server, "?disclosures=true", "A-1");
    bare = await write(server, "", "A-2");
    line = await writeLine(server, "A-3");
    size = await anchor(server, chain);
    open = await write(server, "?disclosures=true", "A-4");
    await chain.mine(3);
    await keep(server);
  });
}, 180_000);
afterAll(async () => {
  await place?.remove();
  await chain?.stop();
});

const bodyOf = async ({ ledger }: RunningServer, externalNumber: string): Promise<string> => {
  const [found] = await ledger.ensureSubjects([{ source: "shop", externalNumber: "K-1" }]);
  return JSON.stringify(orderOf(found!.subject, { externalNumber }));
};
const headersOf = (type: string) => ({
  authorization: `Bearer ${place.key()}`,
  "content-type": type,
});

async function write(
  server: RunningServer,
  query: string,
  number: string,
): Promise<Record<string, unknown>> {
  const body = await bodyOf(server, number);
  const headers = headersOf("application/json");
  const answer = await fetch(`${server.url}/v1/records${query}`, { method: "POST", headers, body });
  return (await answer.json()) as Record<string, unknown>;
}

async function writeLine(server: RunningServer, number: string): Promise<string> {
  const body = await bodyOf(server, number);
  const headers = headersOf("application/x-ndjson");
  const url = `${server.url}/v1/records?receipts=true&disclosures=true`;
  return (await fetch(url, { method: "POST", headers, body })).text();
}

async function keep({ url }: RunningServer): Promise<void> {
  const tile = { level: 0, n: 0 };
  for (const path of [tilePath(tile, tileWidth(tile, size)), `checkpoint/${size}`]) {
    const answer = await fetch(`${url}/${path}`);
    expect(answer.status, path).toBe(200);
    fetched.set(path, Buffer.from(await answer.arrayBuffer()));
  }
}

/** How a receipt is given to the command line. */
const argumentsOf = async (content: unknown, ...args: string[]): Promise<string[]> => {
  const file = join(await temporaryFolder(), "receipt.json");
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  const policy = place.path("data", "policy.json");
  return ["receipt", file, "--policy", policy, "--rpc", chain.rpcUrl, ...args];
};

/** Within this process: that each answer is a process's exit code is the subject of receipt.test.ts. */
const receipt = async (content: unknown, ...args: string[]): Promise<Ran> =>
  runHere(await argumentsOf(content, ...args));

/** A directory with what was fetched. */
async function directory(): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, bytes] of fetched) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

describe("while the ledger runs", () => {
  it("its own tiles do", async () => {
    await place.during(async ({ url }) => {
      const { code, out } = await runProcess(await argumentsOf(whole, "--log", url));
      expect(out).toContain("KEPT");
      expect(code).toBe(0);
    });
  });
});

describe("when the firm is gone", () => {
  it("a kept receipt is told from a directory, or from a mirror of many logs", async () => {
    const log = await directory();
    for (const one of [whole, bare, whole.receipt, line]) {
      expect(await receipt(one, "--log", log)).toMatchObject({ code: 0, err: "" });
    }
    const { url, files } = await mirror();
    const name = createHash("sha256").update(OLD).digest("hex");
    for (const [path, bytes] of fetched) files.set(`/${name}/${path}`, bytes);
    expect(await receipt(whole, "--log", url)).toMatchObject({ code: 0 });
    expect(await receipt(whole, "--log", `${url}/${name}`)).toMatchObject({ code: 0 });
  });

  it("without a mirror it cannot be told, and is not called broken", async () => {
    const { code, out } = await receipt(whole, "--log", "http://127.0.0.1:9");
    expect(out).toContain("CANNOT TELL");
    expect(code).toBe(20);
  });

  it("an entry that is not anchored is not yet due", async () => {
    const { code, out } = await receipt(open, "--log", await directory());
    expect(out).toContain("NOT YET DUE");
    expect(code).toBe(11);
  });

  it("with entry and disclosures it becomes evidence of the record, which verifies", async () => {
    const folder = await temporaryFolder();
    for (const [one, name] of [
      [whole, "a"],
      [JSON.parse(line), "b"],
    ] as const) {
      const file = join(folder, name);
      const made = await receipt(one, "--log", await directory(), "--out", file);
      expect(made).toMatchObject({ code: 0, err: "" });
      expect(made.out).toContain(`the record, under the checkpoint of ${size} entries`);
      const { anchor: said, record } = JSON.parse(await readFile(file, "utf8"));
      expect(said.block).toBeGreaterThan(0);
      expect(record.index).toBe(one.index);
      const args = ["verify", file, "--policy", place.path("data", "policy.json")];
      const verified = await runHere([...args, "--rpc", chain.rpcUrl]);
      expect(verified.code).toBe(0);
      expect(verified.out).toContain(name === "a" ? "A-1" : "A-3");
    }
  });

  it("is the very file that the ledger would give", async () => {
    const file = join(await temporaryFolder(), "e.json");
    await receipt(whole, "--log", await directory(), "--out", file);
    await place.during(async ({ ledger }) => {
      const id = whole.id as string;
      const own = await ledger.evidence({ id, version: 1, fields: null, checkpoint: "final" });
      expect(Buffer.from(own).equals(await readFile(file))).toBe(true);
    });
  });

  it("without disclosures, or without the entry, it becomes a .tlog-proof", async () => {
    const file = join(await temporaryFolder(), "p");
    expect(await receipt(bare, "--log", await directory(), "--out", file)).toMatchObject({
      code: 0,
    });
    const proof = await readFile(file, "utf8");
    expect(proof).toContain(`\nextra ${bare.entry}\nindex ${bare.index}\n`);
    await receipt(bare.receipt, "--log", await directory(), "--out", file);
    expect(await readFile(file, "utf8")).toBe(proof.replace(/\nextra .*/, ""));
  });
});
