/** What a writer gets back at once (docs/FORMAT.md §8). */
import { asLeafHash, asLeafIndex, type LeafHash, type LeafIndex } from "./brands.ts";
import { base64Decode, base64Encode, equalBytes } from "./bytes.ts";
import { parseDecimal } from "./checkpoint.ts";
import { FormatError } from "./errors.ts";
import { isKeyName, verifyNote } from "./note.ts";
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
  // The index that selects the key is in the text that the key must have signed.
  const unverified = parseReceipt(textOf(noteText));
  const key = receiptKeyFor(policy, unverified.index);
  if (key === null) throw new FormatError("no_key_for_size");
  if (
    unverified.origin !== policyOrigin(policy) ||
    key.name !== receiptKeyName(unverified.origin)
  ) {
    throw new FormatError("origin_mismatch");
  }
  return parseReceipt(verifyNote(noteText, [key]).text);
}

function textOf(note: string): string {
  const blank = note.lastIndexOf("\n\n");
  if (blank < 0) throw new FormatError("note_form");
  return note.slice(0, blank + 1);
}

export type ReceiptStatus = "kept" | "broken" | "not_yet_due";

export interface ReceiptFacts {
  /** Roots that **final** blocks of the chain anchored. */
  readonly anchors: readonly {
    readonly size: number;
    /** Unix seconds. */
    readonly blockTime: number;
    /** What the tree of that size has at the receipt's index, proven; null: not known. */
    readonly leafHash: LeafHash | null;
  }[];
  /** Time of the newest final block, Unix seconds; null: no block is final. */
  readonly finalTime: number | null;
}

export function receiptStatus(receipt: Receipt, facts: ReceiptFacts): ReceiptStatus {
  const kept = facts.anchors.some(
    ({ size, blockTime, leafHash }) =>
      size > receipt.index &&
      blockTime * 1000 <= receipt.deadline &&
      leafHash !== null &&
      equalBytes(leafHash, receipt.leafHash),
  );
  if (kept) return "kept";
  const over = facts.finalTime !== null && facts.finalTime * 1000 > receipt.deadline;
  return over ? "broken" : "not_yet_due";
}
