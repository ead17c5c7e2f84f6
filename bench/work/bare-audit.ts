/**
 * The limit of an audit: the same rows of all three databases read with bare better-sqlite3 and the files of the second copy read, the same decryption (encrypting
 * as many bytes costs the same, and needs no key), and every HMAC, authenticator and SHA-256 that these rows must be held against, once each, over inputs of the same
 * lengths, in two threads. Nothing is compared, looked up, sorted or named. Run by itself it prints what it took as JSON; its argument is the work.
 */
import { randomFillSync } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import sodium from "sodium-native";
import { sha256Into } from "../../api/core/hash.ts";
import type { RecordShape } from "./primitives.ts";
import { stopwatch } from "./stopwatch.ts";

export interface BareWork {
  readonly folders: { readonly data: string; readonly keys: string; readonly copy: string };
  readonly shape: RecordShape;
  readonly mapHashes: number;
}

const THREADS = 2;
const SECRET = 32;
const NODE = 65;
/** What a subject's identifier is hashed of: a name, and four hashes. */
const SUBJECT = 22 + 4 * 32;
/** Bytes of a row as its authenticator covers them (api/store/row-mac.ts). */
const ROWS = { entries: 191, subjects: 88, idempotency: 180 } as const;
/** Kind, subject, two times, source, each with its length: what a request's HMAC covers besides the content. */
const REQUEST = 90;
const HMAC_OUTER = 96;
/** Of an inner page of the map, all of whose 16 places are taken. */
const INNER_NODES = 15;

interface Part extends BareWork {
  readonly part: number;
}

function run({ folders, shape, mapHashes, part }: Part): void {
  const open = (file: string) => new Database(file, { readonly: true });
  const ledger = open(join(folders.data, "ledger.db"));
  const map = open(join(folders.data, "map.db"));
  const keys = open(join(folders.keys, "keys.db"));
  const digest = Buffer.alloc(32);
  const key = randomFillSync(Buffer.alloc(32));
  const nonce = randomFillSync(Buffer.alloc(24));
  const mac = Buffer.alloc(16);
  const hasher = (...lengths: readonly number[]) => {
    const inputs = lengths.map((length) => Buffer.alloc(length, "x"));
    return (): void => {
      for (const input of inputs) sha256Into(digest, 0, input);
    };
  };
  const authenticator = (length: number) => {
    const row = Buffer.alloc(length);
    return (): void => sodium.crypto_generichash(mac, row, key);
  };
  const label = Buffer.alloc(shape.associatedData);
  const box = (length: number) => {
    const [plain, sealed] = [Buffer.alloc(length), Buffer.alloc(length + 16)];
    return (): void => {
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, plain, label, null, nonce, key);
    };
  };
  const openRecord = box(shape.plaintext);
  const openSecret = box(SECRET);
  const hashRecord = hasher(...shape.hashed);
  const hashRequest = hasher((shape.hashed.at(-2) as number) + REQUEST, HMAC_OUTER);
  const identify = hasher(SECRET, SECRET, SECRET, SECRET, SUBJECT);
  const hashNode = hasher(NODE);
  const hashNodes = (count: number): void => {
    for (let i = 0; i < count; i++) hashNode();
  };
  const checkEntry = authenticator(ROWS.entries);
  const checkSubject = authenticator(ROWS.subjects);
  const checkMark = authenticator(ROWS.idempotency);

  /** The rows of a table in this thread's half of its numbers. */
  function half(of: Database.Database, table: string, number: string): Iterable<unknown[]> {
    const last = of.prepare(`SELECT max(${number}) FROM ${table}`).pluck().get() as number;
    const width = Math.ceil((last + 1) / THREADS);
    const rows = of.prepare(`SELECT * FROM ${table} WHERE ${number} >= ? AND ${number} < ?`).raw();
    return rows.iterate(part * width, (part + 1) * width) as Iterable<unknown[]>;
  }
  const side = part === 0 ? "<" : ">=";
  const each = (of: Database.Database, table: string, column: string, middle: string) =>
    of.prepare(`SELECT * FROM ${table} WHERE ${column} ${side} ${middle}`).raw().iterate();

  for (const _ of half(ledger, "entries", "idx")) {
    checkEntry();
    // Of the log's tree there is a node for each leaf.
    hashNode();
  }
  for (const _ of half(ledger, "records", "idx")) {
    openRecord();
    hashRecord();
  }
  hashNodes(Math.round(mapHashes / THREADS));
  for (const [, page] of half(map, "pages", "id") as Iterable<[number, Buffer]>) {
    hashNodes(page[0] === 1 ? 2 * (page[1] as number) - 1 : INNER_NODES);
  }
  const bytes = "x'80'";
  for (const _ of each(ledger, "identities", "mac", bytes));
  for (const _ of each(ledger, "streams", "key", bytes));
  for (const _ of each(ledger, "idempotency", "key_mac", bytes)) {
    checkMark();
    hashRequest();
  }
  for (const _ of half(ledger, "tiles", "n"));
  for (const _ of each(ledger, "subjects", "subject", "'V'")) checkSubject();
  for (const _ of each(keys, "stream_secrets", "subject", "'V'")) {
    for (let i = 0; i < 4; i++) openSecret();
    identify();
  }
  for (const _ of each(keys, "sealing_keys", "subject", "'V'")) openSecret();
  const files = readdirSync(folders.copy, { recursive: true, withFileTypes: true });
  for (const [i, file] of files.filter((one) => one.isFile()).entries()) {
    if (i % THREADS === part) readFileSync(join(file.parentPath, file.name));
  }
  ledger.close();
  map.close();
  keys.close();
}

const thread = (work: BareWork, part: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { ...work, part } });
    worker.once("error", reject);
    worker.once("exit", () => resolve());
  });

if (!isMainThread && parentPort !== null) run(workerData as Part);
else if (process.argv[2] !== undefined) {
  const work = JSON.parse(process.argv[2]) as BareWork;
  const watch = stopwatch();
  await watch.time(() =>
    Promise.all(Array.from({ length: THREADS }, (_, part) => thread(work, part))),
  );
  const memory = process.resourceUsage().maxRSS / 1_024;
  process.stdout.write(JSON.stringify({ ...watch.took(), findings: 0, memory }));
}
