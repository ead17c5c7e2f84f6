/** A throw-away chain for tests: anvil on a free port of the loopback interface, nothing on disk, gone with the test process. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { anvilBinary } from "../../api/anchor/embedded/binary.ts";
import { createRpc, type Rpc } from "../../api/anchor/rpc.ts";

export interface TestChain {
  readonly rpcUrl: string;
  readonly port: number;
  readonly pid: number;
  readonly rpc: Rpc;
  /** Mines so many empty blocks. */
  mine(blocks: number): Promise<void>;
  stop(): Promise<void>;
}

export interface TestChainOptions {
  readonly chainId?: number;
  readonly port?: number;
  /** How many accounts of anvil's own phrase it signs for; none. */
  readonly accounts?: number;
}

/** Blocks between the newest and the final one; anvil's finality is a fixed distance. */
export const FINALITY_DISTANCE = 2;

export async function startTestChain(options: TestChainOptions = {}): Promise<TestChain> {
  const port = options.port ?? (await freePort());
  const chainId = String(options.chainId ?? 31337);
  const argv = ["--host", "127.0.0.1", "--port", String(port), "--chain-id", chainId];
  argv.push("--accounts", String(options.accounts ?? 0), "--quiet", "--slots-in-an-epoch", "1");
  const child = spawn(anvilBinary(), argv, { stdio: "ignore", env: {} });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const rpcUrl = `http://127.0.0.1:${port}`;
  const rpc = createRpc(rpcUrl);
  await answering(rpc, child);
  return {
    rpcUrl,
    port,
    pid: child.pid as number,
    rpc,
    async mine(blocks) {
      await rpc("anvil_mine", [`0x${blocks.toString(16)}`]);
    },
    async stop() {
      process.off("exit", kill);
      kill();
      await ended;
    },
  };
}

async function answering(rpc: Rpc, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    if (child.exitCode !== null) throw new Error("anvil did not start");
    try {
      await rpc("eth_chainId", []);
      return;
    } catch {
      await sleep(10);
    }
  }
  throw new Error("anvil does not answer");
}

/**
 * Below the ports that systems give to connections, from 32768 on or higher: none of these is taken by somebody's connection while a server that was killed
 * is not there again. Each worker has its own.
 */
const FIRST_PORT = 20_000;
const PORTS_OF_A_WORKER = 1_500;
const WORKERS = 8;
const worker = Number(process.env.VITEST_POOL_ID ?? 0) % WORKERS;
let given = randomInt(PORTS_OF_A_WORKER);

/** A port at which nobody listens, and that no test has been given for long. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORTS_OF_A_WORKER; tries++) {
    given = (given + 1) % PORTS_OF_A_WORKER;
    const port = FIRST_PORT + worker * PORTS_OF_A_WORKER + given;
    if (await isFree(port)) return port;
  }
  throw new Error("no port");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
