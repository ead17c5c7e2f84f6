import type { LeafHash, LeafIndex } from "../../portal/verify/brands.ts";
import { formatReceiptText, receiptKeyName } from "../../portal/verify/receipt.ts";
import type { NoteSigner } from "./keys.ts";

/** What a stored entry says; both times in milliseconds since 1970. */
export interface ReceiptFacts {
  readonly origin: string;
  readonly index: LeafIndex;
  readonly leafHash: LeafHash;
  readonly recordedAt: number;
  readonly dueAt: number;
}

/** The receipt of an entry (FORMAT §8). The same facts give the same note, so that it can be given out again. */
export function signReceipt(signer: NoteSigner, facts: ReceiptFacts): string {
  const { origin, index, leafHash, recordedAt, dueAt } = facts;
  if (signer.name !== receiptKeyName(origin)) throw new Error("not the receipt key of this origin");
  return signer.sign(
    formatReceiptText({ origin, index, leafHash, time: recordedAt, deadline: dueAt }),
  );
}
