/** The finding about an entry that breaks a rule, with the entries that it does not go together with, all of them in the signed tree. */
import type { LeafIndex } from "../../portal/verify/brands.ts";
import { base64Encode } from "../../portal/verify/bytes.ts";
import { checkMisbehaviour } from "../../portal/verify/check-misbehaviour.ts";
import { decodeEntry, type RecordEntry } from "../../portal/verify/entry.ts";
import {
  encodeMisbehaviour,
  misbehaviour,
  type Misbehaviour as Proof,
} from "../../portal/verify/misbehaviour.ts";
import type { Policy } from "../../portal/verify/policy.ts";
import type { EntryStatement } from "../../portal/verify/statement.ts";
import type { HashReader } from "../log/hash-reader.ts";
import { inclusionProof } from "../log/proofs.ts";
import { HASH_BYTES } from "../log/tiles.ts";
import type { Store, StoredEntry } from "../store/store.ts";
import { lastState, newestOf } from "./broken-rule.ts";
import { Finding } from "./finding.ts";
import { statementOf } from "./proofs.ts";
import type { Broken } from "./replica.ts";
import type { SignedCheckpoint } from "./signed.ts";

export interface BrokenContext {
  readonly store: Pick<Store, "entry" | "entries" | "streamEntries" | "leafHashes">;
  readonly policy: Policy;
  /** Has in its tree the entry that breaks the rule, and all before it. */
  readonly signed: SignedCheckpoint;
  /** That tree. */
  readonly read: HashReader;
}

type At = Pick<StoredEntry, "index" | "entry">;

export async function brokenFinding(
  context: BrokenContext,
  { index, entry, broken, map }: Broken,
): Promise<Finding> {
  const at = { index: index as LeafIndex, entry };
  const earlier = await earlierEntry(context, broken, at);
  const shown: EntryStatement[] = [];
  for (const one of earlier === null ? [at] : [at, earlier]) shown.push(await inTree(context, one));
  const [of, before = null] = shown as [EntryStatement, EntryStatement?];
  const evidence = {
    checkpoints: [context.signed.note],
    entries: shown.map((one) => ({
      index: one.index,
      entry: base64Encode(one.entry),
      inclusion: one.inclusion.map(base64Encode),
    })),
    map: map && {
      mapSize: map.said.mapSize,
      mapRoot: base64Encode(map.said.mapRoot),
      derivedRoot: base64Encode(map.derived),
    },
  };
  return new Finding(broken, evidence, await proofOf(context, broken, of, before));
}

async function inTree({ signed, read }: BrokenContext, { index, entry }: At) {
  const inclusion = await inclusionProof(read, index, signed.checkpoint.size);
  return { form: "entry" as const, checkpoint: signed.note, entry, index, inclusion };
}

/** The one before it that it does not go together with, if there is one. */
async function earlierEntry(
  { store }: BrokenContext,
  broken: Broken["broken"],
  { index, entry }: At,
): Promise<StoredEntry | null> {
  if (broken === "map_behind") return lastState(store, index);
  if (broken !== "seq" && broken !== "prev") return null;
  const { streamKey, seq } = decodeEntry(entry);
  const newest = await newestOf(store, streamKey, index);
  if (newest === null || decodeEntry(newest.entry).seq < seq) return newest;
  return ofNumber(store, streamKey, seq, newest.index);
}

const READ = 1_000;

/** The entry of this number among those up to the newest: there is one, for they ascend without a gap. */
async function ofNumber(
  store: BrokenContext["store"],
  key: RecordEntry["streamKey"],
  seq: number,
  newest: number,
): Promise<StoredEntry | null> {
  for (let from = 0; from <= newest; ) {
    const entries = await store.streamEntries(key, { from, below: newest + 1, limit: READ });
    const found = entries.find(({ entry }) => decodeEntry(entry).seq === seq);
    if (found !== undefined || entries.length === 0) return found ?? null;
    from = (entries.at(-1) as StoredEntry).index + 1;
  }
  return null;
}

/** The first of those that hold. Of a wrong map there is none: only who has the whole log can tell. */
async function proofOf(
  context: BrokenContext,
  broken: Broken["broken"],
  of: EntryStatement,
  before: EntryStatement | null,
): Promise<Proof | null> {
  const holds = (proof: Proof): boolean =>
    checkMisbehaviour(encodeMisbehaviour(proof), context.policy).failure === null;
  const simple = candidates(context, broken, of, before).find(holds);
  if (simple !== undefined || broken !== "seq") return simple ?? null;
  const named = await namedByPrev(context, of);
  const foreign = named && misbehaviour("foreign_prev", of, null, { value: named });
  return foreign !== null && holds(foreign) ? foreign : null;
}

function candidates(
  { signed }: BrokenContext,
  broken: Broken["broken"],
  of: EntryStatement,
  before: EntryStatement | null,
): readonly Proof[] {
  const pairs = before === null ? [] : [before];
  switch (broken) {
    case "entry_form":
    case "map_beyond":
      return [misbehaviour(broken, of)];
    case "end":
      return [misbehaviour("no_state_end", statementOf(signed), of)];
    case "map_behind":
      return pairs.map((one) => misbehaviour("map_behind", one, of));
    case "prev":
      return pairs.map((one) => misbehaviour("wrong_prev", one, of));
    case "seq":
      return [
        misbehaviour("seq_beyond", of),
        ...pairs.flatMap((one) => [
          misbehaviour("two_seq", one, of),
          misbehaviour("order", one, of),
        ]),
      ];
    case "map_root":
      return [];
  }
}

/** The bytes of the entry that it says it follows, if that is in the log at all. */
async function namedByPrev(
  { store }: BrokenContext,
  { entry, index }: At,
): Promise<Uint8Array | null> {
  const { prev } = decodeEntry(entry);
  for (let from = 0; from < index; from += READ) {
    const leaves = Buffer.from(await store.leafHashes(from, Math.min(index, from + READ)));
    for (let at = leaves.indexOf(prev); at >= 0; at = leaves.indexOf(prev, at + 1)) {
      if (at % HASH_BYTES !== 0) continue;
      return (await store.entry(from + at / HASH_BYTES))?.entry ?? null;
    }
  }
  return null;
}
