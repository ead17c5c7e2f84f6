/**
 * A database that lost its tail is filled up again out of the second copy, up to the last root that was signed and that the copy reaches. Nothing is taken over
 * before the whole tail has given the roots that were signed, and nothing that no signature covers: whoever can write to the copy could have made it.
 */
import { asTreeSize, type RootHash, type TreeSize } from "../../portal/verify/brands.ts";
import { concat, equalBytes } from "../../portal/verify/bytes.ts";
import { ENTRY_TYPE_RECORD } from "../../portal/verify/entry.ts";
import { Refusal } from "../core/errors.ts";
import { merkleLeaf, sha256 } from "../core/hash.ts";
import type { Store, StoredCheckpoint } from "../store/store.ts";
import { assertSameEntries, assertSameTail } from "./copy-check.ts";
import { edgeDamage, intactEntry } from "./damage.ts";
import type { EntryCopy } from "./entry-copy.ts";
import type { Growth } from "./growth.ts";
import { isOwnCheckpoint, type OwnKey, readOwnNote } from "./own-note.ts";
import { noteRecovered } from "./recovered.ts";
import {
  type SignerRecord,
  type SignerState,
  sameRoot,
  signerDiverged,
  updateSigner,
} from "./signer-state.ts";
import { readStateEntry } from "./state-entry.ts";
import { growTo, openGrowth } from "./stored-growth.ts";

export type RecoveredStore = Pick<
  Store,
  | "size"
  | "meta"
  | "swapMeta"
  | "newestCheckpoint"
  | "tiles"
  | "leafHashes"
  | "entry"
  | "entries"
  | "restore"
  | "seal"
>;

export interface RecoverOptions {
  readonly store: RecoveredStore;
  readonly copy: Pick<EntryCopy, "size" | "entries" | "notes">;
  readonly signer: OwnKey;
  readonly signerState: SignerState;
  /** How many entries wait for a batch at most: what may have been promised beyond a signature follows from it. */
  readonly batchEntries: number;
  /** Only says what would be done. */
  readonly dryRun: boolean;
  readonly onProgress?: (entries: number, of: number) => void;
}

/** What was done, or would be. Sizes are entries. */
export interface Recovery {
  /** In the database, before and after. */
  readonly before: number;
  readonly after: number;
  /** In the second copy. */
  readonly copied: number;
  /** Record entries among those put back: their contents are not in the copy. */
  readonly records: number;
  /** Entries of the copy that no signature covers: they stay where they are, and what was promised of them becomes void. */
  readonly unsigned: number;
  /** Checkpoints put back. */
  readonly checkpoints: number;
  /** What the signer knows, before and after; never less after than before. */
  readonly signedBefore: number;
  readonly signedAfter: number;
  /** Entries that were signed, and are neither in the database nor in the copy. */
  readonly missing: number;
  /** Where the signer is moved forward: the next start may make void what is not there below this size. */
  readonly mayBecomeVoid: number | null;
  /** What both have at the end is not the same: a start refuses for this reason. */
  readonly startRefuses: Refusal | null;
}

const GROUP = 4_096;

/**
 * How far promises may have gone beyond the newest checkpoint of a signer state that was forgotten: one batch that was being signed, one that was gathered
 * meanwhile, and everything that could wait to be written. All of it becomes void entries of one byte each.
 */
const promises = (batchEntries: number): number => 2 * batchEntries + WAITING;
const WAITING = 65_536;

/** A root that was signed, and by what it is known. */
interface Signed {
  readonly size: TreeSize;
  readonly root: RootHash;
  readonly note: string | null;
}

/**
 * The server is stopped. May be repeated: what was done before is found done.
 *
 * @throws Refusal `copy_damaged`, `damaged`
 * @throws Misbehaviour `signer_diverged`: two roots of one size were signed, or the database contradicts one
 */
export async function recover(options: RecoverOptions): Promise<Recovery> {
  const { store, copy, signer, signerState, dryRun, batchEntries } = options;
  const newest = await store.newestCheckpoint();
  if (newest !== null && !isOwnCheckpoint(newest, signer)) {
    throw new Refusal("damaged", { what: "checkpoint", index: newest.size });
  }
  const before = await store.size();
  const sealed = newest?.size ?? 0;
  const current = await signerState.get();
  const notes = await signedNotes(options, sealed);
  const signed = joined(notes, current).filter(({ size }) => size > sealed);
  const reached = Math.max(before, copy.size());
  // Of what was signed, all that is there.
  const after = Math.max(before, ...signed.flatMap(({ size }) => (size <= reached ? [size] : [])));

  const both = Math.min(before, copy.size());
  await assertSameEntries(copy, store, { from: sealed, to: both, sealed });
  const verified = await verifyTail(options, newest, signed, after);
  // Ours by its signature, whether copy or database has it.
  const last = notes.at(-1) ?? newest;
  const forgotten = last !== null && last.size > current.size;
  const signedAfter = forgotten ? last.size : current.size;
  const promised = Math.max(signedAfter, reached) + promises(batchEntries);
  // Before anything changes, which gives entries to compare. It keeps nothing from being put back: where the copy is wrong, it is moved away afterwards.
  const startRefuses = await refusalOf(assertSameTail(copy, store, { to: both, sealed }));
  if (!dryRun) {
    // First: with an older signer and a database that goes on, two checkpoints of one size could be signed.
    if (forgotten) await moveForward(signerState, last, promised);
    await putBack(options, verified);
    for (const note of notes) if (note.size <= after) await putCheckpoint(options, note);
  }
  return {
    before,
    after,
    copied: copy.size(),
    records: verified.reduce((sum, { records }) => sum + records, 0),
    unsigned: Math.max(0, copy.size() - after),
    checkpoints: notes.filter(({ size }) => size <= after).length,
    signedBefore: current.size,
    signedAfter,
    missing: Math.max(0, signedAfter - after),
    mayBecomeVoid: forgotten ? Math.max(current.reserved, promised) : null,
    startRefuses,
  };
}

async function refusalOf(check: Promise<void>): Promise<Refusal | null> {
  try {
    await check;
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

type CopiedRoot = Signed & { readonly note: string };

async function signedNotes({ copy, signer }: RecoverOptions, above: number): Promise<CopiedRoot[]> {
  return (await copy.notes(above)).flatMap(({ note }) => {
    const said = readOwnNote(note, signer);
    return said === null ? [] : [{ size: said.size, root: said.root, note }];
  });
}

/** All that is known to be signed, ascending. */
function joined(notes: readonly CopiedRoot[], current: SignerRecord): Signed[] {
  const same = notes.find(({ size }) => size === current.size);
  if (same !== undefined && !sameRoot(same, current)) throw signerDiverged(current, same);
  const own: Signed = { size: current.size, root: current.root, note: null };
  const all = same === undefined ? [...notes, own] : [...notes];
  return all.sort((a, b) => a.size - b.size);
}

/** Entries of the copy that are part of what was signed. */
interface Verified {
  readonly from: number;
  readonly to: number;
  /** By it they are known again when they are put back: whoever writes to the copy may do so meanwhile. */
  readonly digest: Buffer;
  readonly records: number;
}

/** The tail gives every root that was signed, as far as there are entries. Answers what of it the copy would give back. */
async function verifyTail(
  options: RecoverOptions,
  newest: StoredCheckpoint | null,
  signed: readonly Signed[],
  total: number,
): Promise<readonly Verified[]> {
  const { store, copy, onProgress } = options;
  const size = await store.size();
  const growth = await openGrowth(store, newest?.size ?? 0);
  if (newest !== null && !equalBytes(growth.root(), newest.root)) {
    throw await edgeDamage(store, newest);
  }
  const verified: Verified[] = [];
  async function growBoth(to: number): Promise<void> {
    await growTo(store, growth, Math.min(size, to), GROUP);
    while (growth.size < to) {
      verified.push(await growFromCopy(copy, growth, Math.min(to, growth.size + GROUP)));
      onProgress?.(growth.size, total);
    }
  }
  for (const target of signed) {
    if (target.size > total) break;
    await growBoth(target.size);
    const root = growth.root();
    if (equalBytes(root, target.root)) continue;
    if (target.size > size) throw new Refusal("copy_damaged", { index: size });
    throw signerDiverged(target, {
      size: target.size,
      root,
      ...(target.note === null ? {} : { note: target.note }),
    });
  }
  return verified;
}

async function growFromCopy(
  copy: RecoverOptions["copy"],
  growth: Growth,
  to: number,
): Promise<Verified> {
  const from = growth.size;
  const entries = (await copy.entries(from, to)).map(({ entry }) => entry);
  const leaves = concat(...entries.map(merkleLeaf));
  growth.append(leaves);
  // What is none at all does not give the root, or is refused by the store.
  const records = entries.filter(([type]) => type === ENTRY_TYPE_RECORD).length;
  return { from, to, digest: sha256(leaves), records };
}

function moveForward(
  state: SignerState,
  to: Pick<Signed, "size" | "root">,
  promised: number,
): Promise<SignerRecord> {
  return updateSigner(state, (current) =>
    current.size >= to.size
      ? null
      : {
          ...current,
          size: to.size,
          root: to.root,
          reserved: Math.max(current.reserved, promised),
          // Another epoch than any database knows, also one from the same backup: the next start fills up what was promised.
          epoch: sha256(`recovered ${current.epoch} ${to.size}`).toString("hex").slice(0, 32),
        },
  );
}

async function putBack(
  { store, copy, onProgress }: RecoverOptions,
  verified: readonly Verified[],
): Promise<void> {
  for (const { from, to, digest } of verified) {
    const entries = await copy.entries(from, to);
    const leaves = concat(...entries.map(({ entry }) => merkleLeaf(entry)));
    if (!sha256(leaves).equals(digest)) throw new Refusal("copy_damaged", { index: from });
    await noteRecovered(store, from, to);
    if (!(await store.restore(from, entries))) {
      throw new Error("something else writes to this database");
    }
    onProgress?.(to, verified.at(-1)?.to ?? to);
  }
}

/** A checkpoint out of the copy, with the tiles that it closes. */
async function putCheckpoint(
  { store }: RecoverOptions,
  { size, root, note }: CopiedRoot,
): Promise<void> {
  const from = asTreeSize((await store.newestCheckpoint())?.size ?? 0);
  const growth = await openGrowth(store, from);
  await growTo(store, growth, size, GROUP);
  const closing = readStateEntry((await intactEntry(store, size - 1)).entry);
  const checkpoint = { size, root, note, sealedAt: closing?.time ?? 0 };
  if (!(await store.seal({ from, tiles: growth.changed(), checkpoint }))) {
    throw new Error("something else writes to this database");
  }
}
