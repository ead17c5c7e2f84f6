/** What the log's key is known to have signed, against what it shows now. */
import { equalBytes } from "../../portal/verify/bytes.ts";
import { policyOrigin } from "../../portal/verify/policy.ts";
import { Refusal } from "../core/errors.ts";
import { treeRoot } from "../log/proofs.ts";
import type { ReplayContext } from "./context.ts";
import { contradiction } from "./proofs.ts";
import { openServedTiles, type ServedTiles } from "./served-tiles.ts";
import { readSigned, type SignedCheckpoint } from "./signed.ts";
import { SourceFailure } from "./source.ts";
import { Waiting } from "./waiting.ts";

/** The newest checkpoint that is served. @throws Waiting, SourceFailure */
export async function readNewest({ source, policy }: ReplayContext): Promise<SignedCheckpoint> {
  const note = await source.checkpoint();
  if (note === null) throw new Waiting("nothing_sealed");
  const signed = readSigned(note, policy);
  if (signed === null) throw new SourceFailure("bad_answer", "checkpoint");
  if (signed.checkpoint.size === 0) throw new Waiting("nothing_sealed");
  return signed;
}

/** What it showed before, and what the auditor's key has cosigned, of whatever state that was. At most two, the larger first. */
export async function remembered(context: ReplayContext): Promise<readonly SignedCheckpoint[]> {
  const { memory, cosigned, policy } = context;
  const record = await cosigned.get(policyOrigin(policy));
  const notes = new Set([await memory.seen(), record?.note ?? null]);
  const known = [...notes].flatMap((note): SignedCheckpoint[] => {
    if (note === null) return [];
    const signed = readSigned(note, policy);
    // It was read under a policy before: under this one the key is another.
    if (signed === null) throw new Refusal("wrong_ledger", { setting: "--policy" });
    return [signed];
  });
  return known.sort((a, b) => b.checkpoint.size - a.checkpoint.size);
}

export interface Target {
  /** The greatest checkpoint that there is, which all others are known to go together with. */
  readonly signed: SignedCheckpoint;
  /** Its tree as it is served, if that was needed. */
  readonly tiles: ServedTiles | null;
}

/**
 * Everything that the log's key has signed must be the beginning of the greatest of them. What is served is remembered before anything of it is taken.
 *
 * @throws Finding, SourceFailure
 */
export async function chooseTarget(
  context: ReplayContext,
  served: SignedCheckpoint,
): Promise<Target> {
  const { memory } = context;
  const known = await remembered(context);
  const [greatest = served] = [served, ...known].sort(
    (a, b) => b.checkpoint.size - a.checkpoint.size,
  );
  const tree = treeOf(context, greatest);
  for (const other of [served, ...known]) {
    if (other !== greatest) await assertBeginning(context, tree, other, greatest);
  }
  if (greatest === served) await memory.saw(served.note);
  return { signed: greatest, tiles: tree.tiles() };
}

type Tree = ReturnType<typeof treeOf>;

/** Of one checkpoint: the replica, as far as it reaches; else what is served. */
function treeOf({ replica, source, store }: ReplayContext, { checkpoint }: SignedCheckpoint) {
  let opened: ServedTiles | null = null;
  return {
    async reader() {
      if (opened === null && (await replica.size()) >= checkpoint.size) {
        const own = await replica.root(checkpoint.size);
        if (equalBytes(own, checkpoint.root)) return replica.read;
      }
      opened ??= await openServedTiles(source, checkpoint, store);
      return opened.read;
    },
    tiles: () => opened,
  };
}

async function assertBeginning(
  { replica }: ReplayContext,
  tree: Tree,
  other: SignedCheckpoint,
  greatest: SignedCheckpoint,
): Promise<void> {
  const { size, root } = other.checkpoint;
  if (size === greatest.checkpoint.size) {
    if (equalBytes(root, greatest.checkpoint.root)) return;
    throw await contradiction(other, greatest, greatest.checkpoint.root, null);
  }
  const read = await tree.reader().catch(async (error: unknown) => {
    // All that is here was taken under the greatest or before it, so it tells, too; but not so that others can see it.
    if (error instanceof SourceFailure && size <= (await replica.size())) return null;
    throw error;
  });
  const begins = read === null ? await replica.root(size) : await treeRoot(read, size);
  if (equalBytes(begins, root)) return;
  throw await contradiction(other, greatest, begins, read);
}

/** A signed checkpoint of a size that the replica has, below the one that it was replayed for. @throws Finding */
export async function assertOwn(
  { replica }: Pick<ReplayContext, "replica">,
  signed: SignedCheckpoint,
  newest: SignedCheckpoint,
): Promise<void> {
  const own = await replica.root(signed.checkpoint.size);
  if (equalBytes(own, signed.checkpoint.root)) return;
  throw await contradiction(signed, newest, own, replica.read);
}
