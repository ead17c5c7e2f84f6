/** Why an acknowledgement of a partner is not taken. Types alone; the words stand in sharing-problems. */
export type AcknowledgementProblem =
  | "no_key"
  | "not_a_note"
  | "other_key"
  | "other_agreement"
  | "unknown_message"
  | "other_body"
  | "too_early"
  | "in_the_future";
