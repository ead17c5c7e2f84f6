/** A stream as it stands in the log: its entries, each whole and chained to the one before, and the records they commit to. */
import { setImmediate as othersTurn } from "node:timers/promises";

import type { LeafHash, StreamKey } from "../../portal/verify/brands.ts";
import { equalBytes } from "../../portal/verify/bytes.ts";
import { decodeEntry, NO_PREV } from "../../portal/verify/entry.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { isStreamOfLayout, kindForm, kindOfStream } from "../../portal/verify/kinds.ts";
import { type RetentionClass, streamKey } from "../../portal/verify/subject.ts";
import { Refusal } from "../core/errors.ts";
import { merkleLeaf } from "../core/hash.ts";
import type { Store, StoredEntry } from "../store/store.ts";
import type { StreamSecrets } from "../vault/keys.ts";
import type { OpenedRecord, Vault } from "../vault/vault.ts";
import { assertCommitted } from "./committed.ts";

interface Stored {
  readonly store: Store;
  readonly vault: Vault;
}

/** A stream of a subject, existing or not. */
export interface NamedStream {
  readonly subject: string;
  readonly name: string;
  readonly kind: string;
  readonly class: RetentionClass;
  readonly secrets: StreamSecrets;
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

/** @throws Refusal `invalid_parameter` for a name that no kind has, `not_found`, `damaged` */
export async function nameStream(
  { store, vault }: Stored,
  subject: string,
  name: string,
): Promise<NamedStream> {
  const kind = kindOfStream(name);
  const form = kindForm(kind);
  if (form === null || !isStreamOfLayout(name)) {
    throw new Refusal("invalid_parameter", { parameter: "stream" });
  }
  const known = await store.knownSubjects([subject]);
  if (!known.has(subject)) throw new Refusal("not_found", { what: "subject" });
  const secrets = await vault.streamSecrets(subject);
  const key = streamKey(secrets[form.class], name);
  return { subject, name, kind, class: form.class, secrets, key };
}

/**
 * The entries of a stream with an index below `below`, oldest first; at most `most`, if that is given.
 *
 * @throws Refusal `damaged` for an entry that is not what its hash says, and for one that does not follow the one before
 */
export async function readStream(
  { store }: Pick<Stored, "store">,
  { key, name }: Pick<NamedStream, "key" | "name">,
  below: number,
  most = Number.POSITIVE_INFINITY,
): Promise<StreamEntry[]> {
  const found: StreamEntry[] = [];
  let prev: LeafHash = NO_PREV;
  for (let from = 0; found.length < most; ) {
    const limit = Math.min(PAGE, most - found.length);
    const page = await store.streamEntries(key, { from, below, limit });
    for (const stored of page) {
      found.push(follow(stored, key, { seq: found.length + 1, prev, name }));
      prev = stored.leafHash;
      from = stored.index + 1;
    }
    if (page.length < limit) break;
    await othersTurn();
  }
  return found;
}

function follow(
  stored: StoredEntry,
  key: StreamKey,
  { seq, prev, name }: { readonly seq: number; readonly prev: LeafHash; readonly name: string },
): StreamEntry {
  const { index, leafHash } = stored;
  const broken = new Refusal("damaged", { what: "entry", index });
  if (!equalBytes(merkleLeaf(stored.entry), leafHash)) throw broken;
  try {
    const entry = decodeEntry(stored.entry);
    if (!equalBytes(entry.streamKey, key)) throw broken;
    if (entry.seq === seq && equalBytes(entry.prev, prev)) return { ...stored, seq };
  } catch (error) {
    if (error instanceof FormatError) throw broken;
    throw error;
  }
  // Whole by itself: so one before it is missing, or is another than it was.
  throw damagedStream(name, index);
}

export const damagedStream = (name: string, index = -1): Refusal =>
  new Refusal("damaged", { what: "stream", index, id: name });

/**
 * What these entries commit to, in order; `null` where the record is gone (erased, or lost: the log cannot tell). Some at a time, with others'
 * turns between: to open a record takes longer than to read it, and they are heavy.
 *
 * @throws Refusal `damaged` for a record that is there, and is another one
 */
export async function* recordsOf<E extends StoredEntry>(
  { store, vault }: Stored,
  entries: readonly E[],
): AsyncGenerator<{ readonly entry: E; readonly opened: OpenedRecord | null }> {
  for (let at = 0; at < entries.length; at += TURN) {
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
