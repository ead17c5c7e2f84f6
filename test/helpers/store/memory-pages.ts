/** Of the store in memory: batches and anchors, page by page and in sums, as plainly as possible. */
import type { LogPageReads } from "../../../api/store/log-pages.ts";
import type { AnchorRow, StoredCheckpoint } from "../../../api/store/store.ts";

export function memoryPages(
  checkpoints: readonly StoredCheckpoint[],
  anchors: ReadonlyMap<number, AnchorRow>,
): LogPageReads<AnchorRow, StoredCheckpoint> {
  const bySize = (): AnchorRow[] => [...anchors.values()].sort((a, b) => a.size - b.size);
  const isPage = (...numbers: number[]): void => {
    if (!numbers.every((n) => Number.isSafeInteger(n) && n >= 0)) throw new Error("no such page");
  };
  return {
    batchesBelow: async (below, limit) => {
      isPage(below, limit);
      return structuredClone(
        checkpoints
          .map((one, i) => ({ ...one, from: checkpoints[i - 1]?.size ?? 0 }))
          .filter(({ size }) => size < below)
          .reverse()
          .slice(0, limit),
      );
    },
    checkpointAbove: async (size) =>
      structuredClone(checkpoints.find((one) => one.size > size) ?? null),
    sealedBefore: async (times) =>
      times.map((time) => {
        const before = checkpoints.filter(({ sealedAt }) => sealedAt < time);
        return { batches: before.length, size: before.at(-1)?.size ?? 0 };
      }),
    anchorsBelow: async (below, limit) => {
      isPage(below, limit);
      const found = bySize().filter(({ size }) => size < below);
      return structuredClone(found.reverse().slice(0, limit));
    },
    anchorFrom: async (size) => structuredClone(bySize().find((one) => one.size >= size) ?? null),
    anchorSums: async (times) =>
      times.slice(1).map((end, i) => {
        const within = bySize().filter(
          ({ state, blockTime }) =>
            state !== "pending" &&
            blockTime !== null &&
            blockTime >= (times[i] as number) &&
            blockTime < end,
        );
        const sum = { anchors: within.length, gas: 0, fee: 0, unknown: 0 };
        for (const { gasUsed, gasPrice } of within) {
          if (gasUsed === null || gasPrice === null) {
            sum.unknown += 1;
            continue;
          }
          sum.gas += gasUsed;
          sum.fee += gasUsed * gasPrice;
        }
        return sum;
      }),
  };
}
