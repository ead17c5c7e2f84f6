/**
 * The C2SP tlog-witness call `add-checkpoint`: promises that a log grows, and nothing of what is in it. It has a key and a memory of its own, so that nobody takes its
 * line for an auditor's.
 */
import { asNodeHash, type NodeHash, type TreeSize } from "../../portal/verify/brands.ts";
import { base64Decode, equalBytes } from "../../portal/verify/bytes.ts";
import { type Checkpoint, parseCheckpoint, parseDecimal } from "../../portal/verify/checkpoint.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { EMPTY_ROOT, verifyConsistency } from "../../portal/verify/merkle.ts";
import {
  formatNote,
  type Note,
  parseNote,
  type VerifierKey,
  verifyNote,
} from "../../portal/verify/note.ts";
import { logKeyFor, type Policy, policyOrigin } from "../../portal/verify/policy.ts";
import type { Clock } from "../core/clock.ts";
import type { Cosigned, CosignedState } from "./cosigned.ts";
import { isClockBehind } from "./cosigning.ts";
import type { CosignerSigner } from "./keys.ts";

/** What is answered; a `conflict` tells the size that it knows. */
export type WitnessAnswer =
  | { readonly status: 200; readonly line: string }
  | { readonly status: 400 | 403 | 404 | 422 | 503 }
  | { readonly status: 409; readonly size: number };

export interface Witness {
  /** @param body as it came */
  add(body: string): Promise<WitnessAnswer>;
  /** The newest checkpoint of a log that it has cosigned, with its line; `null`: none, or no log of its. */
  newest(origin: string): Promise<string | null>;
  /** Logs that it knows. */
  readonly origins: readonly string[];
}

export interface WitnessOptions {
  readonly signer: CosignerSigner;
  readonly cosigned: CosignedState;
  readonly clock: Clock;
  /** Keys of logs. A log may have several. */
  readonly keys: readonly VerifierKey[];
  /** Whether one of them may sign this size; by default each may sign any. */
  readonly maySign?: (key: VerifierKey, size: number) => boolean;
  /** Each note that one of them has signed, whatever is answered: it may be proof against the log. */
  readonly onSigned?: (note: string) => void;
  /** Whether its keys are not believed any more. By default each is. */
  readonly isRefused?: (origin: string) => boolean;
  /** Nothing is signed, because the clock is behind the last signature: told once. */
  readonly onClockBehind?: () => void;
}

/** A request in its one form: "old <size>", at most 63 hashes, an empty line, a checkpoint. */
interface Asked {
  readonly old: TreeSize;
  readonly proof: readonly NodeHash[];
  readonly note: string;
}

const MOST_HASHES = 63;
/** For so long the same checkpoint gets the same line: strangers must not be able to make this write, over and over. */
const SAME_SECONDS = 5;

/** A log key that the policy has retired signs nothing that is newer. Of keys of other logs it says nothing. */
export function maySignUnder(policy: Policy): (key: VerifierKey, size: number) => boolean {
  const origin = policyOrigin(policy);
  return (key, size) => {
    const named = logKeyFor(policy, size);
    return key.name !== origin || (named !== null && equalBytes(named.publicKey, key.publicKey));
  };
}

export function createWitness(options: WitnessOptions): Witness {
  const { signer, cosigned, clock, keys, onSigned, onClockBehind } = options;
  const { maySign = () => true, isRefused = () => false } = options;
  let told = false;
  const origins = [...new Set(keys.map(({ name }) => name))];

  /** Null: none of the keys has signed it, or one of their lines does not hold. */
  function signedBy(note: Note, { origin, size }: Checkpoint): string | null {
    try {
      const own = keys.filter((key) => key.name === origin && maySign(key, size));
      return formatNote(note.text, verifyNote(note, own).verified);
    } catch (error) {
      if (error instanceof FormatError) return null;
      throw error;
    }
  }

  async function add(body: string): Promise<WitnessAnswer> {
    const asked = parse(body);
    if (asked === null) return { status: 400 };
    const { old, proof } = asked;
    const read = readCheckpoint(asked.note);
    if (read === null) return { status: 400 };
    const { note, checkpoint } = read;
    const { origin, size, root } = checkpoint;
    if (!origins.includes(origin)) return { status: 404 };
    const signed = signedBy(note, checkpoint);
    if (signed === null) return { status: 403 };
    onSigned?.(signed);
    // tlog-witness: no line is of a key that is trusted. 409 would have the log come again with another proof.
    if (isRefused(origin)) return { status: 403 };
    if (old > size) return { status: 400 };
    for (;;) {
      const before = await cosigned.get(origin);
      const known = before?.checkpoint ?? { size: 0 as TreeSize, root: EMPTY_ROOT };
      if (known.size !== old) return { status: 409, size: known.size };
      if (old === size && !equalBytes(root, known.root)) return { status: 409, size: known.size };
      const grows = { size1: old, root1: known.root, size2: size, root2: root, proof };
      if (!verifyConsistency(grows)) return { status: 422 };
      const now = clock.now();
      if (before !== null && isClockBehind(before.time, now)) {
        if (!told) onClockBehind?.();
        told = true;
        return { status: 503 };
      }
      const time = Math.max(Math.floor(now / 1000), before?.time ?? 1);
      if (before?.note === signed && time - before.time < SAME_SECONDS)
        return { status: 200, line: signer.cosign(note.text, before.time) };
      const next: Cosigned = { checkpoint, note: signed, time };
      // Another request came first: this one is judged anew.
      if (!(await cosigned.compareAndSwap(before, next))) continue;
      if (isRefused(origin)) return { status: 403 };
      return { status: 200, line: signer.cosign(note.text, time) };
    }
  }

  return {
    add,
    origins,
    async newest(origin) {
      const known = origins.includes(origin) ? await cosigned.get(origin) : null;
      // The same text at the same time gives the same line again.
      return known && `${known.note}${signer.cosign(parseNote(known.note).text, known.time)}`;
    },
  };
}

function parse(body: string): Asked | null {
  const end = body.indexOf("\n\n");
  const [first = "", ...hashes] = body.slice(0, Math.max(0, end)).split("\n");
  const old = parseDecimal(/^old (.*)$/.exec(first)?.[1] ?? "");
  if (end < 0 || old === null || hashes.length > MOST_HASHES) return null;
  try {
    const proof = hashes.map((hash) => asNodeHash(base64Decode(hash)));
    return { old: old as TreeSize, proof, note: body.slice(end + 2) };
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

function readCheckpoint(source: string) {
  try {
    const note = parseNote(source);
    return { note, checkpoint: parseCheckpoint(note.text) };
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
