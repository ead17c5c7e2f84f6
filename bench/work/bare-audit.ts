/**
 * The limit of an audit: the same rows read with bare better-sqlite3 and the files of the second copy read, the same decryption (encrypting as many bytes costs
 * the same, and needs no key), the same authenticators and every SHA-256 of records, log and map over inputs of the same lengths, in two threads. Nothing is compared, looked up, sorted or named.
 * Run by itself it prints what it took as JSON; its argument is the work.
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
const PAGE = 1_024;
const SECRET = 32;
const NODE = 65;
/** Columns of a row of entries beside its bytes, as its authenticator covers them. */
const ROW = 64;

interface Part extends BareWork {
  readonly part: number;
}

function run({ folders, shape, mapHashes, part }: Part): void {
  const open = (file: string) => new Database(file, { readonly: true });
  const ledger = open(join(folders.data, "ledger.db"));
  const keys = open(join(folders.keys, "keys.db"));
  const digest = Buffer.alloc(32);
  const key = randomFillSync(Buffer.alloc(32));
  const nonce = randomFillSync(Buffer.alloc(24));
  const mac = Buffer.alloc(16);
  const row = Buffer.alloc(ROW);
  const node = Buffer.alloc(NODE);
  const inputs = shape.hashed.map((length) => Buffer.alloc(length, "x"));
  const label = Buffer.alloc(shape.associatedData);
  const box = (length: number) => {
    const [plain, sealed] = [Buffer.alloc(length), Buffer.alloc(length + 16)];
    return (): void => {
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, plain, label, null, nonce, key);
    };
  };
  const openRecord = box(shape.plaintext);
  const openSecret = box(SECRET);
  const hashNodes = (count: number): void => {
    for (let i = 0; i < count; i++) sha256Into(digest, 0, node);
  };

  const last = ledger.prepare("SELECT max(idx) FROM entries").pluck().get() as number;
  const half = Math.ceil((last + 1) / THREADS);
  const entries = ledger.prepare("SELECT * FROM entries WHERE idx >= ? AND idx < ?").raw();
  const records = ledger.prepare("SELECT * FROM records WHERE idx >= ? AND idx < ?").raw();
  const end = Math.min(last + 1, (part + 1) * half);
  for (let at = part * half; at < end; at += PAGE) {
    const to = Math.min(end, at + PAGE);
    const read = entries.all(at, to).length;
    for (let i = 0; i < read; i++) sodium.crypto_generichash(mac, row, key);
    hashNodes(read);
    for (const _ of records.all(at, to)) {
      openRecord();
      for (const input of inputs) sha256Into(digest, 0, input);
    }
  }
  hashNodes(Math.round(mapHashes / THREADS));

  const middle = "x'80'";
  const side = part === 0 ? "<" : ">=";
  for (const text of [
    `SELECT * FROM identities WHERE mac ${side} ${middle}`,
    `SELECT * FROM streams WHERE key ${side} ${middle}`,
    `SELECT * FROM tiles WHERE n % ${THREADS} = ${part}`,
  ]) {
    for (const _ of ledger.prepare(text).raw().iterate());
  }
  const letter = `subject ${side} 'V'`;
  for (const _ of ledger.prepare(`SELECT * FROM subjects WHERE ${letter}`).raw().iterate()) {
    sodium.crypto_generichash(mac, row, key);
  }
  for (const _ of keys.prepare(`SELECT * FROM stream_secrets WHERE ${letter}`).raw().iterate()) {
    for (let i = 0; i < 4; i++) openSecret();
    for (let i = 0; i < 5; i++) sha256Into(digest, 0, node);
  }
  for (const _ of keys.prepare(`SELECT * FROM sealing_keys WHERE ${letter}`).raw().iterate()) {
    openSecret();
  }
  const files = readdirSync(folders.copy, { recursive: true, withFileTypes: true });
  for (const [i, file] of files.filter((one) => one.isFile()).entries()) {
    if (i % THREADS === part) readFileSync(join(file.parentPath, file.name));
  }
  ledger.close();
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
