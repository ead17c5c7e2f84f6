/** What a writer gets back at once (docs/FORMAT.md §8). */
import { asLeafHash, asLeafIndex, type LeafHash, type LeafIndex } from "./brands.ts";
import { base64Decode, base64Encode, equalBytes } from "./bytes.ts";
import { parseDecimal } from "./checkpoint.ts";
import { FormatError } from "./errors.ts";
import { isKeyName, type Note, parseNote, type VerifiedNote, verifyNote } from "./note.ts";
import { type Policy, policyOrigin, receiptKeyFor } from "./policy.ts";
import { formatTime, parseTime } from "./time.ts";

const HEADER = "counterfoil/receipt/v1";

export interface Receipt {
  readonly origin: string;
  readonly index: LeafIndex;
  readonly leafHash: LeafHash;
  /** When the entry was taken, in milliseconds since 1970. */
  readonly time: number;
  /** Until when a checkpoint that covers it will be on the chain. */
  readonly deadline: number;
}

export const receiptKeyName = (origin: string): string => `${origin}/receipt`;

export function formatReceiptText(receipt: Receipt): string {
  const { origin, index, leafHash, time, deadline } = receipt;
  const lines = [
    HEADER,
    origin,
    String(asLeafIndex(index)),
    base64Encode(asLeafHash(leafHash)),
    formatTime(time),
    formatTime(deadline),
  ];
  const text = lines.map((line) => `${line}\n`).join("");
  parseReceipt(text);
  return text;
}

/** From the text of a note, without its signatures. */
export function parseReceipt(noteText: string): Receipt {
  const [header, origin, decimal, hash, time, deadline, end, ...more] = noteText.split("\n");
  if (
    header !== HEADER ||
    origin === undefined ||
    decimal === undefined ||
    hash === undefined ||
    time === undefined ||
    deadline === undefined ||
    end !== "" ||
    more.length > 0
  ) {
    throw new FormatError("receipt_form");
  }
  const index = parseDecimal(decimal);
  if (!isKeyName(origin) || index === null) throw new FormatError("receipt_form");
  const leaf = base64Decode(hash);
  if (leaf.length !== 32) throw new FormatError("receipt_form");
  const [taken, until] = [parseTime(time), parseTime(deadline)];
  if (until < taken) throw new FormatError("receipt_form");
  return {
    origin,
    index: asLeafIndex(index),
    leafHash: asLeafHash(leaf),
    time: taken,
    deadline: until,
  };
}

/** The receipt in a note, if the ledger that the policy trusts has signed it. */
export function verifyReceipt(noteText: string, policy: Policy): Receipt {
  return parseReceipt(verifyReceiptNote(parseNote(noteText), policy).text);
}

/** The same, with the signature lines that were ignored. */
export function verifyReceiptNote(note: Note, policy: Policy): VerifiedNote {
  // The index that selects the key is in the text that the key must have signed.
  const unverified = parseReceipt(note.text);
  const key = receiptKeyFor(policy, unverified.index);
  if (key === null) throw new FormatError("no_key_for_size");
  if (
    unverified.origin !== policyOrigin(policy) ||
    key.name !== receiptKeyName(unverified.origin)
  ) {
    throw new FormatError("origin_mismatch");
  }
  return verifyNote(note, [key]);
}

/** `cannot_tell`: a block anchored a covering size in time, and nobody has shown what that tree has at the index. */
export type ReceiptStatus = "kept" | "not_yet_due" | "broken" | "cannot_tell";

/** An anchor in a **final** block. */
export interface ReceiptAnchor {
  readonly size: number;
  /** Unix seconds. */
  readonly blockTime: number;
  /** What the tree of that size has at the receipt's index, proven under the anchored root; null: not shown. */
  readonly leafHash: LeafHash | null;
}

export interface ReceiptFacts {
  /**
   * At least the first anchor of a size above the index, if there is one. The roots of one ledger extend each other (§9), so that
   * what one tree was shown to have at the index all larger ones have.
   */
  readonly anchors: readonly ReceiptAnchor[];
  /** Time of the newest final block, Unix seconds; null: no block is final. */
  readonly finalTime: number | null;
}

export function receiptStatus(receipt: Receipt, facts: ReceiptFacts): ReceiptStatus {
  const inTime = facts.anchors.filter(
    ({ size, blockTime }) => size > receipt.index && blockTime * 1000 <= receipt.deadline,
  );
  const shown = inTime.flatMap(({ leafHash }) => leafHash ?? []);
  if (shown.some((leafHash) => equalBytes(leafHash, receipt.leafHash))) return "kept";
  if (inTime.length > 0 && shown.length === 0) return "cannot_tell";
  const over = facts.finalTime !== null && facts.finalTime * 1000 > receipt.deadline;
  return over ? "broken" : "not_yet_due";
}
