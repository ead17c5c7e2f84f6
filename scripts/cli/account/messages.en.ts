import type { AccountTexts } from "./texts.ts";

export const accountEn: AccountTexts = {
  summary: "help people who cannot sign in any more, on the ledger's own machine",
  what: "list, reset-second-factor or invite",
  who: "whose second factor is taken away: an e-mail address, or an id",
  json: "print as JSON",
  more: [
    "Works on the files of the ledger (COUNTERFOIL_DATA), whether its server runs or not.",
    "  counterfoil account list: accounts of everybody but customers",
    "  counterfoil account reset-second-factor ana@example.com: takes away the second factor and the passkeys; the next sign-in sets up another",
    "  counterfoil account invite: a link that makes an administrator, also where there is one",
    "Exit codes: 0 done; 2 wrong use; 1 it was refused.",
  ].join("\n"),
  unknown: (what) => `There is no “account ${what}”: it is list, reset-second-factor or invite.`,
  whose: "Name whose second factor it is: “account list” shows who there is.",
  noAccount: "Only “account reset-second-factor” takes an account.",
  noLedger: (directory) => `There are no accounts in ${directory}. Is COUNTERFOIL_DATA right?`,
  reset: (id) =>
    `The account ${id} has no second factor and no passkey any more, and its sessions have ended. The next sign-in sets up another.`,
  recorded: "That is recorded by the server within seconds, or at its next start.",
  invited:
    "Whoever opens this link administers the ledger. It works once, for a day; those of before are void. What it does is recorded:",
  none: "There are no accounts but customers'.",
  head: { id: "Id", role: "Role", email: "E-mail", secondFactor: "Second factor" },
  yes: "yes",
  no: "no",
};
