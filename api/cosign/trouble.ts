/** Why an auditor or a witness gave no cosignature this time. None of these proves misbehaviour; health shows the code. */
export type TroubleCode =
  /** No answer. */
  | "refused"
  | "timeout"
  /** An answer that is not as agreed. */
  | "too_large"
  | "redirected"
  | "bad_status"
  | "bad_answer"
  /** A note of another log, of another size, or one that our log key has not signed. */
  | "other_log"
  | "other_size"
  | "other_text"
  /** Our log key has signed it, and our log agrees with it, but it is no checkpoint of ours. */
  | "unknown_checkpoint"
  /** Without the line of its key, or with one that does not hold. */
  | "no_line"
  | "bad_line"
  | "future_time"
  /** What a witness answers (C2SP tlog-witness). */
  | "log_unknown"
  | "key_unknown"
  | "witness_ahead"
  | "inconsistent";

export class CosignTrouble extends Error {
  readonly code: TroubleCode;

  constructor(code: TroubleCode) {
    super(code);
    this.name = "CosignTrouble";
    this.code = code;
  }

  /** Nobody answered, as opposed to somebody who answered wrongly. */
  get unreachable(): boolean {
    return this.code === "refused" || this.code === "timeout";
  }
}
