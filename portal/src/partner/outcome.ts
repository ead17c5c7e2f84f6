/** What came of an attempt to send: a status, or a word that there are sentences for. */
const OUTCOMES = ["address", "unreachable", "certificate", "timeout", "answer", "secret"] as const;
export type OutcomeWord = `outcome_${(typeof OUTCOMES)[number]}`;

/** `null`: it is a status. */
export const outcomeWord = (outcome: string): OutcomeWord | null =>
  OUTCOMES.some((one) => one === outcome) ? (`outcome_${outcome}` as OutcomeWord) : null;
