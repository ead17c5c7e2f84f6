/** Checkpoints with the lines that auditors and witnesses have added to them. */
import { verifyCosignatures } from "../../portal/verify/cosignature.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { type CosignerKey, formatVkey, parseCosignerVkey } from "../../portal/verify/note.ts";
import { auditorKeysFor, type Policy } from "../../portal/verify/policy.ts";
import { Refusal } from "../core/errors.ts";
import type { Store, StoredCheckpoint } from "../store/store.ts";

/** Whom a witness is to those who trust the log by it (C2SP tlog-policy). */
export interface Witness {
  readonly vkey: string;
  readonly url: string;
}

export interface CosignedNotes {
  /**
   * For evidence of a stream: with the lines of the policy's auditors, and no other, which a verifier would have to name as ignored (FORMAT §7).
   *
   * @throws Refusal `damaged` (`cosignature`) if one of them does not hold
   */
  audited(checkpoint: StoredCheckpoint): Promise<string>;
  /** For the tools of others: with the witnesses' lines, too. @throws Refusal likewise */
  witnessed(checkpoint: StoredCheckpoint): Promise<string>;
}

export interface CosignedContext {
  readonly store: Pick<Store, "cosignatures">;
  readonly policy: Policy;
  readonly witnesses: readonly Witness[];
}

/** Files of one moment rest on one or two checkpoints. */
const REMEMBERED = 8;

/** Remembers the last notes that held: a signature costs as much as all else of a file. */
export function cosignedNotes({ store, policy, witnesses }: CosignedContext): CosignedNotes {
  const witnessKeys = witnesses.map(({ vkey }) => parseCosignerVkey(vkey));
  const held = new Set<string>();

  async function withLines(
    { note, size }: StoredCheckpoint,
    keys: readonly CosignerKey[],
  ): Promise<string> {
    const kept = new Map((await store.cosignatures(size)).map(({ vkey, line }) => [vkey, line]));
    // In the order of the keys: the same checkpoint has the same bytes, whoever was the first to sign.
    const lines = keys.flatMap((key) => kept.get(vkeyOf(key)) ?? []);
    const whole = note + lines.join("");
    if (lines.length === 0 || held.has(whole)) return whole;
    if (!allHold(whole, keys, lines.length)) {
      throw new Refusal("damaged", { what: "cosignature", index: size });
    }
    held.add(whole);
    const [oldest] = held;
    if (held.size > REMEMBERED && oldest !== undefined) held.delete(oldest);
    return whole;
  }

  return {
    audited: (checkpoint) => withLines(checkpoint, auditorKeysFor(policy, checkpoint.size)),
    witnessed: (checkpoint) =>
      withLines(checkpoint, [...auditorKeysFor(policy, checkpoint.size), ...witnessKeys]),
  };
}

const vkeyOf = ({ name, publicKey, type }: CosignerKey): string =>
  formatVkey(name, publicKey, type);

function allHold(note: string, keys: readonly CosignerKey[], count: number): boolean {
  try {
    return verifyCosignatures(note, keys).length === count;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
