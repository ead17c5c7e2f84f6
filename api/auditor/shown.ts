/**
 * Notes that others were shown. They wait until it is their turn: nothing is held against a log that is just being taken. The greatest of those that are
 * larger than the log here is kept, also over a restart, until the log here is as large.
 */
import type { Policy } from "../../portal/verify/policy.ts";
import type { Store } from "../store/store.ts";
import type { Memory } from "./memory.ts";
import { assertOwn } from "./remembered.ts";
import type { Replica } from "./replica.ts";
import { readSigned, type SignedCheckpoint } from "./signed.ts";

export interface Shown {
  /** Answers whether it has to be judged: one that was just found to go together with the log has not. */
  add(note: string): boolean;
  /** Holds all that wait against what is here. @throws Finding */
  judge(): Promise<void>;
}

/** The newest that went together with the log: a public checkpoint is shown over and over. */
const MOST_KNOWN = 256;
/** Each is signed by the log's key, so only the log itself could bring more; those go unheard. */
const MOST_WAITING = 4_096;

export function shownNotes(
  policy: Policy,
  context: {
    readonly store: Pick<Store, "newestCheckpoint">;
    readonly replica: Replica;
    readonly memory: Pick<Memory, "larger" | "keepLarger">;
  },
): Shown {
  const known = new Set<string>();
  const waiting = new Set<string>();

  const { memory } = context;
  const signed = (note: string | null | undefined): SignedCheckpoint | null =>
    note == null ? null : readSigned(note, policy);

  async function newestHere(): Promise<SignedCheckpoint | null> {
    return signed((await context.store.newestCheckpoint())?.note);
  }

  async function judgeLarger(): Promise<void> {
    const [larger, newest] = [signed(await memory.larger()), await newestHere()];
    if (larger === null || newest === null) return;
    if (larger.checkpoint.size > newest.checkpoint.size) return;
    await assertOwn(context, larger, newest);
    await memory.keepLarger(null);
  }

  async function judgeOne(note: string): Promise<void> {
    const [shown, newest] = [signed(note), await newestHere()];
    if (shown === null) return;
    if (newest === null || shown.checkpoint.size > newest.checkpoint.size) {
      const kept = signed(await memory.larger());
      if (shown.checkpoint.size > (kept?.checkpoint.size ?? 0)) await memory.keepLarger(shown.note);
      return;
    }
    await assertOwn(context, shown, newest);
    // The log here only grows: what goes together with it goes on doing so.
    known.add(note);
    for (const oldest of known) {
      if (known.size <= MOST_KNOWN) return;
      known.delete(oldest);
    }
  }

  return {
    add(note) {
      if (known.has(note) || waiting.size >= MOST_WAITING) return false;
      waiting.add(note);
      return true;
    },
    async judge() {
      await judgeLarger();
      for (const note of waiting) {
        // Only afterwards: what could not be judged for now is judged another time.
        await judgeOne(note);
        waiting.delete(note);
      }
    },
  };
}
