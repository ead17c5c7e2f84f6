/** A ledger in this process, on files of its own, without a chain: what the benchmarks measure. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../api/core/clock.ts";
import { systemRandom } from "../../api/core/random.ts";
import { kindsByName } from "../../api/ledger/kinds/registry.ts";
import { createLedger, type Ledger } from "../../api/ledger/service.ts";
import { createCommitter } from "../../api/log/committer.ts";
import { openEntryCopy } from "../../api/log/entry-copy.ts";
import { generateNoteSigner, loadNoteSigner } from "../../api/log/keys.ts";
import type { StreamMap } from "../../api/log/map/stream-map.ts";
import { createSealer } from "../../api/log/sealer.ts";
import { createSignerFile, fileSignerState } from "../../api/log/signer-file.ts";
import { newSignerRecord } from "../../api/log/signer-state.ts";
import { createTileReader } from "../../api/log/tile-reader.ts";
import { domainKindsByName } from "../../api/rights/kinds/registry.ts";
import { openMap } from "../../api/start/map.ts";
import { openSqliteKeyStore } from "../../api/store/sqlite/sqlite-key-store.ts";
import { openSqliteStore } from "../../api/store/sqlite/sqlite-store.ts";
import type { Store, StoredCheckpoint, Unit, UnitOutcome } from "../../api/store/store.ts";
import { newRootKey, parseRootKey } from "../../api/vault/key-provider.ts";
import { loadRowMac } from "../../api/vault/row-mac.ts";
import { openVault, type Vault } from "../../api/vault/vault.ts";
import {
  asContractAddress,
  asLedgerId,
  asMapRoot,
  asTreeSize,
} from "../../portal/verify/brands.ts";
import { decodeStateEntry } from "../../portal/verify/entry.ts";
import type { Policy } from "../../portal/verify/policy.ts";

export interface BenchLedger {
  readonly ledger: Ledger;
  readonly store: Store;
  readonly vault: Vault;
  readonly policy: Policy;
  /** Its files lie below it, in `data`, `keys` and `copy`, with the keys as a server has them. */
  readonly folder: string;
  /** Past the vault: units as they are. */
  commit(units: readonly Unit[]): Promise<readonly UnitOutcome[]>;
  /** Seals everything, if there is anything. */
  seal(): Promise<StoredCheckpoint | null>;
  /** Seals everything; then plays the chain: marks that checkpoint as final. */
  sealAndAnchor(): Promise<StoredCheckpoint>;
  close(): Promise<void>;
}

export const BENCH_ORIGIN = "bench.example/ledger";

export interface BenchLedgerOptions {
  /** False: state entries say that the map is empty, and nothing is done for it. What that saves is what the map costs. */
  readonly withMap?: boolean;
  /** An empty directory for its files, which stay there; else they are deleted when it is closed. */
  readonly folder?: string;
}

export async function openBenchLedger(options: BenchLedgerOptions = {}): Promise<BenchLedger> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "counterfoil-bench-")));
  const random = systemRandom();
  const clock = systemClock;
  const keyStore = await openSqliteKeyStore({ file: join(folder, "keys", "keys.db") });
  const keyFile = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, "keys", name), `${text.trimEnd()}\n`, { mode: 0o600 });
    return text;
  };
  const noteSigner = async (name: string, origin: string) =>
    loadNoteSigner(await keyFile(name, generateNoteSigner(origin, random)));
  const signer = await noteSigner("log.key", BENCH_ORIGIN);
  const receiptSigner = await noteSigner("receipt.key", `${BENCH_ORIGIN}/receipt`);
  const stateFile = join(folder, "keys", "signer-state.json");
  await createSignerFile(stateFile, newSignerRecord(random));
  const signerState = fileSignerState(stateFile);
  const provider = parseRootKey(await keyFile("root.key", newRootKey(random)), random);
  const rowMac = await loadRowMac({ store: keyStore, provider, random, mayMake: true });
  const store = await openSqliteStore({ file: join(folder, "data", "ledger.db"), rowMac });
  const vault = await openVault({ store: keyStore, provider, random, origin: BENCH_ORIGIN });
  const map = options.withMap === false ? noMap() : await openMap(join(folder, "data"), store);
  await mkdir(join(folder, "copy"));
  const copy = await openEntryCopy(join(folder, "copy"), { name: signer.name, vkey: signer.vkey });
  const sealer = createSealer({
    ...{ store, signer, signerState, clock, map, copy },
    origin: BENCH_ORIGIN,
  });
  const committer = createCommitter({ store, signerState, maxUnits: 20_000 });
  const policy: Policy = {
    chainId: 31337,
    contract: asContractAddress(`0x${"11".repeat(20)}`),
    ledgerId: asLedgerId(`0x${"22".repeat(32)}`),
    keys: [
      { role: "log", vkey: signer.vkey, fromSize: asTreeSize(0) },
      { role: "receipt", vkey: receiptSigner.vkey, fromSize: asTreeSize(0) },
    ],
    maxAgeSeconds: null,
  };
  const ledger = createLedger({
    store,
    vault,
    clock,
    random,
    kinds: kindsByName,
    domainKinds: domainKindsByName,
    read: createTileReader(store),
    map,
    policy,
    witnesses: [],
    origin: BENCH_ORIGIN,
    receiptSigner,
    commit: committer.commitMany,
    promiseMilliseconds: 20_000,
  });
  return {
    ledger,
    store,
    vault,
    policy,
    folder,
    commit: committer.commitMany,
    seal: () => sealer.seal(),
    async sealAndAnchor() {
      const checkpoint = await sealer.seal();
      if (checkpoint === null) throw new Error("nothing to seal");
      await store.putAnchor({
        size: checkpoint.size,
        state: "finalized",
        transaction: null,
        nonce: null,
        block: 1,
        blockHash: `0x${"33".repeat(32)}`,
        blockTime: 1,
        previousSize: null,
        gasUsed: null,
        gasPrice: null,
        updatedAt: clock.now(),
      });
      // As the server does: older versions of the map are not kept behind a final anchor.
      const closing = await store.entry(checkpoint.size - 1);
      if (closing !== null) await map.forget(decodeStateEntry(closing.entry).mapSize);
      return checkpoint;
    },
    async close() {
      await map.close();
      await copy.close();
      await store.close();
      await keyStore.close();
      if (options.folder === undefined) await rm(folder, { recursive: true });
    },
  };
}

function noMap(): StreamMap {
  const empty = asMapRoot(new Uint8Array(32));
  return {
    size: async () => 0,
    advance: async () => empty,
    rootAt: async () => empty,
    prove: async () => ({ siblings: [], terminal: null }),
    forget: async () => {},
    backTo: async () => true,
    clear: async () => {},
    close: async () => {},
  };
}
