/**
 * A ledger on files of its own, as a server leaves them: data, keys, second copy; and a chain that is made up. What a test changes, it changes in a copy of
 * its directory.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootHex } from "../../../api/anchor/divergence.ts";
import type { AuditOptions } from "../../../api/audit/options.ts";
import { sha256 } from "../../../api/core/hash.ts";
import type { Random } from "../../../api/core/random.ts";
import { kindsByName } from "../../../api/ledger/kinds/registry.ts";
import { createLedger, type Ledger } from "../../../api/ledger/service.ts";
import { createCommitter } from "../../../api/log/committer.ts";
import { openEntryCopy } from "../../../api/log/entry-copy.ts";
import { beginEpoch } from "../../../api/log/epoch.ts";
import { issuerName } from "../../../api/log/issuer.ts";
import { generateNoteSigner, loadNoteSigner, type NoteSigner } from "../../../api/log/keys.ts";
import { openStreamMap } from "../../../api/log/map/open-stream-map.ts";
import { mapSizeOf } from "../../../api/log/map-check.ts";
import { createSealer } from "../../../api/log/sealer.ts";
import { createSignerFile, fileSignerState } from "../../../api/log/signer-file.ts";
import { newSignerRecord, parseSignerRecord } from "../../../api/log/signer-state.ts";
import { createTileReader } from "../../../api/log/tile-reader.ts";
import { domainKindsByName } from "../../../api/rights/kinds/registry.ts";
import { policyFor, writePolicy } from "../../../api/start/policy.ts";
import type { KeyStore } from "../../../api/store/key-store.ts";
import { openSqliteKeyStore } from "../../../api/store/sqlite/sqlite-key-store.ts";
import { openSqliteMapStore } from "../../../api/store/sqlite/sqlite-map-store.ts";
import { openSqliteStore } from "../../../api/store/sqlite/sqlite-store.ts";
import type { Store, StoredCheckpoint } from "../../../api/store/store.ts";
import { type KeyProvider, newRootKey, parseRootKey } from "../../../api/vault/key-provider.ts";
import { loadRowMac } from "../../../api/vault/row-mac.ts";
import { openVault, type Vault } from "../../../api/vault/vault.ts";
import { asContractAddress, asLedgerId } from "../../../portal/verify/brands.ts";
import { concat } from "../../../portal/verify/bytes.ts";
import { seededRandom, type TestClock, testClock } from "../ledger.ts";
import { blockHash, type ChainData, chainOf, FIRST_BLOCK } from "./chain.ts";

export const AUDITED_ORIGIN = "ledger.example/audited";
const PLACE = {
  chainId: 31337,
  contract: asContractAddress(`0x${"c0".repeat(20)}`),
  ledgerId: asLedgerId(`0x${"1d".repeat(32)}`),
};

export interface Writing {
  readonly directory: string;
  readonly ledger: Ledger;
  readonly store: Store;
  readonly vault: Vault;
  readonly keyStore: KeyStore;
  readonly provider: KeyProvider;
  readonly random: Random;
  readonly clock: TestClock;
  seal(): Promise<StoredCheckpoint | null>;
  /** Seals, anchors, and lets the map forget what is behind two final anchors. */
  anchor(): Promise<StoredCheckpoint>;
  /** Ends as a server ends that is stopped in order. */
  close(): Promise<void>;
}

const encoded = (text: string): string => `${text}\n`;

/** A new installation in a directory; open for writing. */
export async function newInstallation(seed: string, directory = newDirectory()): Promise<Writing> {
  const random = seededRandom(seed);
  const clock = testClock();
  const [data, keys, copyDirectory] = ["data", "keys", "copy"].map((name) => join(directory, name));
  for (const folder of [data, keys, copyDirectory])
    mkdirSync(folder as string, { recursive: true });
  const file = (name: string): string => join(keys as string, name);
  const signerOf = (name: string, of: string): NoteSigner => {
    const text = generateNoteSigner(of, random);
    writeFileSync(file(name), encoded(text), { mode: 0o600 });
    return loadNoteSigner(text);
  };
  const rootKey = newRootKey(random);
  writeFileSync(file("root.key"), rootKey, { mode: 0o600 });
  const logSigner = signerOf("log.key", AUDITED_ORIGIN);
  const receiptSigner = signerOf("receipt.key", `${AUDITED_ORIGIN}/receipt`);
  const provider = parseRootKey(rootKey, random);
  await createSignerFile(file("signer-state.json"), newSignerRecord(random));
  const signerState = fileSignerState(file("signer-state.json"));
  const keyStore = await openSqliteKeyStore({ file: file("keys.db") });
  const rowMac = await loadRowMac({ store: keyStore, provider, random, mayMake: true });
  const store = await openSqliteStore({ file: join(data as string, "ledger.db"), rowMac });
  await store.setMeta("origin", AUDITED_ORIGIN);
  await store.setMeta("vault", AUDITED_ORIGIN);
  await store.setMeta("ledger", JSON.stringify(PLACE));
  const vault = await openVault({ store: keyStore, provider, random, origin: AUDITED_ORIGIN });
  const map = openStreamMap({
    store: await openSqliteMapStore({ file: join(data as string, "map.db") }),
    moves: (from, to) => store.moves(from, to),
  });
  const copy = await openEntryCopy(copyDirectory as string, logSigner);
  const epoch = await beginEpoch({ store, signerState, random });
  const issuer = signerOf("issuer.key", issuerName(AUDITED_ORIGIN));
  const policy = policyFor(PLACE, { logSigner, receiptSigner, issuer }, 0, []);
  await writePolicy(data as string, policy);
  const committer = createCommitter({ store, signerState, maxUnits: 200_000 });
  const ledger = createLedger({
    ...{ store, vault, clock, random, policy, receiptSigner, map },
    witnesses: [],
    kinds: kindsByName,
    domainKinds: domainKindsByName,
    read: createTileReader(store),
    origin: AUDITED_ORIGIN,
    commit: (units) => committer.commitMany(units),
    promiseMilliseconds: 20_000,
  });
  await ledger.ensureFirmRecord();
  await epoch.fill(clock.now());
  const sealer = createSealer({
    ...{ store, signerState, clock, map, copy, origin: AUDITED_ORIGIN },
    signer: logSigner,
  });
  let chain: ChainData = {
    chainId: PLACE.chainId,
    logKeyHash: `0x${sha256(concat(Uint8Array.of(1), logSigner.publicKey)).toString("hex")}`,
    anchors: [],
    behind: 40,
  };
  let forgettable = 0;
  const keepChain = (): void => writeFileSync(join(directory, "chain.json"), JSON.stringify(chain));

  return {
    ...{ directory, ledger, store, vault, keyStore, provider, random, clock },
    seal: () => sealer.seal(),
    async anchor() {
      await sealer.seal();
      const checkpoint = await store.newestCheckpoint();
      if (checkpoint === null) throw new Error("nothing to anchor");
      const { size } = checkpoint;
      const blockTime = Math.floor(clock.now() / 1000);
      const previousSize = chain.anchors.at(-1)?.size ?? 0;
      const block = FIRST_BLOCK + chain.anchors.length;
      chain = {
        ...chain,
        anchors: [...chain.anchors, { size, root: rootHex(checkpoint.root), blockTime }],
      };
      await store.putAnchor({
        ...{ size, state: "finalized", transaction: blockHash(block), nonce: block, block },
        ...{
          blockHash: blockHash(block),
          blockTime,
          previousSize,
          gasUsed: 72_000,
          gasPrice: 1_500_000_000,
        },
        updatedAt: clock.now(),
      });
      keepChain();
      if (forgettable > 0) await map.forget(forgettable);
      forgettable = await mapSizeOf(store, size);
      return checkpoint;
    },
    async close() {
      await epoch.settle();
      await map.close();
      await copy.close();
      await store.close();
      await keyStore.close();
      keepChain();
    },
  };
}

export const newDirectory = (): string => mkdtempSync(join(tmpdir(), "counterfoil-audit-"));

/** The same ledger once more, for a test to change. */
export function copyOf(directory: string): string {
  const target = newDirectory();
  cpSync(directory, target, { recursive: true });
  return target;
}

export const remove = (directory: string): void =>
  rmSync(directory, { recursive: true, force: true });

/** How an audit of an installation is begun. */
export function auditOptions(directory: string, change: Partial<AuditOptions> = {}): AuditOptions {
  const at = (...path: string[]): string => join(directory, ...path);
  const read = (...path: string[]): string => readFileSync(at(...path), "utf8");
  const random = seededRandom("audit");
  const logKey = loadNoteSigner(read("keys", "log.key").trimEnd());
  const work = at("work");
  mkdirSync(work, { recursive: true });
  return {
    files: {
      ledger: at("data", "ledger.db"),
      map: at("data", "map.db"),
      keys: at("keys", "keys.db"),
    },
    copyDirectory: at("copy"),
    provider: parseRootKey(read("keys", "root.key"), random),
    rootKeyFile: at("keys", "root.key"),
    origin: AUDITED_ORIGIN,
    logKey: { name: logKey.name, vkey: logKey.vkey },
    retired: [],
    receiptKey: loadNoteSigner(read("keys", "receipt.key").trimEnd()).vkey,
    signer: parseSignerRecord(read("keys", "signer-state.json")) ?? "unreadable",
    pinned: null,
    policyFile: read("data", "policy.json"),
    openChain: () => chainOf(JSON.parse(read("chain.json")) as ChainData),
    embedded: false,
    clock: testClock(),
    threads: 0,
    directory: work,
    keep: null,
    ...change,
  };
}
