/** A log of made-up leaves, and a ledger on a chain that it is anchored in. */
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConnectedLedger, connectLedger } from "../../../api/anchor/connect.ts";
import { fundWallet } from "../../../api/anchor/deploy.ts";
import { silentLog } from "../../../api/anchor/log.ts";
import { createRpc } from "../../../api/anchor/rpc.ts";
import { type AnchorWallet, createWallet } from "../../../api/anchor/wallet.ts";
import {
  type AnchorTimes,
  type AnchorWorker,
  type AnchorWorkerOptions,
  startAnchorWorker,
} from "../../../api/anchor/worker.ts";
import { systemClock } from "../../../api/core/clock.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { type FakeStore, fakeStore } from "./fake-store.ts";

export const ORIGIN = "ledger.example/log";
export const LOG_KEY_HASH = new Uint8Array(32).fill(7);

/** Long intervals: a test publishes with `kick()` and nothing happens by itself. Failures are tried again at once. */
export const TEST_TIMES: AnchorTimes = {
  intervalMs: 600_000,
  pollMs: 20,
  lostAfterMs: 0,
  stuckAfterMs: 600_000,
  minedWithinMs: 200,
  retryFirstMs: 20,
  retryMostMs: 100,
};

const sha = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const split = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);

/** RFC 9162 §2.1, word for word: slow, and good to compare with. `seed` makes another log. */
export function referenceLog(seed = 0) {
  const leaf = (i: number): Buffer => sha(Uint8Array.of(0, seed, i >> 8, i & 255));
  const node = (low: number, high: number): Buffer => {
    if (high - low === 1) return leaf(low);
    const middle = low + split(high - low);
    return sha(Uint8Array.of(1), node(low, middle), node(middle, high));
  };
  const subproof = (m: number, low: number, high: number, whole: boolean): Buffer[] => {
    if (m === high - low) return whole ? [] : [node(low, high)];
    const k = split(high - low);
    return m <= k
      ? [...subproof(m, low, low + k, whole), node(low + k, high)]
      : [...subproof(m - k, low + k, high, false), node(low, low + k)];
  };
  return {
    root: (size: number): Buffer => node(0, size),
    proof: async (size1: number, size2: number): Promise<Buffer[]> =>
      size1 === 0 || size1 === size2 ? [] : subproof(size1, 0, size2, true),
  };
}

export type ReferenceLog = ReturnType<typeof referenceLog>;

export function hex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString("hex")}`;
}

export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "counterfoil-anchor-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export async function testWallet(): Promise<AnchorWallet> {
  const folder = await temporaryFolder();
  const wallet = await createWallet(join(folder.path, "key"), systemRandom());
  await folder.remove();
  return wallet;
}

export interface TestLedger extends ConnectedLedger {
  readonly wallet: AnchorWallet;
  readonly store: FakeStore;
  readonly log: ReferenceLog;
  /** Seals a checkpoint of the log at this size. */
  seal(size: number): void;
  worker(changes?: Partial<AnchorWorkerOptions>): AnchorWorker;
}

/** A ledger on a chain that mines at once, where finality comes only when the test mines. */
export async function testLedger(rpcUrl: string, seed = 0): Promise<TestLedger> {
  const wallet = await testWallet();
  const store = fakeStore();
  await fundWallet(createRpc(rpcUrl), wallet);
  const save = async (): Promise<void> => {};
  const embedded = { save };
  const ledger = await connectLedger({
    ...{ rpcUrl, contract: null, wallet, store, embedded },
    ...{ origin: ORIGIN, logKeyHash: LOG_KEY_HASH, known: null },
  });
  return assemble(ledger, wallet, store, referenceLog(seed));
}

export function assemble(
  ledger: ConnectedLedger,
  wallet: AnchorWallet,
  store: FakeStore,
  log: ReferenceLog,
): TestLedger {
  return {
    ...ledger,
    wallet,
    store,
    log,
    seal: (size) => store.seal(size, log.root(size)),
    worker: (changes) =>
      startAnchorWorker({
        client: ledger.client,
        store,
        clock: systemClock,
        consistencyProof: log.proof,
        treeRoot: async (size) => log.root(size),
        settle: null,
        times: TEST_TIMES,
        log: silentLog,
        ...changes,
      }),
  };
}

/** Waits for something that happens by itself. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  limitMs = 30_000,
): Promise<void> {
  const deadline = systemClock.now() + limitMs;
  while (!(await condition())) {
    if (systemClock.now() > deadline) throw new Error("waited too long");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A zombie, which nobody has fetched yet in a container without an init, is dead. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ") R");
  return !stat.slice(stat.lastIndexOf(")")).startsWith(") Z");
}
