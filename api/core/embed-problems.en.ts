import type { EmbedProblem } from "./errors.ts";

/** Why what a page sends to ask a person does not open this door, or no longer. */
export const embedProblems: Readonly<Record<EmbedProblem, string>> = {
  not_ours:
    "This call needs the header “Authorization: Bearer <token>” with a token of POST /v1/embed-tokens of this ledger.",
  other_origin: "The token was made for pages of another origin than the one that sent it.",
  expired: "The token's time is over. Get a new one: POST /v1/embed-tokens.",
  outdated:
    "The purpose or its notice has a newer version than the token was made for. Get a new one: POST /v1/embed-tokens.",
};
