/**
 * The entries of the log that are a person's: whole chains of all streams that their records name, so that whoever is shown them sees that none is missing. Also those whose records were lost before.
 */
import { setImmediate as othersTurn } from "node:timers/promises";
import type { LeafHash, LeafIndex } from "../../../portal/verify/brands.ts";
import { kindForm, kindOfStream } from "../../../portal/verify/kinds.ts";
import type { RetentionClass } from "../../../portal/verify/subject.ts";
import { isRefusal } from "../../core/errors.ts";
import { type KindRegistry, streamName } from "../../core/kind.ts";
import { keyOf } from "../../ledger/stream-read.ts";
import type { RecordRow, Store } from "../../store/store.ts";
import { type KnownSecrets, secretOrNull } from "../../vault/secrets.ts";
import type { Vault } from "../../vault/vault.ts";
import { rowsOf } from "./bundles.ts";

interface Needs {
  readonly store: Pick<Store, "timeline" | "streamEntries" | "erasedAmong">;
  readonly vault: Pick<Vault, "open">;
  /** Of identifiers of which any are left. */
  readonly secrets: ReadonlyMap<string, KnownSecrets>;
  /** All that there are. */
  readonly kinds: KindRegistry;
}

export interface PersonEntry {
  readonly index: LeafIndex;
  readonly leafHash: LeafHash;
  readonly subject: string;
  readonly stream: string;
  readonly retentionClass: RetentionClass;
  /** Of its record; `null`: there is none any more. */
  readonly expiry: string | null;
}

export interface PersonEntries {
  /** Ascending by index. */
  readonly entries: readonly PersonEntry[];
  /** Records whose stream nothing tells: they are damaged. They go like the others, but are in no list. */
  readonly unnamed: number;
}

const PAGE = 1_000;
/** Records that are opened before others get their turn. */
const TURN = 50;

/** Those with an index below `size`. */
export async function entriesOf(
  needs: Needs,
  subjects: readonly string[],
  size: number,
): Promise<PersonEntries> {
  const entries: PersonEntry[] = [];
  let unnamed = 0;
  for (const subject of subjects) {
    const { expiries, names, unread } = await namesOf(needs, subject, size);
    const own = await stillThere(needs, await chains(needs, subject, names, size), expiries);
    const listed = new Set<number>(own.map(({ index }) => index));
    unnamed += unread.filter((index) => !listed.has(index)).length;
    for (const entry of own) entries.push({ ...entry, expiry: expiries.get(entry.index) ?? null });
  }
  entries.sort((a, b) => a.index - b.index);
  return { entries, unnamed };
}

/** Without those that were erased before: they stand in the list of that erasure. */
async function stillThere(
  { store }: Needs,
  entries: readonly Omit<PersonEntry, "expiry">[],
  rows: ReadonlyMap<number, string>,
): Promise<readonly Omit<PersonEntry, "expiry">[]> {
  const without = entries.filter(({ index }) => !rows.has(index)).map(({ index }) => index);
  const erased = await store.erasedAmong(without);
  return entries.filter(({ index }) => !erased.has(index));
}

async function namesOf({ store, vault, kinds }: Needs, subject: string, size: number) {
  const names = new Set<string>();
  const expiries = new Map<number, string>();
  const unread: number[] = [];
  let opened = 0;
  for await (const rows of rowsOf(store, subject, size))
    for (const row of rows) {
      expiries.set(row.index, row.expiry);
      const kind = kinds.get(row.kind);
      if (kind !== undefined && kind.streamField === null) {
        names.add(streamName(kind, row.id, row.version));
        continue;
      }
      const name = await nameInside(vault, row);
      if (name === null) unread.push(row.index);
      else names.add(name);
      if (++opened % TURN === 0) await othersTurn();
    }
  return { names: [...names].sort(), expiries, unread };
}

async function nameInside(vault: Needs["vault"], row: RecordRow): Promise<string | null> {
  try {
    const { record } = await vault.open(row);
    return String(record["@stream"]);
  } catch (error) {
    if (isRefusal(error, "damaged")) return null;
    throw error;
  }
}

async function chains(
  { store, secrets: all }: Needs,
  subject: string,
  names: readonly string[],
  size: number,
): Promise<Omit<PersonEntry, "expiry">[]> {
  const found: Omit<PersonEntry, "expiry">[] = [];
  const secrets = all.get(subject);
  if (secrets === undefined) return found;
  for (const stream of names) {
    const { class: retentionClass } = kindForm(kindOfStream(stream)) ?? {};
    if (retentionClass === undefined) continue;
    const secret = secretOrNull(secrets, retentionClass);
    if (secret === null) continue;
    const key = keyOf(secret, stream);
    for (let from = 0; ; ) {
      const page = await store.streamEntries(key, { from, below: size, limit: PAGE });
      for (const { index, leafHash } of page)
        found.push({ index, leafHash, subject, stream, retentionClass });
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) break;
      from = last.index + 1;
      await othersTurn();
    }
  }
  return found;
}
