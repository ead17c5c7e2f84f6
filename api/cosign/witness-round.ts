/**
 * One round with a witness (C2SP tlog-witness): it is shown a checkpoint, and the proof that this extends the last one it saw. What it saw last is
 * remembered as long as this process runs; afterwards the witness says so itself (409).
 */
import { base64Encode, utf8Decode } from "../../portal/verify/bytes.ts";
import { parseDecimal } from "../../portal/verify/checkpoint.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { parseNote } from "../../portal/verify/note.ts";
import type { Clock } from "../core/clock.ts";
import type { HashReader } from "../log/hash-reader.ts";
import { consistencyProof } from "../log/proofs.ts";
import type { StoredCheckpoint } from "../store/store.ts";
import type { Answer, Ask } from "./ask.ts";
import type { Cosigner } from "./cosigners.ts";
import { heldLine, readNote } from "./lines.ts";
import type { CosignStore } from "./store.ts";
import { CosignTrouble } from "./trouble.ts";

export interface WitnessContext {
  readonly store: CosignStore;
  readonly read: HashReader;
  readonly ask: Ask;
  readonly clock: Clock;
}

/** What a witness has seen of this log, as far as this process knows. */
export interface WitnessMemory {
  size: number;
  /** When it last cosigned, milliseconds since 1970; 0: not yet. */
  at: number;
}

export const newMemory = (): WitnessMemory => ({ size: 0, at: 0 });

/** At least so often it is asked for the newest checkpoint, anchored or not. */
const HOUR_MS = 3_600_000;

/**
 * Shows it the newest anchored checkpoint that it has not cosigned; once an hour the newest of all.
 *
 * @throws CosignTrouble
 */
export async function witnessRound(
  context: WitnessContext,
  witness: Pick<Cosigner, "vkey" | "key">,
  url: string,
  memory: WitnessMemory,
): Promise<void> {
  const { store, clock } = context;
  const checkpoint = await due(context, witness.vkey, memory);
  if (checkpoint === null) return;
  const line = await shown(context, witness, `${url}/add-checkpoint`, checkpoint, memory);
  if (line === null) return;
  const { size } = checkpoint;
  await store.putCosignatures([{ size, vkey: witness.vkey, line }]);
  memory.size = Math.max(memory.size, size);
  memory.at = clock.now();
}

async function due(
  { store, clock }: WitnessContext,
  vkey: string,
  { size, at }: WitnessMemory,
): Promise<StoredCheckpoint | null> {
  // The newest, if it has not cosigned that.
  const [anchor] = await store.uncosignedAnchors(vkey, ["included", "finalized"], {
    ...{ upTo: Number.MAX_SAFE_INTEGER, most: 1 },
  });
  // Of a size below the one that it saw it can cosign nothing any more.
  if (anchor !== undefined && anchor.size >= size) return store.checkpoint(anchor.size);
  if (clock.now() - at < HOUR_MS) return null;
  const newest = await store.newestCheckpoint();
  return newest !== null && newest.size >= size ? newest : null;
}

/** Its line; `null` if it has seen a larger checkpoint than this, so that the next round shows it a larger one. */
async function shown(
  context: WitnessContext,
  { key }: Pick<Cosigner, "key">,
  url: string,
  checkpoint: StoredCheckpoint,
  memory: WitnessMemory,
): Promise<string | null> {
  let answer = await show(context, url, checkpoint, memory.size);
  if (answer.status === 409) {
    const seen = sizeIn(answer);
    // More than there is nobody can have seen, unless our log key is used elsewhere.
    if (seen > ((await context.store.newestCheckpoint())?.size ?? 0)) {
      throw new CosignTrouble("witness_ahead");
    }
    memory.size = seen;
    if (seen > checkpoint.size) return null;
    answer = await show(context, url, checkpoint, memory.size);
    // Of this very size it has seen another root.
    if (answer.status === 409 && sizeIn(answer) === memory.size) {
      throw new CosignTrouble("inconsistent");
    }
  }
  if (answer.status !== 200) throw troubleOf(answer.status);
  const { text } = parseNote(checkpoint.note);
  const note = readNote(Buffer.from(`${text}\n${textOf(answer)}`));
  // A blank line among the lines would make some of them text.
  if (note.text !== text) throw new CosignTrouble("bad_answer");
  return heldLine(note, key, context.clock.now());
}

async function show(
  { read, ask }: WitnessContext,
  url: string,
  { size, note }: StoredCheckpoint,
  old: number,
): Promise<Answer> {
  const proof = await consistencyProof(read, old, size);
  const lines = proof.map((hash) => `${base64Encode(hash)}\n`).join("");
  return ask(url, `old ${old}\n${lines}\n${note}`);
}

function troubleOf(status: number): CosignTrouble {
  if (status === 404) return new CosignTrouble("log_unknown");
  if (status === 403) return new CosignTrouble("key_unknown");
  if (status === 422) return new CosignTrouble("inconsistent");
  return new CosignTrouble("bad_status");
}

function sizeIn(answer: Answer): number {
  const size = parseDecimal(textOf(answer).replace(/\n$/, ""));
  if (size === null) throw new CosignTrouble("bad_answer");
  return size;
}

function textOf({ body }: Answer): string {
  try {
    return utf8Decode(body);
  } catch (error) {
    if (error instanceof FormatError) throw new CosignTrouble("bad_answer");
    throw error;
  }
}
