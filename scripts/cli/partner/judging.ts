/** What a partner judges, by what, and what comes of it. */
import type { AskNewer } from "../../../api/anchor/newer.ts";
import type { Terms } from "../../../api/sharing/terms/model.ts";
import type { AskChain } from "../../../portal/verify/chain.ts";
import type { DisclosedField } from "../../../portal/verify/content.ts";
import type { Policy } from "../../../portal/verify/policy.ts";
import { NotTaken, type Why } from "./not-taken.ts";

/** Exact texts, as they came. */
export interface Delivered {
  readonly credential: string;
  readonly evidence: string;
  readonly consent: readonly string[];
}

/** What the partner trusts, and what it asked for. */
export interface Judging {
  readonly policy: Policy;
  readonly terms: Terms;
  /** Their policy in canonical form: what both have signed the hash of. */
  readonly termsBytes: Uint8Array;
  readonly purpose: string;
  /** `null`: everybody. */
  readonly subject: string | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly ask: AskChain;
  /** `null`: whether proofs of consents were new is not looked at, since what is judged was taken earlier. */
  readonly newer: AskNewer | null;
  /** Seconds for which a newer anchor may have been final. */
  readonly mostBehind: number;
  /** Consents have to rest on a checkpoint that a pinned auditor has cosigned. */
  readonly replayed: boolean;
}

/** A record that holds, with what makes it do so. */
export interface Taken {
  readonly id: string;
  readonly subject: string;
  readonly version: number;
  readonly kind: string;
  readonly index: number;
  readonly fields: readonly DisclosedField[];
  readonly proofs: Delivered;
  /** Nobody has replayed the checkpoint of a consent. */
  readonly unreplayed: boolean;
}

/** `subject`: whom it says that it is about; `null`: it does not say so in a way that could be read. */
export interface Refused {
  readonly why: Why;
  readonly subject: string | null;
  readonly id: string | null;
}

export type Judged = { readonly taken: Taken } | { readonly refused: Refused };

/** Exactly the three members. @throws NotTaken */
export function deliveredOf(source: unknown): Delivered {
  const said = typeof source === "object" && source !== null ? source : {};
  const { credential, evidence, consent, ...more } = said as Record<string, unknown>;
  const isText = (one: unknown): one is string => typeof one === "string" && one.isWellFormed();
  const holds = isText(credential) && isText(evidence) && Array.isArray(consent);
  if (!holds || !consent.every(isText) || Object.keys(more).length > 0)
    throw new NotTaken("delivery", "delivery_form");
  return { credential, evidence, consent };
}
