/** The kinds of records, in the order in which people think of them. */
export const KINDS = [
  "customer",
  "order",
  "payment",
  "consent",
  "merge",
  "signal",
  "acknowledgement",
  "request",
  "restriction",
  "hold",
  "controller",
  "notice",
  "purpose",
  "agreement",
  "retention",
  "erasure",
  "erasure-outcome",
  "breach",
  "assessment",
  "access",
  "administration",
  "ledger",
] as const;

/** Those that an auditor can be given: who has read of whom is nobody's but the person's. */
export const GIVEN_KINDS = KINDS.filter((kind) => kind !== "access");

export const isGivenKind = (kind: string): kind is (typeof GIVEN_KINDS)[number] =>
  (GIVEN_KINDS as readonly string[]).includes(kind);

export const isKind = (kind: string): kind is (typeof KINDS)[number] =>
  (KINDS as readonly string[]).includes(kind);
