/** A stream as it stands in the log: its entries, each whole and chained to the one before, and the records they commit to. */
import { setImmediate as othersTurn } from "node:timers/promises";

import {
  asStreamKey,
  type LeafHash,
  type StreamKey,
  type StreamSecret,
} from "../../portal/verify/brands.ts";
import { equalBytes } from "../../portal/verify/bytes.ts";
import { decodeEntry, NO_PREV } from "../../portal/verify/entry.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { isStreamOfLayout, kindForm, kindOfStream } from "../../portal/verify/kinds.ts";
import type { RetentionClass } from "../../portal/verify/subject.ts";
import { Refusal } from "../core/errors.ts";
import { hmacSha256, merkleLeaf } from "../core/hash.ts";
import type { KindRegistry } from "../core/kind.ts";
import type { Store, StoredEntry } from "../store/store.ts";
import { type KnownSecrets, secretOf } from "../vault/secrets.ts";
import type { OpenedRecord, Vault } from "../vault/vault.ts";
import { assertCommitted } from "./committed.ts";
import { ownKindsByName } from "./kinds/registry.ts";
import { assertPerson } from "./known-person.ts";

interface Stored {
  readonly store: Store;
  readonly vault: Vault;
}

/** The kinds whose streams are asked for. */
interface Kinds {
  readonly kinds: KindRegistry;
  readonly domainKinds: KindRegistry;
}

/** A stream of a subject, existing or not. */
export interface NamedStream {
  readonly subject: string;
  readonly name: string;
  readonly kind: string;
  readonly class: RetentionClass;
  readonly secrets: KnownSecrets;
  readonly key: StreamKey;
}

/** An entry, and its number in the stream. */
export interface StreamEntry extends StoredEntry {
  readonly seq: number;
}

/** Entries that are read from the store at a time. */
const PAGE = 1_000;
/** Records that are opened before others get their turn: some ten milliseconds. */
const TURN = 50;

/**
 * A stream that somebody asks for.
 *
 * @throws Refusal `invalid_parameter` for a name that no stream can have, `not_found`, `subject_erased`, `damaged`
 */
export function nameStream(
  context: Stored & Kinds,
  subject: string,
  name: string,
): Promise<NamedStream> {
  if (!isOfField(context, name)) throw new Refusal("invalid_parameter", { parameter: "stream" });
  return ownStream(context, subject, name);
}

/**
 * Of layout *events* a kind has either `<kind>` or streams `<kind>/<value>`. That there is none of the other sort is true of
 * everybody, and reads as if it said something.
 */
function isOfField({ kinds, domainKinds }: Kinds, name: string): boolean {
  const kind = kindOfStream(name);
  const known = kinds.get(kind) ?? domainKinds.get(kind) ?? ownKindsByName.get(kind);
  if (known === undefined || known.layout !== "events") return true;
  return (known.streamField === null) === (name === kind);
}

/** FORMAT §5.1; the kernel computes the same, slower. */
export const keyOf = (secret: StreamSecret, name: string): StreamKey =>
  asStreamKey(new Uint8Array(hmacSha256(secret, name)));

/** A stream that the ledger or a domain has named itself. @throws Refusal as {@link nameStream} */
export async function ownStream(
  { store, vault }: Stored,
  subject: string,
  name: string,
): Promise<NamedStream> {
  const kind = kindOfStream(name);
  const form = kindForm(kind);
  if (form === null || !isStreamOfLayout(name)) {
    throw new Refusal("invalid_parameter", { parameter: "stream" });
  }
  await assertPerson(store, subject);
  const secrets = await vault.streamSecrets(subject);
  const key = keyOf(secretOf(secrets, form.class), name);
  return { subject, name, kind, class: form.class, secrets, key };
}

/** What is read of a stream. */
export interface Piece {
  /** Only entries with an index below it. */
  readonly below: number;
  /** At most so many; all when left out. */
  readonly most?: number;
  /** Only what comes behind this entry of the stream. */
  readonly behind?: StreamEntry | null;
  /** Reading ends when nobody waits for it any more. */
  readonly signal?: AbortSignal | undefined;
}

/** So many events are told at once, FORMAT §11.3: a stream may have any number. */
export const MOST_EVENTS = 10_000;

/**
 * The entries of a stream, oldest first.
 *
 * @throws Refusal `damaged` for an entry that is not what its hash says, and for one that does not follow the one before; `client_left`
 */
export async function readStream(
  { store }: Pick<Stored, "store">,
  { key, name }: Pick<NamedStream, "key" | "name">,
  { below, most = Number.POSITIVE_INFINITY, behind = null, signal }: Piece,
): Promise<StreamEntry[]> {
  const found: StreamEntry[] = [];
  let last = behind;
  while (found.length < most) {
    assertWaiting(signal);
    const from = last === null ? 0 : last.index + 1;
    const limit = Math.min(PAGE, most - found.length);
    const page = await store.streamEntries(key, { from, below, limit });
    for (const stored of page) {
      const [seq, prev] = last === null ? [1, NO_PREV] : [last.seq + 1, last.leafHash];
      last = follow(stored, key, { seq, prev, name });
      found.push(last);
    }
    if (page.length < limit) break;
    await othersTurn();
  }
  return found;
}

/** @throws Refusal `client_left`: what takes long is not made for nobody */
export function assertWaiting(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Refusal("client_left", {});
}

/**
 * The entry of a stream with this number, or `null`; found without reading those before it.
 *
 * @throws Refusal `damaged` for an entry that is not what its hash says
 */
export async function entryOf(
  { store }: Pick<Stored, "store">,
  { key }: Pick<NamedStream, "key">,
  seq: number,
  below: number,
): Promise<StreamEntry | null> {
  const found = await firstWith(store, key, below, (entry) => entry === null || entry.seq >= seq);
  return found?.seq === seq ? found : null;
}

/** The last entry of a stream, or `null`; found without reading those before it. @throws Refusal `damaged` as {@link entryOf} */
export async function lastEntryOf(
  { store }: Pick<Stored, "store">,
  { key }: Pick<NamedStream, "key">,
  below: number,
): Promise<StreamEntry | null> {
  let last: StreamEntry | null = null;
  await firstWith(store, key, below, (entry) => {
    if (entry !== null && (last === null || entry.index > last.index)) last = entry;
    return entry === null;
  });
  return last;
}

/** By bisection: the entry from which on `holds` is true. `null` stands for what comes behind the last one. */
async function firstWith(
  store: Pick<Store, "streamEntries">,
  key: StreamKey,
  below: number,
  holds: (entry: StreamEntry | null) => boolean,
): Promise<StreamEntry | null> {
  let found: StreamEntry | null = null;
  for (let [from, to] = [0, below]; from < to; ) {
    const middle = Math.floor((from + to) / 2);
    const [stored] = await store.streamEntries(key, { from: middle, below, limit: 1 });
    const entry = stored === undefined ? null : numbered(stored, key);
    if (holds(entry)) {
      found = entry;
      to = middle;
    } else from = (entry?.index ?? middle) + 1;
  }
  return found;
}

/** An entry that is whole by itself, with the number that it says it has. @throws Refusal `damaged` */
function numbered(stored: StoredEntry, key: StreamKey): StreamEntry & { readonly prev: LeafHash } {
  const { index, leafHash } = stored;
  const broken = new Refusal("damaged", { what: "entry", index });
  if (!equalBytes(merkleLeaf(stored.entry), leafHash)) throw broken;
  try {
    const { streamKey: named, seq, prev } = decodeEntry(stored.entry);
    if (equalBytes(named, key)) return { ...stored, seq, prev };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
  throw broken;
}

function follow(
  stored: StoredEntry,
  key: StreamKey,
  { seq, prev, name }: { readonly seq: number; readonly prev: LeafHash; readonly name: string },
): StreamEntry {
  const entry = numbered(stored, key);
  if (entry.seq === seq && equalBytes(entry.prev, prev)) return { ...stored, seq };
  // Whole by itself: so one before it is missing, or is another than it was.
  throw damagedStream(name, stored.index);
}

export const damagedStream = (name: string, index = -1): Refusal =>
  new Refusal("damaged", { what: "stream", index, id: name });

/**
 * What these entries commit to, in order; `null` where the record is gone (erased, or lost: the log cannot tell). Some at a time, with others'
 * turns between: to open a record takes longer than to read it, and they are heavy.
 *
 * @throws Refusal `damaged` for a record that is there, and is another one; `client_left`
 */
export async function* recordsOf<E extends StoredEntry>(
  { store, vault }: Stored,
  entries: readonly E[],
  signal?: AbortSignal,
): AsyncGenerator<{ readonly entry: E; readonly opened: OpenedRecord | null }> {
  for (let at = 0; at < entries.length; at += TURN) {
    assertWaiting(signal);
    const page = entries.slice(at, at + TURN);
    const rows = await store.recordsAt(page.map(({ index }) => index));
    for (const [i, entry] of page.entries()) {
      const row = rows[i] ?? null;
      const opened = row && (await vault.open(row));
      if (row !== null && opened !== null) assertCommitted(row, opened, entry);
      yield { entry, opened };
    }
    await othersTurn();
  }
}
