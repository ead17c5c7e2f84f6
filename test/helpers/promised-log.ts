/** A log whose receipts, checkpoints and tiles a test makes up: real keys, real formats, and hashes by the plain reference. */
import { generateNoteSigner, loadNoteSigner, type NoteSigner } from "../../api/log/keys.ts";
import { signReceipt } from "../../api/log/receipts.ts";
import { levelWidth, TILE_WIDTH, tilePath } from "../../api/log/tiles.ts";
import {
  asContractAddress,
  asLeafHash,
  asLeafIndex,
  asLedgerId,
  asRootHash,
  asTreeSize,
  type LeafHash,
} from "../../portal/verify/brands.ts";
import { formatCheckpointText } from "../../portal/verify/checkpoint.ts";
import type { Policy } from "../../portal/verify/policy.ts";
import type { LogSource } from "../../scripts/cli/receipt/source.ts";
import { seededRandom } from "./ledger.ts";
import { referenceLeaf, referenceRoot } from "./reference-merkle.ts";

export const ORIGIN = "ledger.example/promises";

export interface PromisedLog {
  readonly leaves: readonly LeafHash[];
  readonly policy: Policy;
  readonly logSigner: NoteSigner;
  readonly receiptSigner: NoteSigner;
  /** 0x-hex. */
  root(size: number): string;
  checkpoint(size: number): string;
  receipt(index: number, times: { time: number; deadline: number; leafHash?: LeafHash }): string;
  /** All tiles of a tree of this size, by path. */
  tiles(size: number): Map<string, Uint8Array>;
}

const hexOf = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString("hex")}`;

export function leavesOf(entries: readonly Uint8Array[]): LeafHash[] {
  return entries.map((entry) => asLeafHash(referenceLeaf(entry)));
}

/** Made-up entries, all different. */
export const someLeaves = (count: number, seed = "leaf"): LeafHash[] =>
  leavesOf(Array.from({ length: count }, (_, i) => Buffer.from(`${seed} ${i}`)));

export function promisedLog(leaves: readonly LeafHash[], seed = "promises"): PromisedLog {
  const random = seededRandom(seed);
  const signer = (name: string) => loadNoteSigner(generateNoteSigner(name, random));
  const logSigner = signer(ORIGIN);
  const receiptSigner = signer(`${ORIGIN}/receipt`);
  const roots = new Map<number, Uint8Array>();
  const rootOf = (size: number): Uint8Array => {
    const root = roots.get(size) ?? referenceRoot(leaves.slice(0, size));
    roots.set(size, root);
    return root;
  };
  return {
    leaves,
    logSigner,
    receiptSigner,
    policy: {
      chainId: 31337,
      contract: asContractAddress(`0x${"c0".repeat(20)}`),
      ledgerId: asLedgerId(`0x${"1d".repeat(32)}`),
      keys: [
        { role: "log", vkey: logSigner.vkey, fromSize: asTreeSize(0) },
        { role: "receipt", vkey: receiptSigner.vkey, fromSize: asTreeSize(0) },
      ],
      maxAgeSeconds: null,
    },
    root: (size) => hexOf(rootOf(size)),
    checkpoint: (size) =>
      logSigner.sign(
        formatCheckpointText({
          origin: ORIGIN,
          size: asTreeSize(size),
          root: asRootHash(rootOf(size)),
        }),
      ),
    receipt: (index, { time, deadline, leafHash = leaves[index]! }) =>
      signReceipt(receiptSigner, {
        ...{ origin: ORIGIN, index: asLeafIndex(index), leafHash },
        ...{ recordedAt: time, dueAt: deadline },
      }),
    tiles: (size) => tilesOf(leaves.slice(0, size)),
  };
}

function tilesOf(leaves: readonly Uint8Array[]): Map<string, Uint8Array> {
  const tiles = new Map<string, Uint8Array>();
  let hashes = leaves;
  for (let level = 0; levelWidth(level, leaves.length) > 0; level++) {
    for (let n = 0; n * TILE_WIDTH < hashes.length; n++) {
      const own = hashes.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH);
      tiles.set(tilePath({ level, n }, own.length), Buffer.concat(own));
    }
    const full = Math.floor(hashes.length / TILE_WIDTH);
    hashes = Array.from({ length: full }, (_, n) =>
      referenceRoot(hashes.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH)),
    );
  }
  return tiles;
}

/** What a test puts there, and nothing else. */
export function sourceOf(
  tiles: ReadonlyMap<string, Uint8Array>,
  checkpoints: ReadonlyMap<number | null, string> = new Map(),
): LogSource & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async tile(path) {
      asked.push(path);
      return tiles.get(path) ?? null;
    },
    checkpoint: async (size) => checkpoints.get(size) ?? null,
  };
}
