/**
 * A whole ledger in this process: real SQLite store and key store in a temporary directory, vault, log and app; clock, chance
 * and chain are made up. What a test wants to fail, it wraps.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { OpenAPIHono } from "@hono/zod-openapi";
import Database from "better-sqlite3";
import { createEmbed, type Embed } from "../../api/consent/embed/service.ts";
import { openPress } from "../../api/consent/receipt/pdf/press.ts";
import { type Consents, createConsents } from "../../api/consent/service.ts";
import type { Random } from "../../api/core/random.ts";
import type { CosignerStatus } from "../../api/cosign/status.ts";
import { createApp } from "../../api/http/app.ts";
import { type ChainHealth, health, type PartState } from "../../api/http/health.ts";
import { createMetrics, type Metrics } from "../../api/http/metrics/metrics.ts";
import type { RequestLog } from "../../api/http/request-log.ts";
import { kindsByName } from "../../api/ledger/kinds/registry.ts";
import type { WriteOutcome } from "../../api/ledger/outcome.ts";
import { promiseWatch } from "../../api/ledger/promises.ts";
import { createLedger, type Ledger } from "../../api/ledger/service.ts";
import { createCommitter } from "../../api/log/committer.ts";
import { type Issuer, issuerName, loadIssuer } from "../../api/log/issuer.ts";
import { generateNoteSigner, loadNoteSigner, type NoteSigner } from "../../api/log/keys.ts";
import { openStreamMap } from "../../api/log/map/open-stream-map.ts";
import type { StreamMap } from "../../api/log/map/stream-map.ts";
import { createSealer } from "../../api/log/sealer.ts";
import { createSignerFile, fileSignerState } from "../../api/log/signer-file.ts";
import { newSignerRecord, type SignerState } from "../../api/log/signer-state.ts";
import { createTileReader } from "../../api/log/tile-reader.ts";
import { domainKindsByName } from "../../api/rights/kinds/registry.ts";
import type { Registers } from "../../api/rights/register/service.ts";
import type { Rights } from "../../api/rights/service.ts";
import type { CaseStore } from "../../api/store/case-store.ts";
import type { KeyStore } from "../../api/store/key-store.ts";
import type { PartnersFile } from "../../api/store/sqlite/partners.ts";
import { openSqliteKeyStore } from "../../api/store/sqlite/sqlite-key-store.ts";
import { openSqliteMapStore } from "../../api/store/sqlite/sqlite-map-store.ts";
import { openSqliteStore } from "../../api/store/sqlite/sqlite-store.ts";
import type { AnchorRow, Store, StoredCheckpoint } from "../../api/store/store.ts";
import { rootKeyProvider } from "../../api/vault/key-provider.ts";
import { openVault, type Vault } from "../../api/vault/vault.ts";
import { asContractAddress, asLedgerId, asTreeSize } from "../../portal/verify/brands.ts";
import type { AskChain } from "../../portal/verify/chain.ts";
import type { Policy } from "../../portal/verify/policy.ts";
import type { Verdict } from "../../portal/verify/verdict.ts";
import { verifyEvidence } from "../../portal/verify/verify.ts";
import { type TestAuditor, testAuditor } from "./auditor.ts";
import { hex } from "./bytes.ts";
import { heardLog, overheard } from "./heard/heard.ts";
import { openJobs } from "./jobs.ts";
import { blockHash, madeUpChain } from "./ledger-chain.ts";
import type { TestLedgerOptions } from "./ledger-options.ts";
import { seededRandom, type TestClock, testClock } from "./repeatable.ts";
import { newPlace } from "./store/places.ts";
import { authenticateAnew, everyMacHolds, testRowMac } from "./store/row-mac.ts";
import { TOKEN, testTokens } from "./test-tokens.ts";

export * from "./bytes.ts";
export * from "./ledger-records.ts";
export * from "./repeatable.ts";
export { AUDITOR_TOKEN, METRICS_TOKEN, TOKEN } from "./test-tokens.ts";

export const ORIGIN = "ledger.example/test";
export const PROMISE = 20_000;
/** A deadline that is nearer than this is at risk. */
export const RISK = 5_000;
/** Index of the first record that a test writes: behind the firm's own. */
export const FIRST = 1;

/** What a restart makes anew: everything that keeps something in memory. */
interface Parts {
  readonly store: Store;
  readonly keyStore: KeyStore;
  readonly vault: Vault;
  readonly map: StreamMap;
  readonly ledger: Ledger;
  readonly consents: Consents;
  readonly embed: Embed;
  readonly app: OpenAPIHono;
  readonly metrics: Metrics;
  readonly partners: PartnersFile;
  readonly cases: CaseStore;
  readonly rights: Rights;
  readonly registers: Registers;
}

export interface TestLedger extends Parts {
  readonly clock: TestClock;
  readonly directory: string;
  readonly policy: Policy;
  readonly auditor: TestAuditor;
  readonly issuer: Issuer;
  readonly signerState: SignerState;
  /** What the app told its operator. */
  readonly bugs: unknown[];
  readonly requests: RequestLog[];
  readonly state: { chain: ChainHealth; sealing: PartState; cosigners: CosignerStatus[] };

  seal(): Promise<StoredCheckpoint | null>;
  /** From now on the newest checkpoint has the auditor's cosignature. */
  cosign(): Promise<void>;
  /** Seals, and has the made-up chain take the newest checkpoint. */
  anchor(state?: AnchorRow["state"]): Promise<StoredCheckpoint>;
  ask: AskChain;
  verify(evidence: Uint8Array): Promise<Verdict>;
  /** SQL behind the ledger's back, with the triggers out of the way. */
  tamper(change: (database: Database.Database) => void, file?: "ledger" | "keys" | "map"): void;
  /** The same by somebody who holds the key of the rows, and makes all authenticators fit again. */
  forge(change: (database: Database.Database) => void): void;
  /** The same ledger with empty caches. */
  restart(): Promise<void>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

const signerOf = (name: string, random: Random): NoteSigner =>
  loadNoteSigner(generateNoteSigner(name, random));

export async function testLedger(options: TestLedgerOptions = {}): Promise<TestLedger> {
  const { seed = "ledger", wrapStore = (s) => s, wrapKeyStore = (s) => s } = options;
  const wrapMap = options.wrapMap ?? ((map) => map);
  const place = newPlace();
  const chain = madeUpChain();
  const keys = join(place.directory, "keys");
  mkdirSync(keys);
  const databases = {
    ledger: join(place.directory, "ledger.db"),
    keys: join(keys, "keys.db"),
    map: join(place.directory, "map.db"),
  };
  const random = seededRandom(seed);
  const clock = testClock();
  const press = openPress();
  const logSigner = signerOf(ORIGIN, random);
  const receiptSigner = signerOf(`${ORIGIN}/receipt`, random);
  const issuer = loadIssuer(generateNoteSigner(issuerName(ORIGIN), seededRandom(`${seed}/issuer`)));
  const provider = rootKeyProvider(random.bytes(8), random.bytes(32), random);
  await createSignerFile(join(keys, "signer-state.json"), newSignerRecord(random));
  const signerState = fileSignerState(join(keys, "signer-state.json"));
  const auditor = testAuditor("auditor.example", random.bytes(32));
  const policy: Policy = {
    chainId: 31337,
    contract: asContractAddress(`0x${"c0".repeat(20)}`),
    ledgerId: asLedgerId(`0x${"1d".repeat(32)}`),
    keys: [
      { role: "log", vkey: logSigner.vkey, fromSize: asTreeSize(0) },
      { role: "receipt", vkey: receiptSigner.vkey, fromSize: asTreeSize(0) },
      { role: "auditor", vkey: auditor.vkey, fromSize: asTreeSize(0) },
      { role: "issuer", vkey: issuer.vkey, fromSize: asTreeSize(0) },
    ],
    maxAgeSeconds: null,
  };
  const bugs: unknown[] = [];
  const onBug = (error: unknown): void => {
    bugs.push(error);
    heardLog.bug(error);
  };
  const requests: RequestLog[] = [];
  const state: TestLedger["state"] = {
    chain: { state: "ok", headSize: 0, finalizedSize: 0 },
    sealing: "ok",
    cosigners: [],
  };

  async function open(): Promise<Parts> {
    const opened = await openSqliteStore({ file: databases.ledger, rowMac: testRowMac });
    const store = wrapStore(opened);
    const map = wrapMap(
      openStreamMap({
        store: await openSqliteMapStore({ file: databases.map }),
        moves: (from, to) => store.moves(from, to),
      }),
    );
    const keyStore = wrapKeyStore(await openSqliteKeyStore({ file: databases.keys }));
    const vault = await openVault({ store: keyStore, provider, random, origin: ORIGIN });
    const committer = createCommitter({ store, signerState, maxUnits: options.maxUnits ?? 20_000 });
    const ledger = createLedger({
      ...{ store, vault, clock, random, policy, receiptSigner, map },
      witnesses: options.witnesses ?? [],
      kinds: options.kinds ?? kindsByName,
      domainKinds: domainKindsByName,
      read: createTileReader(store),
      origin: ORIGIN,
      commit: (units) => committer.commitMany(units),
      promiseMilliseconds: PROMISE,
    });
    const consents = createConsents({ ledger, clock });
    const made = { ledger, consents, clock, random, mac: vault.mac, origin: ORIGIN };
    const embed = createEmbed(made);
    const metrics = createMetrics("0.0.0-test");
    const { partners, cases, ...jobs } = await openJobs(place.directory, {
      ...{ store, keyStore, vault },
      ...{ ...made, press, ask: chain.ask, onBug, issuer },
      sharingContract: options.sharingContract,
      handlers: options.handlers,
    });
    const promises = promiseWatch({ store, clock, begin: 0, riskMilliseconds: RISK });
    const app = createApp({
      ledger,
      ...{ consents, embed, ...jobs },
      clock,
      receipts: { press, publicUrl: null },
      authenticate: testTokens,
      recordReads: options.recordReads ?? false,
      version: "0.0.0-test",
      metrics,
      figures: { store, name: ORIGIN, explorer: "https://explorer.example/tx/{tx}" },
      health: () =>
        health({
          ...{ store, clock, onBug, promises: promises.look },
          sealing: () => state.sealing,
          chain: () => state.chain,
          cosigners: () => state.cosigners,
        }),
      onRequest: (entry) => {
        requests.push(entry);
        heardLog.request(entry);
        metrics.request(entry);
      },
      onBug,
      stopwatch: () => 0,
      ...options.app,
    });
    overheard(app);
    if (options.firm !== false) await ledger.ensureFirmRecord();
    return {
      store,
      keyStore,
      vault,
      map,
      ledger,
      consents,
      embed,
      app,
      metrics,
      partners,
      cases,
      rights: jobs.rights,
      registers: jobs.registers,
    };
  }
  async function closeParts({
    store,
    keyStore,
    map,
    metrics,
    partners,
    cases,
  }: Parts): Promise<void> {
    partners.close();
    cases.close();
    metrics.stop();
    await map.close();
    await store.close();
    await keyStore.close();
  }

  let parts = await open();
  let tampered = false;

  const own: Omit<TestLedger, keyof Parts> = {
    directory: place.directory,
    ...{ clock, policy, auditor, issuer, signerState, bugs, requests, state },
    seal: () =>
      createSealer({
        ...{ store: parts.store, signerState, clock, origin: ORIGIN, map: parts.map },
        signer: logSigner,
        copy: null,
      }).seal(),
    async cosign() {
      const newest = await parts.store.newestCheckpoint();
      if (newest === null) throw new Error("nothing to cosign");
      const { size, note } = newest;
      const line = auditor.line(note, Math.floor(clock.now() / 1000));
      await parts.store.putCosignatures([{ size, vkey: auditor.vkey, line }]);
    },
    async anchor(anchored = "finalized") {
      await ledger.seal();
      const checkpoint = await parts.store.newestCheckpoint();
      if (checkpoint === null) throw new Error("nothing to anchor");
      const { size } = checkpoint;
      const blockTime = Math.floor(clock.now() / 1000);
      const final = anchored === "finalized";
      const block = chain.add({ size, root: hex(checkpoint.root), final, blockTime });
      const hash = blockHash(block);
      await parts.store.putAnchor({
        ...{ size, state: anchored, transaction: hash, nonce: block, block, blockHash: hash },
        ...{
          blockTime,
          previousSize: chain.previousSize(size),
          gasUsed: 72_000,
          gasPrice: 1_500_000_000,
          updatedAt: clock.now(),
        },
      });
      return checkpoint;
    },
    ask: chain.ask,
    verify: (bytes) => verifyEvidence(bytes, { policy, ask: ledger.ask, now: clock.now() }),
    tamper(change, file = "ledger") {
      tampered = true;
      const database = new Database(databases[file]);
      try {
        const all = "SELECT name FROM sqlite_schema WHERE type = 'trigger'";
        const triggers = database.prepare<[], string>(all).pluck().all();
        for (const name of triggers) database.exec(`DROP TRIGGER ${name}`);
        change(database);
      } finally {
        database.close();
      }
    },
    forge(change) {
      ledger.tamper((database) => {
        change(database);
        authenticateAnew(database);
      });
    },
    async restart() {
      await closeParts(parts);
      parts = await open();
    },
    fetch: async (path, init = {}) => {
      const headers = new Headers(init.headers);
      if (!headers.has("authorization")) headers.set("authorization", `Bearer ${TOKEN}`);
      return parts.app.request(path, { ...init, headers });
    },
    async close() {
      await closeParts(parts);
      await press.close();
      if (!tampered) everyMacHolds(databases.ledger);
      place.remove();
    },
  };
  const ledger = own as TestLedger;
  for (const name of Object.keys(parts) as (keyof Parts)[])
    Object.defineProperty(ledger, name, { enumerable: true, get: () => parts[name] });
  return ledger;
}

export async function newSubject({ ledger }: { ledger: Ledger }, number?: string): Promise<string> {
  const reference = number === undefined ? null : { source: "shop", externalNumber: number };
  const [made] = await ledger.ensureSubjects([reference]);
  return made!.subject;
}

export interface WriteChange {
  readonly insist?: boolean;
  readonly idempotency?: string | null;
}

/** Writes one record; a refusal is thrown. */
export async function write(
  { ledger }: { ledger: Ledger },
  input: Record<string, unknown>,
  { insist = false, idempotency = null }: WriteChange = {},
): Promise<WriteOutcome> {
  const [outcome] = await ledger.write([{ draft: ledger.parse(input), insist, idempotency }]);
  if (outcome === undefined || outcome instanceof Error) throw outcome ?? new Error("no outcome");
  return outcome;
}

/** Writes one record that must be stored. */
export async function stored(
  parts: { ledger: Ledger },
  input: Record<string, unknown>,
  change?: WriteChange,
): Promise<Extract<WriteOutcome, { outcome: "stored" }>> {
  const outcome = await write(parts, input, change);
  if (outcome.outcome !== "stored") throw new Error(`not stored: ${outcome.outcome}`);
  return outcome;
}
