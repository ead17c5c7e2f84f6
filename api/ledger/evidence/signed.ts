import { FormatError } from "../../../portal/verify/errors.ts";
import { verifyNote } from "../../../portal/verify/note.ts";
import { logKeyFor, type Policy } from "../../../portal/verify/policy.ts";
import type { StoredCheckpoint } from "../../store/store.ts";
import { assertWhole, damagedCheckpoint } from "../committed.ts";

/** Files of one moment rest on one or two checkpoints. */
const REMEMBERED = 8;

/**
 * A check that the log key has signed a checkpoint, which remembers the last notes that held: the one signature costs as much as all
 * else of a file, and is the same in all files of a batch.
 */
export function signatureCheck(policy: Policy): (checkpoint: StoredCheckpoint) => void {
  const held = remembered();
  return ({ note, size }) => {
    if (held.has(note)) return;
    const key = logKeyFor(policy, size);
    try {
      if (key === null) throw damagedCheckpoint(size);
      verifyNote(note, [key]);
    } catch (error) {
      if (error instanceof FormatError) throw damagedCheckpoint(size);
      throw error;
    }
    held.add(note);
  };
}

/** {@link assertWhole}, which remembers likewise. */
export function wholeCheck(policy: Policy): (checkpoint: StoredCheckpoint) => void {
  const held = remembered();
  return (checkpoint) => {
    const { size, root, note } = checkpoint;
    const name = `${size} ${textOf(root)} ${note}`;
    if (held.has(name)) return;
    assertWhole(checkpoint, policy);
    held.add(name);
  };
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

function remembered(): Pick<Set<string>, "has" | "add"> {
  const all = new Set<string>();
  return {
    has: (one) => all.has(one),
    add(one) {
      all.add(one);
      const [oldest] = all;
      if (all.size > REMEMBERED && oldest !== undefined) all.delete(oldest);
      return all;
    },
  };
}
