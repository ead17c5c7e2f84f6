/** Why an auditor cosigns nothing just now, though it has found nothing wrong. */
import { RpcRejected, RpcUnreachable } from "../anchor/rpc.ts";
import { SourceFailure, type SourceFailureCode } from "./source.ts";

/**
 * - `starting`: no round has ended yet.
 * - `nothing_sealed`: the log is empty.
 * - `log_unreachable`, `log_unauthorized`: the log does not answer, or not to this token.
 * - `log_wrong`: it serves what does not fit its signed root, or is nothing at all.
 * - `chain_unreachable`: the chain does not answer.
 * - `chain_other`: it has another id than the policy says.
 * - `ledger_unknown`: it has no such contract, or no such ledger in it.
 * - `chain_behind`: it has not got as far as it had before.
 * - `chain_moving`: what it says of a size changed while it was asked.
 * - `tail_missing`: the log does not serve what the chain holds, or what its key has signed.
 * - `chain_differs`: it has another root for a size than follows from the entries, since not long.
 * - `clock_behind`: the clock shows a time well before that of the last signature.
 * - `anchor_missing`: the chain does not have what was final before.
 */
export type WaitingReason =
  | "starting"
  | "nothing_sealed"
  | "log_unreachable"
  | "log_unauthorized"
  | "log_wrong"
  | "chain_unreachable"
  | "chain_other"
  | "ledger_unknown"
  | "chain_behind"
  | "chain_moving"
  | "chain_differs"
  | "clock_behind"
  | "tail_missing"
  | "anchor_missing";

/** Thrown out of a round: ask again later. */
export class Waiting extends Error {
  readonly reason: WaitingReason;

  constructor(reason: WaitingReason) {
    super(reason);
    this.name = "Waiting";
    this.reason = reason;
  }
}

const OF_SOURCE: Readonly<Record<SourceFailureCode, WaitingReason>> = {
  unreachable: "log_unreachable",
  timeout: "log_unreachable",
  unauthorized: "log_unauthorized",
  redirected: "log_wrong",
  missing: "log_wrong",
  too_large: "log_wrong",
  bad_answer: "log_wrong",
};

/** What an error of the log or the chain means; `null` for all others. */
export function waitingReason(error: unknown): WaitingReason | null {
  if (error instanceof Waiting) return error.reason;
  if (error instanceof SourceFailure) return OF_SOURCE[error.code];
  const ofChain = error instanceof RpcUnreachable || error instanceof RpcRejected;
  return ofChain ? "chain_unreachable" : null;
}
