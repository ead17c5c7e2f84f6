/**
 * Which entries a quick audit looks at (docs/FORMAT.md §15.1): drawn from the hash of a block, so that nobody can choose them, and everybody can draw them
 * again.
 */
import { sha256 } from "../../core/hash.ts";
import type { AuditedLedger } from "../report.ts";

export interface Draw {
  readonly ledger: AuditedLedger;
  /** Entries to draw from: those below this index. */
  readonly size: number;
  /** How many are drawn, each once; not more than there are. */
  readonly records: number;
  /** 0x-hex. */
  readonly blockHash: string;
}

const LABEL = Buffer.from("counterfoil/audit-sample/v1", "ascii");
const SEED = 0x00;
const NUMBERS = 0x01;
const NUMBER_BYTES = 8;
const ALL_NUMBERS = 2n ** 64n;

/** Indexes, ascending. */
export function drawSample(draw: Draw): number[] {
  const { size, records } = draw;
  if (records > size) throw new RangeError("more entries than there are");
  const below = uniform(seedOf(draw));
  const drawn = new Set<number>();
  // Floyd's algorithm: every set of so many is as likely as any other, and each step takes one number.
  for (let last = size - records; last < size; last++) {
    const index = below(last + 1);
    drawn.add(drawn.has(index) ? last : index);
  }
  return [...drawn].sort((a, b) => a - b);
}

function seedOf({ ledger, size, records, blockHash }: Draw): Buffer {
  const { origin, chainId, contract, ledgerId } = ledger;
  return sha256(
    Buffer.concat([
      LABEL,
      Uint8Array.of(SEED),
      u64(chainId),
      bytesOf(contract, 20),
      bytesOf(ledgerId, 32),
      u64(size),
      u64(records),
      bytesOf(blockHash, 32),
      Buffer.from(origin, "utf8"),
    ]),
  );
}

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
