/** What becomes of a promise: from a receipt, the chain's answers and hash tiles (FORMAT §8). */
import type { AskCover, Cover, CoverAnswer } from "../../../api/anchor/cover.ts";
import { RpcRejected, RpcUnreachable } from "../../../api/anchor/rpc.ts";
import type { Policy } from "../../../portal/verify/policy.ts";
import { type Receipt, type ReceiptStatus, receiptStatus } from "../../../portal/verify/receipt.ts";
import { type Place, placeUnder, type Unproven } from "./place.ts";
import type { LogSource } from "./source.ts";

/** Why the word is what it is. */
export const JUDGEMENT_CODES = [
  "kept",
  // not yet due
  "running",
  "awaiting_final_block",
  "no_final_block",
  // not yet due, and already certain: not by this ledger's own log
  "other_entry_already",
  "void_already",
  // broken
  "never_anchored",
  "anchored_late",
  "other_entry",
  "void_entry",
  // cannot tell
  "chain_unreachable",
  "chain_other",
  "ledger_not_there",
  "chain_forgets",
  "tiles_missing",
  "tiles_wrong",
] as const;
export type JudgementCode = (typeof JUDGEMENT_CODES)[number];

export interface Judgement {
  readonly status: ReceiptStatus;
  readonly code: JudgementCode;
  /** Null: the chain was not asked, or not to the end. */
  readonly answer: CoverAnswer | null;
  /** The first final anchor above the index. */
  readonly cover: Cover | null;
  /** What stands at the index under it; null: not known. */
  readonly place: Place | null;
}

export interface JudgeOptions {
  readonly policy: Policy;
  readonly ask: AskCover;
  readonly source: LogSource;
  /** Milliseconds since 1970, by the reader's clock. It changes no word, only a sentence. */
  readonly now: number;
}

/** @param receipt signed under the policy */
export async function judge(receipt: Receipt, options: JudgeOptions): Promise<Judgement> {
  const answer = await asked(receipt, options);
  if (answer === null) return unknown("chain_unreachable", null);
  if (answer.chainId !== options.policy.chainId) return unknown("chain_other", answer);
  if (!answer.registered) return unknown("ledger_not_there", answer);
  if (answer.cover === "unknown") return unknown("chain_forgets", answer);
  const { cover } = answer;
  const found =
    cover === null ? null : await placeUnder(options.source, receipt, cover.size, cover.root);
  const place = typeof found === "string" ? null : found;
  const status = statusOf(receipt, answer, cover, place);
  const code = codeOf({ status, cover, found, answer, overdue: options.now > receipt.deadline });
  return { status, code, answer, cover, place };
}

const unknown = (code: JudgementCode, answer: CoverAnswer | null): Judgement => ({
  ...{ status: "cannot_tell", code, answer, cover: null, place: null },
});

async function asked(
  { index, time, deadline }: Receipt,
  { policy, ask }: JudgeOptions,
): Promise<CoverAnswer | null> {
  const { chainId, contract, ledgerId } = policy;
  try {
    return await ask({ chainId, contract, ledgerId, index, time, deadline });
  } catch (error) {
    if (error instanceof RpcUnreachable || error instanceof RpcRejected) return null;
    throw error;
  }
}

function statusOf(
  receipt: Receipt,
  { final }: CoverAnswer,
  cover: Cover | null,
  place: Place | null,
): ReceiptStatus {
  const leafHash = place?.leafHash ?? null;
  const anchors = cover === null ? [] : [{ size: cover.size, blockTime: cover.notAfter, leafHash }];
  return receiptStatus(receipt, { anchors, finalTime: final?.time ?? null });
}

interface Grounds {
  readonly status: ReceiptStatus;
  readonly cover: Cover | null;
  readonly found: Place | Unproven | null;
  readonly answer: CoverAnswer;
  readonly overdue: boolean;
}

function codeOf({ status, cover, found, answer, overdue }: Grounds): JudgementCode {
  const at = typeof found === "string" ? null : (found?.at ?? null);
  switch (status) {
    case "kept":
      return "kept";
    case "cannot_tell":
      return found === "tiles_wrong" ? "tiles_wrong" : "tiles_missing";
    case "broken":
      if (at === "void") return "void_entry";
      if (at === "other") return "other_entry";
      return cover === null ? "never_anchored" : "anchored_late";
    case "not_yet_due":
      if (at === "void") return "void_already";
      if (at === "other") return "other_entry_already";
      if (answer.final === null) return "no_final_block";
      return overdue ? "awaiting_final_block" : "running";
  }
}
