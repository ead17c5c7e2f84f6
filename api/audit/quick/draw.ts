/**
 * Which entries a quick audit looks at (docs/FORMAT.md §15.1): two samples, which everybody can draw again. One follows from the hash of a block: whoever runs
 * the audit cannot choose it, but once the block is there everybody knows it. The other follows from a nonce of the auditor's besides: nobody who changed rows
 * before can have known it, but whoever runs the audit could try nonces.
 */
import { sha256 } from "../../core/hash.ts";
import type { AuditedLedger } from "../report.ts";

export interface Draw {
  readonly ledger: AuditedLedger;
  /** Entries to draw from: those below this index. */
  readonly size: number;
  /** How many are drawn for each of the samples, each once; not more than there are. */
  readonly count: number;
  /** 0x-hex. */
  readonly blockHash: string;
  /** 32 bytes of the auditor's, drawn when the audit began; 0x-hex. */
  readonly nonce: string;
}

/** Indexes, ascending. */
export interface Samples {
  /** Drawn from the block alone. */
  readonly byBlock: readonly number[];
  /** Drawn from the nonce, too. */
  readonly byNonce: readonly number[];
  /** What is in one of them, or in both. */
  readonly checked: readonly number[];
}

export const NONCE_BYTES = 32;

const LABEL = Buffer.from("counterfoil/audit-sample/v1", "ascii");
const SEED = 0x00;
const NUMBERS = 0x01;
const NONCE_SEED = 0x02;
const NUMBER_BYTES = 8;
const ALL_NUMBERS = 2n ** 64n;

export function drawSamples(draw: Draw): Samples {
  if (draw.count > draw.size) throw new RangeError("more entries than there are");
  const seed = seedOf(draw);
  const byBlock = drawFrom(seed, draw);
  const byNonce = drawFrom(nonceSeed(seed, draw.nonce), draw);
  return { byBlock, byNonce, checked: ascending(new Set([...byBlock, ...byNonce])) };
}

function drawFrom(seed: Buffer, { size, count }: Draw): number[] {
  const below = uniform(seed);
  const drawn = new Set<number>();
  // Floyd's algorithm: every set of so many is as likely as any other, and each step takes one number.
  for (let last = size - count; last < size; last++) {
    const index = below(last + 1);
    drawn.add(drawn.has(index) ? last : index);
  }
  return ascending(drawn);
}

const ascending = (drawn: ReadonlySet<number>): number[] => [...drawn].sort((a, b) => a - b);

function seedOf({ ledger, size, count, blockHash }: Draw): Buffer {
  const { origin, chainId, contract, ledgerId } = ledger;
  return sha256(
    Buffer.concat([
      LABEL,
      Uint8Array.of(SEED),
      u64(chainId),
      bytesOf(contract, 20),
      bytesOf(ledgerId, 32),
      u64(size),
      u64(count),
      bytesOf(blockHash, 32),
      Buffer.from(origin, "utf8"),
    ]),
  );
}

const nonceSeed = (seed: Buffer, nonce: string): Buffer =>
  sha256(Buffer.concat([LABEL, Uint8Array.of(NONCE_SEED), seed, bytesOf(nonce, NONCE_BYTES)]));

/** Whole numbers below a bound, each as likely as any other. */
function uniform(seed: Buffer): (bound: number) => number {
  let block: Buffer = Buffer.alloc(0);
  let blocks = 0;
  let at = 0;

  function next(): bigint {
    if (at === block.length) {
      block = sha256(Buffer.concat([LABEL, Uint8Array.of(NUMBERS), seed, u64(blocks++)]));
      at = 0;
    }
    const number = block.readBigUInt64BE(at);
    at += NUMBER_BYTES;
    return number;
  }

  return (bound) => {
    const wide = BigInt(bound);
    // Above the last whole multiple the small remainders would come more often.
    const limit = ALL_NUMBERS - (ALL_NUMBERS % wide);
    for (;;) {
      const number = next();
      if (number < limit) return Number(number % wide);
    }
  };
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

function bytesOf(hex: string, length: number): Buffer {
  const bytes = Buffer.from(hex.slice(2), "hex");
  if (bytes.length !== length) throw new RangeError(`not ${length} bytes`);
  return bytes;
}
