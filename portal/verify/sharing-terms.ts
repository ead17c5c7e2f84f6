/** Terms under which a firm gives fields of records to a partner (docs/FORMAT.md §17): their values, each of which has one spelling, so that two that differ differ in meaning. */

/** A use is for one purpose, and of a person all of whose consents to it are in force when it is delivered. */
export interface SharingUse {
  readonly purposeId: string;
  /** By purpose, ascending. */
  readonly consents: readonly string[];
}

/** Times are RFC 3339 in whole seconds, accounts and hashes lower-case hex; lists ascend. */
export interface SharingTerms {
  /** As the contract computes it. */
  readonly agreement: string;
  readonly version: number;
  /** 16 random bytes in base64url, of this draft alone. */
  readonly nonce: string;
  readonly chainId: number;
  readonly contract: string;
  readonly controller: {
    readonly name: string;
    readonly account: string;
    /** By which the contract of the ledgers knows the firm's. */
    readonly ledgerId: string;
  };
  readonly recipient: {
    readonly name: string;
    readonly account: string;
    readonly contact: string;
  };
  readonly purposes: readonly SharingUse[];
  readonly records: readonly { readonly kind: string; readonly fields: readonly string[] }[];
  readonly validFrom: string;
  /** Exclusive. */
  readonly validUntil: string;
  /** How long the partner may keep what it got, from when it got it. */
  readonly retention: string;
  /** Whom the partner may hand it on to. */
  readonly onward: "prohibited" | { readonly to: readonly string[] };
  readonly duties: { readonly deleteWithin: string; readonly acknowledgeWithin: string };
  readonly notes: { readonly en?: string | undefined; readonly zh?: string | undefined } | null;
}

/** What is wrong with a policy, or with the terms that it names. */
export interface SharingProblem {
  /** Path in the terms or in the policy: `recipient.account`, `prohibition[0].action`. Of words of the format alone. */
  readonly field: string;
  readonly code:
    | "bad_format"
    | "same_account"
    | "end_before_begin"
    | "period_too_long"
    | "retention_too_long"
    | "duty_too_long";
  readonly params?: Readonly<Record<string, number>>;
}
