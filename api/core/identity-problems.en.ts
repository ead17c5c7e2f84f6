import type { AccountProblem, ForbiddenProblem, SignInProblem } from "./errors.ts";

/** Why somebody who is known may not. */
export const forbiddenProblems: Readonly<Record<ForbiddenProblem, string>> = {
  role: "Your role does not let you do this.",
  scope: "Your key lacks the scope {scope}. An administrator can make one that has it.",
  person: "This takes a person who is signed in: no key does it.",
  machine: "This takes the key of a machine.",
  target: "You may do this, but not with what you named.",
};

/** Why whoever wants to sign in, or has, does not get further. */
export const signInProblems: Readonly<Record<SignInProblem, string>> = {
  code: "This code does not open anything: it is wrong, was used, or is too old. A code takes three tries; then ask for a new one.",
  second_code: "This code does not fit. Enter the one that the app shows now: each works once.",
  link: "This link does not open anything: it was used, or is too old. As long as there is no administrator, each start of the server prints a new one.",
  no_mail:
    "This ledger sends no mail: its operator has named no mail server (COUNTERFOIL_SMTP_URL).",
  no_sms:
    "This ledger sends no text messages: use an e-mail address. (Its operator has named no gateway, COUNTERFOIL_SMS_URL.)",
  origin: "The request came from a page of another address. Sign in on this ledger's own pages.",
  refused: "This cannot be done so. Begin the sign-in again.",
};

/** Why what an administrator wants of an account cannot be. */
export const accountProblems: Readonly<Record<AccountProblem, string>> = {
  exists: "There is an account with this e-mail address already.",
  name_taken: "There is an organization of this name already.",
  no_auditor: "Only auditors are given something to read.",
  telephone:
    "Whoever signs in by telephone is a customer. Make an account with an e-mail address for them.",
  too_many_subjects: "This address stands for too many data subjects already.",
  not_tied: "This address does not stand for this data subject.",
  last_administrator: "It is the last administrator: make another one first.",
};
