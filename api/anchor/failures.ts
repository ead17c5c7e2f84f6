/** Why nothing is anchored just now though the chain answers. None of these proves misbehaviour; people can act on each. */
export type AnchorFailureCode =
  | "chain_behind"
  | "ledger_gone"
  | "no_funds"
  | "not_anchorer"
  | "ledger_closed"
  | "refused_by_contract";

export class AnchorFailure extends Error {
  readonly code: AnchorFailureCode;

  constructor(code: AnchorFailureCode) {
    super(code);
    this.name = "AnchorFailure";
    this.code = code;
  }
}
