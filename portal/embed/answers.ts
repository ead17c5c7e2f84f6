/** What the ledger answers (api/consent/embed). */

export interface Recorded {
  readonly id: string;
  readonly event: "given" | "renewed" | "refused" | "withdrawn";
  readonly wording: string;
  readonly recordedAt: string;
  readonly receipt: string;
}

export interface Chosen extends Recorded {
  readonly repeated: boolean;
}

export interface Choice {
  readonly choice: string;
  readonly wording: string;
}

export interface Offer {
  readonly controller: {
    readonly name: string;
    readonly contact: string;
    readonly email: string | null;
    readonly policyUrl: string;
    readonly withdrawalMethod: string | null;
  };
  readonly purpose: { readonly title: string; readonly description: string };
  readonly notice: { readonly title: string; readonly text: string };
  readonly language: string;
  readonly state: string;
  readonly choices: readonly Choice[];
  readonly globalPrivacyControl: boolean;
  readonly recorded: Recorded | null;
}

/** What went wrong, as far as a person can do something about it. */
export type Trouble = "unreachable" | "over" | "changed" | "busy" | "failed";

export type Answer<T> = { readonly ok: T } | { readonly trouble: Trouble };
