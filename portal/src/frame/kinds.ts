/** The kinds of records, in the order in which people think of them. */
export const KINDS = [
  "customer",
  "order",
  "payment",
  "consent",
  "merge",
  "signal",
  "controller",
  "notice",
  "purpose",
  "access",
  "administration",
  "ledger",
] as const;

export const isKind = (kind: string): kind is (typeof KINDS)[number] =>
  (KINDS as readonly string[]).includes(kind);
