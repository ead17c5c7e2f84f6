/** A checkpoint that an auditor serves, against our own: a line to keep, nothing worth keeping, or a second history. */
import type { TreeSize } from "../../portal/verify/brands.ts";
import { base64Encode, equalBytes, utf8Decode } from "../../portal/verify/bytes.ts";
import { type Checkpoint, parseCheckpoint } from "../../portal/verify/checkpoint.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import {
  encodeMisbehaviour,
  misbehaviour,
  type Misbehaviour as Proof,
} from "../../portal/verify/misbehaviour.ts";
import { type CosignerKey, type Note, parseNote } from "../../portal/verify/note.ts";
import { prefixHashes } from "../../portal/verify/subtree.ts";
import { Misbehaviour } from "../core/errors.ts";
import type { HashReader } from "../log/hash-reader.ts";
import { type OwnKey, readOwnNote } from "../log/own-note.ts";
import { treeRoot } from "../log/proofs.ts";
import type { Store, StoredCheckpoint } from "../store/store.ts";
import { heldLine, readNote } from "./lines.ts";
import { CosignTrouble } from "./trouble.ts";

export interface ServedContext {
  readonly store: Pick<Store, "checkpoint" | "newestCheckpoint">;
  readonly read: HashReader;
  /** Our log key. */
  readonly ownKey: OwnKey;
}

export interface Cosigned {
  readonly size: TreeSize;
  readonly vkey: string;
  readonly line: string;
}

/**
 * What is worth keeping of a note that an auditor served. Only its text and its one line are looked at.
 *
 * @param wanted the size that was asked for; `null`: the newest, whichever that is
 * @throws CosignTrouble; Misbehaviour `second_history` for a note that our log key has signed and that contradicts our log
 */
export async function readServed(
  context: ServedContext,
  auditor: { readonly vkey: string; readonly key: CosignerKey },
  body: Uint8Array,
  wanted: number | null,
  now: number,
): Promise<Cosigned> {
  const note = readNote(body);
  const said = checkpointOf(note);
  if (said.origin !== context.ownKey.name) throw new CosignTrouble("other_log");
  const ours = await context.store.checkpoint(said.size);
  if (ours === null || parseNote(ours.note).text !== note.text) {
    throw await whyOther(context, auditor.key, said, utf8Decode(body));
  }
  if (wanted !== null && said.size !== wanted) throw new CosignTrouble("other_size");
  return { size: said.size, vkey: auditor.vkey, line: heldLine(note, auditor.key, now) };
}

function checkpointOf(note: Note): Checkpoint {
  try {
    return parseCheckpoint(note.text);
  } catch (error) {
    if (error instanceof FormatError) throw new CosignTrouble("bad_answer");
    throw error;
  }
}

/** Not our text, so whose word is it? If it is our log key's, it must agree with the tree; nothing else counts. */
async function whyOther(
  { store, read, ownKey }: ServedContext,
  { name }: CosignerKey,
  { size, root }: Checkpoint,
  note: string,
): Promise<CosignTrouble | Misbehaviour> {
  if (readOwnNote(note, ownKey) === null) return new CosignTrouble("other_text");
  // Behind the answer: what is signed is stored before anybody can follow it.
  const newest = await store.newestCheckpoint();
  const shown = { shownBy: name, size, root: base64Encode(root), shown: note };
  if (newest === null || size > newest.size) {
    // Nothing here is as large, and somebody has signed it.
    return new Misbehaviour("second_history", { ...shown, note: newest?.note ?? "" });
  }
  const ownRoot = await treeRoot(read, size);
  if (equalBytes(ownRoot, root)) return new CosignTrouble("unknown_checkpoint");
  const ours = (await store.checkpoint(size)) ?? newest;
  return new Misbehaviour(
    "second_history",
    { ...shown, ownRoot: base64Encode(ownRoot), note: ours.note },
    encodeMisbehaviour(await contradiction({ size, note }, ours, read)),
  );
}

/** Two checkpoints under our log key that cannot both be honest: of one size, or the smaller is not how the larger begins. */
async function contradiction(
  shown: { readonly size: TreeSize; readonly note: string },
  ours: StoredCheckpoint,
  read: HashReader,
): Promise<Proof> {
  const a = { form: "checkpoint" as const, checkpoint: shown.note };
  const b = { form: "checkpoint" as const, checkpoint: ours.note };
  if (shown.size === 0) return misbehaviour("empty_root", a);
  if (shown.size === ours.size) return misbehaviour("two_roots", a, b);
  return misbehaviour("prefix", a, b, { hashes: await prefixHashes(shown.size, ours.size, read) });
}
