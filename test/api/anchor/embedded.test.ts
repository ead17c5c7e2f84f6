/** The embedded chain with real processes and real kills. */
import { spawn } from "node:child_process";
import { mkdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectLedger } from "../../../api/anchor/connect.ts";
import { type EmbeddedChain, startEmbeddedChain } from "../../../api/anchor/embedded/chain.ts";
import { damagedOf, previousOf } from "../../../api/anchor/embedded/state-file.ts";
import { createChainReader } from "../../../api/anchor/reader.ts";
import { createRpc } from "../../../api/anchor/rpc.ts";
import type { AnchorWallet } from "../../../api/anchor/wallet.ts";
import { freePort } from "../../helpers/chain.ts";
import { type FakeStore, fakeStore } from "./fake-store.ts";
import {
  assemble,
  hex,
  isAlive,
  LOG_KEY_HASH,
  ORIGIN,
  referenceLog,
  type TestLedger,
  temporaryFolder,
  testWallet,
  until,
} from "./fixtures.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let stateFile: string;
let port: number;
let wallet: AnchorWallet;
let store: FakeStore;
const running: EmbeddedChain[] = [];

beforeEach(async () => {
  folder = await temporaryFolder();
  stateFile = join(folder.path, "chain.json.gz");
  port = await freePort();
  wallet = await testWallet();
  store = fakeStore();
});
afterEach(async () => {
  for (const chain of running.splice(0)) await chain.stop();
  await folder.remove();
});

async function start(): Promise<EmbeddedChain> {
  const chain = await startEmbeddedChain({ port, stateFile });
  running.push(chain);
  return chain;
}

async function ledgerOn(chain: EmbeddedChain, contract: string | null): Promise<TestLedger> {
  const ledger = await connectLedger({
    ...{ rpcUrl: chain.privateRpcUrl, contract, wallet, store, embedded: chain },
    ...{ origin: ORIGIN, logKeyHash: LOG_KEY_HASH, known: null },
  });
  return assemble(ledger, wallet, store, referenceLog());
}

async function publish(ledger: TestLedger, size: number): Promise<void> {
  ledger.seal(size);
  const worker = ledger.worker({ settle: ledger.settle });
  const status = await worker.kick();
  await worker.stop();
  expect(status).toMatchObject({ state: "ok", headSize: size, finalizedSize: size });
}

const blocks = async (chain: EmbeddedChain): Promise<unknown[]> => {
  const rpc = createRpc(chain.rpcUrl);
  const newest = Number(await rpc("eth_blockNumber", []));
  const numbers = Array.from({ length: newest + 1 }, (_, n) => `0x${n.toString(16)}`);
  const found = await Promise.all(numbers.map((n) => rpc("eth_getBlockByNumber", [n, false])));
  return found.map((block) => (block as { hash: string }).hash);
};

describe("a restart", () => {
  it("finds contract, head and past anchors, with the same block hashes and the same final block", async () => {
    const first = await start();
    const ledger = await ledgerOn(first, null);
    for (const size of [1, 4, 9]) await publish(ledger, size);
    const before = await blocks(first);
    // Deployment and registration, and three for each anchor: nothing else is mined.
    expect(before).toHaveLength(1 + 2 + 3 * 3);
    await first.stop();
    expect(await first.exited).toEqual({ wanted: true });

    const second = await start();
    expect(await blocks(second)).toEqual(before);
    const again = await ledgerOn(second, ledger.contract);
    expect(again.ledgerId).toBe(ledger.ledgerId);
    expect(await again.client.head()).toEqual({ size: 9, root: hex(again.log.root(9)) });
    for (const size of [1, 4, 9]) {
      const answer = await createChainReader(second.rpcUrl)({
        ...{ chainId: 31337, contract: ledger.contract, ledgerId: ledger.ledgerId },
        ...{ size, block: store.rows.get(size)?.block ?? null },
      });
      expect(answer.rootAtFinalized).toBe(hex(ledger.log.root(size)));
      expect(answer.event).toMatchObject({ blockHash: store.rows.get(size)?.blockHash });
    }
    expect(await blocks(second)).toEqual(before);
    await publish(again, 12);
  });

  it("does not know the public development accounts", async () => {
    const rpc = createRpc((await start()).privateRpcUrl);
    expect(await rpc("eth_accounts", [])).toEqual([]);
    const known = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
    expect(await rpc("eth_getBalance", [known, "latest"])).toBe("0x0");
  });

  it("tells no web page anything, unless its origin was allowed", async () => {
    const preflight = async (url: string): Promise<string | null> => {
      const headers = { origin: "http://localhost:8321", "access-control-request-method": "POST" };
      const response = await fetch(url, { method: "OPTIONS", headers });
      return response.headers.get("access-control-allow-origin");
    };
    expect(await preflight((await start()).rpcUrl)).toBeNull();
    await running[0]?.stop();
    const allowOrigin = "http://localhost:8321";
    const allowOrigins = ["http://127.0.0.1:8321", allowOrigin];
    const open = await startEmbeddedChain({ port, stateFile, allowOrigins });
    running.push(open);
    expect(await preflight(open.rpcUrl)).toBe(allowOrigin);
  });
});

describe("kill -9", () => {
  /** A process of its own that runs the chain and publishes; it prints what a later one needs. */
  async function owner() {
    const module = (path: string): string =>
      JSON.stringify(fileURLToPath(new URL(`../../../api/anchor/${path}`, import.meta.url)));
    const program = `
      import { startEmbeddedChain } from ${module("embedded/chain.ts")};
      import { createRpc } from ${module("rpc.ts")};
      const chain = await startEmbeddedChain(${JSON.stringify({ port, stateFile })});
      const rpc = createRpc(chain.privateRpcUrl);
      await rpc("anvil_mine", ["0x5"]);
      process.once("SIGINT", async () => {
        await rpc("anvil_mine", ["0x2"]);
        await chain.stop();
      });
      console.log(chain.pid);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const anvil = await new Promise<number>((resolve) =>
      child.stdout.once("data", (line: Buffer) => resolve(Number(line.toString()))),
    );
    return { child, anvil };
  }

  it("of our process leaves no anvil behind, and a start right after it works and has lost nothing", async () => {
    const { child, anvil } = await owner();
    expect(await isAlive(anvil)).toBe(true);
    child.kill("SIGKILL");
    const chain = await start();
    expect(await isAlive(anvil)).toBe(false);
    expect(await blocks(chain)).toHaveLength(6);
  });

  it("of our process and the supervisor at once: the next start ends the orphan", async () => {
    const { child, anvil } = await owner();
    const noted = JSON.parse(await readFile(`${stateFile}.pid`, "utf8")) as { supervisor: number };
    process.kill(noted.supervisor, "SIGKILL");
    child.kill("SIGKILL");
    await until(() => child.signalCode !== null || child.exitCode !== null);
    await start();
    expect(await isAlive(anvil)).toBe(false);
  });

  it("is not what Ctrl-C does: the whole group is told, and the chain waits for our orderly end", async () => {
    const { child, anvil } = await owner();
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    process.kill(-(child.pid as number), "SIGINT");
    expect(await ended).toBe(0);
    expect(await isAlive(anvil)).toBe(false);
    expect(await blocks(await start())).toHaveLength(8);
  });

  it("of the supervisor alone ends the chain", async () => {
    const chain = await start();
    const noted = JSON.parse(await readFile(`${stateFile}.pid`, "utf8")) as { supervisor: number };
    process.kill(noted.supervisor, "SIGKILL");
    expect(await chain.exited).toEqual({ wanted: false });
    await until(async () => !(await isAlive(chain.pid)));
    await expect(chain.save()).rejects.toThrow();
  });

  it("of anvil: is reported, what was final is still there, and the worker publishes the rest again", async () => {
    const first = await start();
    const ledger = await ledgerOn(first, null);
    await publish(ledger, 4);
    const saved = store.rows.get(4);
    // Included, and lost with the chain before anybody saved it.
    ledger.seal(7);
    const worker = ledger.worker();
    await worker.kick();
    expect(store.rows.get(7)?.state).toBe("included");
    process.kill(first.pid, "SIGKILL");
    expect(await first.exited).toEqual({ wanted: false });
    expect(await worker.kick()).toMatchObject({ state: "unreachable" });
    await worker.stop();

    const second = await start();
    const again = await ledgerOn(second, ledger.contract);
    expect((await again.client.head())?.size).toBe(4);
    const next = again.worker({ settle: again.settle });
    await until(() => next.status().finalizedSize === 7);
    await next.stop();
    expect(store.rows.get(4)).toEqual(saved);
    expect(await again.client.findAnchored(7, store.rows.get(7)?.block ?? 0)).not.toBeNull();
  });

  it("many times while publishing: every anchor that was final stays where it was", async () => {
    let contract: string | null = null;
    const finals = new Map<number, string | null>();
    for (let life = 1; life <= 5; life += 1) {
      const chain = await start();
      const ledger: TestLedger = await ledgerOn(chain, contract);
      contract = ledger.contract;
      const worker = ledger.worker({ settle: ledger.settle });
      // Killed a moment after a round that worked, so that each life has final anchors and dies at another point of a round.
      let rounds = 0;
      for (let size = life * 20; (await worker.kick()).state === "ok"; size += 1) {
        ledger.seal(size);
        rounds += 1;
        if (rounds === 3) setTimeout(() => process.kill(chain.pid, "SIGKILL"), 15 * life);
      }
      await worker.stop();
      await chain.exited;
      for (const row of store.rows.values()) {
        if (row.state === "finalized") finals.set(row.size, row.blockHash);
      }
    }
    const chain = await start();
    const ledger = await ledgerOn(chain, contract);
    await publish(ledger, 200);
    for (const [size, blockHash] of finals) {
      expect(store.rows.get(size)).toMatchObject({ state: "finalized", blockHash });
      const event = await ledger.client.findAnchored(size, store.rows.get(size)?.block ?? 0);
      expect(event?.blockHash).toBe(blockHash);
    }
    expect(finals.size).toBeGreaterThan(3);
  });
});

describe("the port", () => {
  it("taken by something else is a refusal that names the setting", async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(port, "127.0.0.1", resolve));
    const refused = startEmbeddedChain({ port, stateFile, portWaitMs: 200 });
    await expect(refused).rejects.toMatchObject({
      code: "invalid_setting",
      details: { setting: "COUNTERFOIL_CHAIN_PORT", problem: "port_in_use" },
    });
    await new Promise((resolve) => squatter.close(resolve));
    await start();
  });

  it("taken by something else, and a note of a process id that is somebody else's now: nobody is harmed", async () => {
    const stranger = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)", String(port)]);
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(port, "127.0.0.1", resolve));
    const noted = { supervisor: 2 ** 30, anvil: stranger.pid, privatePort: port };
    for (const note of [
      JSON.stringify(noted),
      "{}",
      "null",
      "torn",
      '{"supervisor":1,"anvil":1}',
    ]) {
      await writeFile(`${stateFile}.pid`, note);
      const refused = startEmbeddedChain({ port, stateFile, portWaitMs: 60 });
      await expect(refused).rejects.toMatchObject({ code: "invalid_setting" });
    }
    expect(await isAlive(stranger.pid as number)).toBe(true);
    stranger.kill("SIGKILL");
    await new Promise((resolve) => squatter.close(resolve));
  });

  it("is not anvil's, which another program may not even find", async () => {
    const chain = await start();
    const own = new URL(chain.privateRpcUrl);
    expect(chain.rpcUrl).toBe(`http://127.0.0.1:${port}`);
    expect(own.port).not.toBe(String(port));
    expect(own.hostname).toMatch(/^127\.\d+\.\d+\.\d+$/);
    if (process.platform === "linux") expect(own.hostname).not.toBe("127.0.0.1");
  });

  it("taken by a living chain of the same state file is one too, and does not harm it", async () => {
    const chain = await start();
    const second = startEmbeddedChain({ port, stateFile, portWaitMs: 200 });
    await expect(second).rejects.toMatchObject({ code: "invalid_setting" });
    expect(await isAlive(chain.pid)).toBe(true);
    await chain.save();
  });
});

describe("a state file", () => {
  it("that is damaged is put aside for the one before it", async () => {
    const first = await start();
    const ledger = await ledgerOn(first, null);
    await publish(ledger, 4);
    const older = await blocks(first);
    await publish(ledger, 6);
    await first.stop();
    const whole = await readFile(stateFile);
    await writeFile(stateFile, whole.subarray(0, whole.length / 2));
    const second = await start();
    expect(await blocks(second)).toEqual(older);
    expect((await readFile(damagedOf(stateFile))).length).toBe(Math.floor(whole.length / 2));
    // What was final is gone with the disk's damage: noticed, and published again.
    const again = await ledgerOn(second, ledger.contract);
    const worker = again.worker({ settle: again.settle });
    expect(await worker.kick()).toMatchObject({ headSize: 6, finalizedSize: 6 });
    await worker.stop();
  });

  it("that anvil itself does not understand is an error that says what anvil said", async () => {
    await writeFile(stateFile, gzipSync("{}"));
    await expect(startEmbeddedChain({ port, stateFile })).rejects.toThrow(/did not start.*json/is);
    await expect(readFile(`${stateFile}.pid`)).rejects.toMatchObject({ code: "ENOENT" });
    await expect(readFile(`${stateFile}.loading`)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("that cannot be written fails the save, not the chain", async () => {
    const chain = await start();
    await createRpc(chain.privateRpcUrl)("anvil_mine", ["0x1"]);
    await mkdir(`${stateFile}.new`);
    await expect(chain.save()).rejects.toThrow("could not be saved");
    await rmdir(`${stateFile}.new`);
    await chain.save();
    expect((await readFile(stateFile)).length).toBeGreaterThan(100);
  });

  it("that is damaged together with the one before it is a refusal, never a new chain", async () => {
    const first = await start();
    await ledgerOn(first, null);
    await first.stop();
    for (const file of [stateFile, previousOf(stateFile)]) await writeFile(file, "torn");
    await expect(startEmbeddedChain({ port, stateFile })).rejects.toMatchObject({
      code: "invalid_setting",
      details: { problem: "unreadable_file" },
    });
  });

  it("is written only when something was mined", async () => {
    const chain = await start();
    await createRpc(chain.privateRpcUrl)("anvil_mine", ["0x1"]);
    await chain.save();
    await writeFile(stateFile, "mark");
    await chain.save();
    expect(await readFile(stateFile, "utf8")).toBe("mark");
    await createRpc(chain.privateRpcUrl)("anvil_mine", ["0x1"]);
    await chain.save();
    expect((await readFile(stateFile)).length).toBeGreaterThan(100);
  });
});
