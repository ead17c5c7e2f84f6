/**
 * Records that were lost with a database, while their entries came back out of the second copy (FORMAT §5.1 numbers versions by entries):
 * what is written next goes behind them, and nothing claims that they are not there.
 */

import { streamKey } from "../../portal/verify/subject.ts";
import { streamName } from "../core/kind.ts";
import { isBehindAll, isRecovered, type Ranges, recoveredRanges } from "../log/recovered.ts";
import type { KnownRecord } from "../store/record-reads.ts";
import type { RecordRow, Store, StreamHead } from "../store/store.ts";
import { secretOf } from "../vault/secrets.ts";
import type { Vault } from "../vault/vault.ts";
import type { Draft } from "./draft.ts";
import { readStream } from "./stream-read.ts";

interface Stored {
  readonly store: Store;
  readonly vault: Vault;
}

/**
 * The head of the stream of the draft's next version, if everything in it behind the newest version that is known (`null`: none is) was
 * lost; `null` where nothing was, and where a record or an entry is missing that no recovery accounts for.
 *
 * @throws Refusal `damaged` if the stream is not whole
 */
export async function lostHead(
  context: Stored,
  { kind, subject }: Draft,
  known: KnownRecord<RecordRow> | null,
  recovered: Ranges,
): Promise<StreamHead | null> {
  const behind = known === null ? 0 : known.newest.index + 1;
  if (isBehindAll(recovered, behind)) return null;
  const { store, vault } = context;
  const next = known === null ? 1 : known.newest.version + 1;
  const name = streamName(kind, known?.newest.id ?? "", next);
  const key = streamKey(secretOf(await vault.streamSecrets(subject), kind.retentionClass), name);
  const below = await store.size();
  const some = await store.streamEntries(key, { from: behind, below, limit: 1 });
  if (some.length === 0) return null;
  const stream = await readStream(context, { key, name }, { below });
  const later = stream.filter(({ index }) => index >= behind);
  const rows = await store.recordsAt(later.map(({ index }) => index));
  const lost = later.every(({ index }, i) => rows[i] === null && isRecovered(recovered, index));
  return lost ? (stream.at(-1) ?? null) : null;
}

/** The version whose entry follows a head: FORMAT §5.1. */
export function versionBehind({ kind }: Draft, { seq }: StreamHead): number {
  return kind.layout === "many" ? seq + 2 : seq + 1;
}

/** True for an entry without a record that a recovery accounts for. */
export async function isLost({ store }: Pick<Stored, "store">, index: number): Promise<boolean> {
  const [row] = await store.recordsAt([index]);
  return !row && isRecovered(await recoveredRanges(store), index);
}
