/** The streams of one person: which there are, and the chain of each, page by page. */

import { equalBytes } from "../../portal/verify/bytes.ts";
import { decodeEntry } from "../../portal/verify/entry.ts";
import { kindForm, kindOfStream } from "../../portal/verify/kinds.ts";
import { streamKey } from "../../portal/verify/subject.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import { type KindRegistry, type RecordKind, streamName } from "../core/kind.ts";
import type { RecordRow, Store, StoredEntry } from "../store/store.ts";
import { secretOrNull } from "../vault/secrets.ts";
import type { Vault } from "../vault/vault.ts";
import { assertCommitted } from "./committed.ts";
import { access } from "./kinds/access.ts";
import { ownKindsByName } from "./kinds/registry.ts";
import { assertPerson } from "./known-person.ts";
import { nameStream } from "./stream-read.ts";
import { type DamagedRecord, damagedOf } from "./timeline.ts";

interface Context {
  readonly store: Store;
  readonly vault: Vault;
  readonly kinds: KindRegistry;
  readonly domainKinds: KindRegistry;
}

export interface PersonStream {
  readonly stream: string;
  readonly key: Uint8Array;
  readonly entries: number;
  /** Of its last entry; times are milliseconds since 1970. */
  readonly newest: { readonly index: number; readonly recordedAt: number };
}

export interface PersonStreams {
  readonly streams: readonly PersonStream[];
  /** Records that would name a stream and cannot be read: each may hide one. */
  readonly damaged: readonly DamagedRecord[];
}

/** Rows that are read at a time. */
const PAGE = 1_000;

/** Those with entries, by name. @throws Refusal `not_found` (`subject`), `subject_erased`, `damaged` */
export async function streamsOf(context: Context, subject: string): Promise<PersonStreams> {
  const { store, vault } = context;
  await assertPerson(store, subject);
  const { names: all, damaged } = await namesOf(context, subject);
  const names = [...all].sort();
  const secrets = await vault.streamSecrets(subject);
  // Of a class that was erased no stream can be named any more.
  const keys = names.map((name) => {
    const form = kindForm(kindOfStream(name));
    if (form === null) throw new Error("a stream of no kind");
    const secret = secretOrNull(secrets, form.class);
    return secret && streamKey(secret, name);
  });
  const below = await store.size();
  const found: PersonStream[] = [];
  for (const [i, key] of keys.entries()) {
    if (key === null) continue;
    const [last] = await store.streamEntries(key, { from: 0, below, limit: 1, newestFirst: true });
    if (last === undefined) continue;
    const { index, recordedAt } = last;
    const entries = decodeEntry(last.entry).seq;
    found.push({ stream: names[i] as string, key, entries, newest: { index, recordedAt } });
  }
  return { streams: found, damaged };
}

/** Names of streams that there may be: those that need no record to be named, and those that records name. Rows of access are too many to be read. */
async function namesOf(
  context: Context,
  subject: string,
): Promise<{ readonly names: Set<string>; readonly damaged: readonly DamagedRecord[] }> {
  const { store, kinds, domainKinds } = context;
  const known = new Map([...kinds, ...domainKinds, ...ownKindsByName]);
  const names = new Set<string>();
  const damaged: DamagedRecord[] = [];
  for (const kind of known.values()) if (kind.streamField === null) names.add(kind.kind);
  for (let after = -1; ; ) {
    const asked = { subject, kind: null, without: access.kind, after, limit: PAGE };
    const rows = await store.list(asked);
    for (const row of rows) {
      const kind = known.get(row.kind);
      if (kind === undefined) continue;
      const name = await nameOf(context, row, kind);
      if (name === null) damaged.push(damagedOf(row));
      else names.add(name);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return { names, damaged };
    after = last.index;
  }
}

/** Of the newest version of a record. `null`: it is damaged, which must not hide the streams of the others. */
async function nameOf(
  { vault }: Context,
  row: RecordRow,
  kind: RecordKind,
): Promise<string | null> {
  if (kind.streamField === null) return streamName(kind, row.id, row.version);
  try {
    const { record } = await vault.open(row);
    return streamName(kind, row.id, row.version, String(record[kind.streamField]));
  } catch (error) {
    if (isRefusal(error, "damaged")) return null;
    throw error;
  }
}

/** One entry of a chain. */
export interface ChainEntry {
  readonly seq: number;
  readonly index: number;
  readonly leafHash: Uint8Array;
  readonly prev: Uint8Array;
  /** Whether the entry before, by place, is the one that it names. `null`: it is the first. */
  readonly fits: boolean | null;
  /** `erased`: for good, as was declared. `gone`: lost. `damaged`: what is there is not what the entry commits to. */
  readonly record:
    | {
        readonly id: string;
        readonly version: number;
        readonly kind: string;
        readonly occurredAt: string;
        readonly recordedAt: string;
      }
    | "erased"
    | "gone"
    | "damaged";
}

export interface Chain {
  readonly key: Uint8Array;
  /** The newest first. */
  readonly entries: readonly ChainEntry[];
  /** Where the next page begins; `null`: nowhere. */
  readonly next: number | null;
}

export interface ChainQuery {
  readonly subject: string;
  readonly stream: string;
  /** Only entries with an index below it; `null`: all. */
  readonly below: number | null;
  readonly limit: number;
}

/** @throws Refusal `invalid_parameter`, `not_found` (`subject`, `stream`) */
export async function chainOf(context: Context, query: ChainQuery): Promise<Chain> {
  const { store } = context;
  const { key } = await nameStream(context, query.subject, query.stream);
  const below = query.below ?? (await store.size());
  const range = { from: 0, below, limit: query.limit + 1, newestFirst: true };
  const stored = await store.streamEntries(key, range);
  if (stored.length === 0 && query.below === null)
    throw new Refusal("not_found", { what: "stream" });
  const shown = stored.slice(0, query.limit);
  const rows = await store.recordsAt(shown.map(({ index }) => index));
  const erased = await store.erasedAmong(shown.map(({ index }) => index));
  const entries: ChainEntry[] = [];
  for (const [i, one] of shown.entries()) {
    const { seq, prev } = decodeEntry(one.entry);
    const before = stored[i + 1];
    const fits = before === undefined ? seq === 1 : equalBytes(before.leafHash, prev);
    const record = erased.has(one.index)
      ? "erased"
      : await recordBehind(context, one, rows[i] ?? null);
    const { index, leafHash } = one;
    entries.push({ seq, index, leafHash, prev, fits: seq === 1 ? null : fits, record });
  }
  const last = shown.at(-1);
  return { key, entries, next: stored.length > shown.length && last ? last.index : null };
}

async function recordBehind(
  { vault }: Context,
  entry: StoredEntry,
  row: RecordRow | null,
): Promise<ChainEntry["record"]> {
  if (row === null) return "gone";
  try {
    const opened = await vault.open(row);
    assertCommitted(row, opened, entry);
    const { id, version, kind } = row;
    const { "@occurredAt": occurredAt, "@recordedAt": recordedAt } = opened.record;
    return { id, version, kind, occurredAt: String(occurredAt), recordedAt: String(recordedAt) };
  } catch (error) {
    // One that is damaged must not hide the others.
    if (isRefusal(error, "damaged")) return "damaged";
    throw error;
  }
}
