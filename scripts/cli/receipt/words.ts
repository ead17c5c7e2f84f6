import type { ReceiptStatus } from "../../../portal/verify/receipt.ts";

/** What `counterfoil receipt` says in one word. `invalid`: no receipt of the ledger that is trusted; `unpinned`: nobody says which that is. */
export type ReceiptWord = ReceiptStatus | "invalid" | "unpinned";

/** As those of verdicts (docs/FORMAT.md §11.2). */
export const RECEIPT_EXIT: Readonly<Record<ReceiptWord, number>> = {
  kept: 0,
  not_yet_due: 11,
  cannot_tell: 20,
  unpinned: 21,
  broken: 30,
  invalid: 40,
};
