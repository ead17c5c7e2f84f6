/**
 * What the signer must not forget. It lies apart from the ledger's database and from its backups: a
 * restored database must not make the signer sign a second root for a size.
 */
import {
  asRootHash,
  asTreeSize,
  type RootHash,
  type TreeSize,
} from "../../portal/verify/brands.ts";
import { base64Decode, base64Encode, equalBytes } from "../../portal/verify/bytes.ts";
import { EMPTY_ROOT } from "../../portal/verify/merkle.ts";
import { Misbehaviour } from "../core/errors.ts";
import type { Random } from "../core/random.ts";

export interface SignerRecord {
  /** The last size that was signed, or is about to be, and its root. */
  readonly size: TreeSize;
  readonly root: RootHash;
  /** No index from here on was promised to anybody. Never below `size`. */
  readonly reserved: number;
  /** 32 hex digits, renewed at each start: by them the database is known as the one that was used last (epoch.ts). */
  readonly epoch: string;
}

/**
 * Rejected: the outcome is unknown, `get` tells. Resolved: durable. `compareAndSwap` answers false and
 * changes nothing if the record is not `expected` any more; it throws, also changing nothing, if
 * `next` breaks the rules of {@link assertSuccessor}.
 */
export interface SignerState {
  get(): Promise<SignerRecord>;
  compareAndSwap(expected: SignerRecord, next: SignerRecord): Promise<boolean>;
}

/** The record of a log that never signed anything. */
export function newSignerRecord(random: Random): SignerRecord {
  const epoch = random.bytes(16).toString("hex");
  return { size: asTreeSize(0), root: EMPTY_ROOT, reserved: 0, epoch };
}

/** Size and `reserved` never decrease; the root of a size never changes. The epoch may be any. */
export function assertSuccessor(current: SignerRecord, next: SignerRecord): void {
  if (next.size < current.size || (next.size === current.size && !sameRoot(current, next))) {
    throw signerDiverged(current, next);
  }
  if (next.reserved < current.reserved || next.reserved < next.size) {
    throw new Error("reserved must not decrease, nor be below the signed size");
  }
}

/** `signed`: what the signer remembers. `other`: what contradicts it. */
export function signerDiverged(
  signed: { readonly size: number; readonly root: Uint8Array },
  other: { readonly size: number; readonly root: Uint8Array; readonly note?: string },
): Misbehaviour {
  return new Misbehaviour("signer_diverged", {
    signedSize: signed.size,
    signedRoot: base64Encode(signed.root),
    otherSize: other.size,
    otherRoot: base64Encode(other.root),
    ...(other.note === undefined ? {} : { otherNote: other.note }),
  });
}

/**
 * Swaps until it succeeds. `change` is given the record of the moment and answers its successor, or
 * null to leave it. Answers the record that then holds.
 */
export async function updateSigner(
  state: SignerState,
  change: (current: SignerRecord) => SignerRecord | null,
): Promise<SignerRecord> {
  for (;;) {
    const current = await state.get();
    const next = change(current);
    if (next === null) return current;
    if (await state.compareAndSwap(current, next)) return next;
  }
}

export function sameRoot(a: { root: Uint8Array }, b: { root: Uint8Array }): boolean {
  return equalBytes(a.root, b.root);
}

export function sameRecord(a: SignerRecord, b: SignerRecord): boolean {
  return formatSignerRecord(a) === formatSignerRecord(b);
}

const FORMAT = "counterfoil/signer-state/v1";

export function formatSignerRecord({ size, root, reserved, epoch }: SignerRecord): string {
  return `${JSON.stringify({ format: FORMAT, size, root: base64Encode(root), reserved, epoch })}\n`;
}

/** Null unless the text is exactly what {@link formatSignerRecord} writes of a lawful record. */
export function parseSignerRecord(text: string): SignerRecord | null {
  try {
    const { size, root, reserved, epoch } = JSON.parse(text);
    const record: SignerRecord = {
      size: asTreeSize(size),
      root: asRootHash(base64Decode(root)),
      reserved: asTreeSize(reserved),
      epoch,
    };
    const lawful = /^[0-9a-f]{32}$/.test(epoch) && record.reserved >= record.size;
    return lawful && formatSignerRecord(record) === text ? record : null;
  } catch {
    return null;
  }
}
