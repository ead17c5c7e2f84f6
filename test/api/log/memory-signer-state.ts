import { systemRandom } from "../../../api/core/random.ts";
import {
  assertSuccessor,
  newSignerRecord,
  type SignerRecord,
  type SignerState,
  sameRecord,
} from "../../../api/log/signer-state.ts";

/** For tests: as lawful as the file, and the record can be replaced as a thief or a restore would. */
export interface MemorySignerState extends SignerState {
  record: SignerRecord;
  /** Successful swaps. */
  swaps: number;
  /** Runs before each swap; may throw, or change the record. */
  beforeSwap: (next: SignerRecord) => void | Promise<void>;
}

export function memorySignerState(first?: SignerRecord): MemorySignerState {
  const state: MemorySignerState = {
    record: first ?? newSignerRecord(systemRandom()),
    swaps: 0,
    beforeSwap: () => undefined,
    get: async () => state.record,
    async compareAndSwap(expected, next) {
      await state.beforeSwap(next);
      if (!sameRecord(expected, state.record)) return false;
      assertSuccessor(state.record, next);
      state.record = next;
      state.swaps += 1;
      return true;
    },
  };
  return state;
}
