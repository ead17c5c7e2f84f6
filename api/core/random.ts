import { randomFillSync } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Clock } from "./clock.ts";

/** Source of randomness, given in as a parameter so that tests can repeat themselves. */
export interface Random {
  /** `length` fresh random bytes that nobody else holds. */
  bytes(length: number): Buffer;
}

const POOL_BYTES = 8192;

/** The operating system's randomness through a refilled pool: a single small draw costs a system call otherwise. */
export function systemRandom(): Random {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  return {
    bytes(length) {
      if (length > POOL_BYTES) return randomFillSync(Buffer.alloc(length));
      if (used + length > POOL_BYTES) {
        randomFillSync(pool);
        used = 0;
      }
      const out = Buffer.from(pool.subarray(used, used + length));
      pool.fill(0, used, used + length);
      used += length;
      return out;
    },
  };
}

/** A new record id: UUID version 7 (RFC 9562), lower case. */
export function newRecordId(clock: Clock, random: Random): string {
  return uuidv7({ msecs: clock.now(), random: random.bytes(16) });
}
