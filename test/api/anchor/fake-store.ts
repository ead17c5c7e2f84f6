/** The part of the store that anchoring needs, in memory; its writes can fail in both ways: failed, and failed but persisted. */

import type { AnchorStore } from "../../../api/anchor/anchor-store.ts";
import type { AnchorRow, StoredCheckpoint } from "../../../api/store/store.ts";
import { asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";

export type Fault = "failed" | "failed_but_persisted";

export interface FakeStore extends AnchorStore {
  readonly rows: Map<number, AnchorRow>;
  /** Every row ever written, in order. */
  readonly history: AnchorRow[];
  seal(size: number, root: Uint8Array): void;
  /** The write with this number (1 is the next) fails that way. */
  failPut(number: number, fault: Fault): void;
}

export function fakeStore(): FakeStore {
  const checkpoints = new Map<number, StoredCheckpoint>();
  const rows = new Map<number, AnchorRow>();
  const history: AnchorRow[] = [];
  const faults = new Map<number, Fault>();
  let puts = 0;
  const ascending = (): AnchorRow[] => [...rows.values()].sort((a, b) => a.size - b.size);
  return {
    rows,
    history,
    seal(size, root) {
      const note = `origin\n${size}\n`;
      checkpoints.set(size, { size: asTreeSize(size), root: asRootHash(root), note, sealedAt: 0 });
    },
    failPut(number, fault) {
      faults.set(puts + number, fault);
    },
    async newestCheckpoint() {
      return [...checkpoints.values()].sort((a, b) => b.size - a.size)[0] ?? null;
    },
    async checkpoint(size) {
      return checkpoints.get(size) ?? null;
    },
    async putAnchor(row) {
      puts += 1;
      const fault = faults.get(puts);
      if (fault !== "failed") {
        rows.set(row.size, row);
        history.push(row);
      }
      if (fault !== undefined) throw new Error(`injected: ${fault}`);
    },
    async removeAnchor(size) {
      rows.delete(size);
    },
    async openAnchors() {
      return ascending().filter((row) => row.state !== "finalized");
    },
    async anchorGap(above) {
      const final = ascending().filter((row) => row.state === "finalized");
      const upper = final.find(
        ({ size, previousSize }) =>
          size > above && previousSize && !final.some((row) => row.size === previousSize),
      );
      const lower = upper && final.findLast(({ size }) => size < upper.size);
      return upper ? { upper, lower: lower ?? null } : null;
    },
    async newestAnchor(states, above) {
      const found = ascending().filter((row) => states.includes(row.state) && row.size > above);
      return found.at(-1) ?? null;
    },
  };
}
