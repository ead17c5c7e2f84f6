/** Why something that a firm has sent is not taken. */
import { FormatError } from "../../../portal/verify/errors.ts";
import {
  decidingLayer,
  type Params,
  type ReasonCode,
  type Verdict,
  type VerdictWord,
} from "../../../portal/verify/verdict.ts";

/** What is wrong though all of it may hold (docs/FORMAT.md §18.1): what a partner asks besides. Never a code of the kernel's, whose words are others. */
export const OWN_CODES = [
  "copy_damaged",
  "delivery_form",
  "other_purpose",
  "other_person",
  "evidence_beyond_terms",
  "older_version",
  "consent_beyond",
  "consent_outdated",
  "consent_age_unknown",
] as const;
export type OwnCode = (typeof OWN_CODES)[number];

/** Of what: the file in the copy, the line as it came, the credential, the evidence of the record, or that of a consent. */
export type Part = "copy" | "delivery" | "credential" | "evidence" | "consent";

export interface Why {
  /** As `counterfoil verify` would say of it. What no word of it is about is INVALID. */
  readonly word: VerdictWord;
  readonly part: Part;
  readonly code: OwnCode | ReasonCode;
  readonly params: Params;
}

export class NotTaken extends Error {
  readonly why: Why;

  constructor(part: Part, code: Why["code"], word: VerdictWord = "INVALID", params: Params = {}) {
    super(code);
    this.name = "NotTaken";
    this.why = { word, part, code, params };
  }
}

/** What the kernel refuses; of several parts together, it says itself what is about a consent. */
export function refusedBy(part: Part, { code, details }: FormatError): NotTaken {
  const own = code.startsWith("consent_") ? "consent" : part;
  return new NotTaken(own, code, "INVALID", { ...details });
}

/** What the kernel refuses, told with the part that it was about. */
export function ofPart<T>(part: Part, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw refusedBy(part, error);
  }
}

/** Passes what is one of these words. @throws NotTaken */
export function assertWord(part: Part, verdict: Verdict, words: readonly VerdictWord[]): void {
  if (words.includes(verdict.word)) return;
  const layer = decidingLayer(verdict.layers);
  throw new NotTaken(part, layer?.code ?? "delivery_form", verdict.word, layer?.params ?? {});
}
