/** What requests are made of, as the ledger names it; words for each stand in the catalogue. */

/** In the order in which people think of them. */
export const RIGHTS = [
  "access",
  "portability",
  "rectification",
  "objection",
  "restriction",
  "erasure",
  "review",
  "complaint",
] as const;
export type Right = (typeof RIGHTS)[number];

export const STATES = [
  "open",
  "paused",
  "granted",
  "decided",
  "answered",
  "withdrawn",
  "erased",
] as const;
export type State = (typeof STATES)[number];

export const CATEGORIES = [
  "processing",
  "consent",
  "marketing",
  "security",
  "sharing",
  "rights",
  "automated-decision",
  "service",
  "other",
] as const;

export const OUTCOMES = [
  "remedied",
  "compensated",
  "explained",
  "no-action",
  "changed",
  "upheld",
] as const;

export const METHODS = [
  "session",
  "code",
  "document",
  "in-person",
  "callback",
  "known",
  "signature",
  "other",
] as const;

export const HOW = ["portal", "email", "post", "in-person", "phone", "other"] as const;
export const DECISIONS = ["granted", "partly", "refused"] as const;

/** One of a list of words; `null`: none of them. */
export const oneOf = <T extends string>(all: readonly T[], value: unknown): T | null =>
  all.find((one) => one === value) ?? null;
