/**
 * Certificates are dear, and whoever has a code can ask for them without being known: one of thousands of entries takes seconds. So few are made at a time, and what was made is kept in memory for a
 * short while, for whoever fetches it again.
 */
import { erasureCodeId, erasureCodeKeys } from "../../../portal/verify/erasure-code.ts";
import type { Clock } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { Certificates } from "./certificates.ts";

interface Bounds {
  readonly clock: Clock;
  /** How many outcomes of an erasure are recorded: with another one it is another certificate. */
  readonly outcomes: (erasureId: string) => Promise<number>;
}

const AT_ONCE = 2;
/** Short, since what it rests on gets better: a certificate of before an anchor, or a cosignature, must not be all there is. */
const KEPT_MS = 5_000;
/** Bytes of all that are kept; a certificate that is longer is not. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Made of the newest final checkpoint that there was then. */
interface Kept {
  readonly bytes: Uint8Array;
  readonly ends: number;
}

/** The same, but `make` throws Refusal `busy` where one of this code is being made, or as many as are made at a time. */
export function boundedCertificates(
  inner: Certificates,
  { clock, outcomes }: Bounds,
): Certificates {
  // The oldest first.
  const kept = new Map<string, Kept>();
  const making = new Set<string>();
  let bytes = 0;

  function drop(key: string): void {
    bytes -= kept.get(key)?.bytes.length ?? 0;
    kept.delete(key);
  }
  function sweep(room: number): void {
    const now = clock.now();
    for (const [key, { ends }] of kept) if (ends <= now || bytes + room > MOST_BYTES) drop(key);
  }
  function keep(key: string, made: Uint8Array): void {
    if (made.length > MOST_BYTES) return;
    drop(key);
    sweep(made.length);
    kept.set(key, { bytes: made, ends: clock.now() + KEPT_MS });
    bytes += made.length;
    setTimeout(() => sweep(0), KEPT_MS).unref();
  }

  return {
    of: (code) => inner.of(code),
    async make(code, erasureId) {
      // What is no code of an erasure here is refused before anything is remembered of it.
      const found = await inner.of(code);
      if (!found.some(({ id }) => id === erasureId)) return inner.make(code, erasureId);
      const id = Buffer.from(erasureCodeId(erasureCodeKeys(code).publicKey)).toString("base64url");
      const key = `${id} ${erasureId} ${await outcomes(erasureId)}`;
      sweep(0);
      const before = kept.get(key);
      if (before !== undefined) return before.bytes;
      if (making.size >= AT_ONCE || making.has(id)) throw new Refusal("busy", {});
      making.add(id);
      try {
        const made = await inner.make(code, erasureId);
        keep(key, made);
        return made;
      } finally {
        making.delete(id);
      }
    },
  };
}
