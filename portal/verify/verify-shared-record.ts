/**
 * Whether a record that a firm has given to a partner holds as a whole (docs/FORMAT.md §18.1): credential, evidence of the record, and evidence of each consent that the use rests on,
 * under the terms that both have signed. Needs a policy, a clock and a chain; never the firm.
 */
import type { AskChain } from "./chain.ts";
import { FormatError } from "./errors.ts";
import { parseEvidence } from "./evidence.ts";
import type { Policy } from "./policy.ts";
import { parseSharingTerms } from "./read-sharing-terms.ts";
import type { Replay } from "./replay-log.ts";
import { locate } from "./shape.ts";
import { checkConsent, type VerifiedConsent } from "./shared-consent.ts";
import { EXIT_CODES, VERDICT_WORDS, type Verdict, type VerdictWord } from "./verdict.ts";
import { verifyEvidence } from "./verify.ts";
import {
  CREDENTIAL_ENVELOPE,
  type VerifiedCredential,
  verifyCredential,
} from "./verify-credential.ts";

/** As it came. */
export interface SharedRecord {
  readonly credential: Uint8Array | string;
  /** Evidence file of the record. */
  readonly evidence: Uint8Array;
  /** Evidence files of the consents, in the order in which the terms ask for them. */
  readonly consent: readonly Uint8Array[];
}

export interface SharedRecordOptions {
  /** What the reader trusts. */
  readonly policy: Policy;
  /** The policy of the terms (§17) in canonical form. */
  readonly terms: Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a shared record that holds says. */
export interface CheckedSharedRecord {
  readonly credential: VerifiedCredential;
  /** `@subject` */
  readonly subject: string;
  /** In the order of the terms. */
  readonly consents: readonly VerifiedConsent[];
}

/**
 * All that needs no chain. What {@link verifySharedRecord} says of it besides is what the chain has.
 *
 * @throws FormatError whatever is wrong first
 */
export function checkSharedRecord(
  record: SharedRecord,
  { policy, terms, now }: SharedRecordOptions,
): CheckedSharedRecord {
  const { evidence } = record;
  const credential = verifyCredential(record.credential, { policy, now, terms, evidence });
  const { issuedAt, disclosed } = credential;
  const { records, purposes } = parseSharingTerms(terms);
  const value = (name: string) => disclosed.find((field) => field.name === name)?.value;
  const agreed = records.find(({ kind }) => kind === credential.kind)?.fields ?? [];
  checkIsWhole(evidence, (name) => value(name) !== undefined, agreed);
  const subject = value("@subject") as string;
  const asked = purposes.find(({ purposeId }) => purposeId === credential.terms.purpose);
  const { consents = [] } = asked ?? {};
  if (record.consent.length < consents.length) throw new FormatError("consent_missing");
  if (record.consent.length > consents.length) throw new FormatError("consent_surplus");
  return {
    ...{ credential, subject },
    consents: consents.map((purposeId, i) =>
      locate({ where: "consent", position: i + 1 }, () =>
        checkConsent(record.consent[i] as Uint8Array, { policy, subject, purposeId, issuedAt }),
      ),
    ),
  };
}

/** A holder may show less of a credential; an issuer discloses all that was agreed and the record has. */
function checkIsWhole(
  source: Uint8Array,
  isShown: (name: string) => boolean,
  agreed: readonly string[],
): void {
  const evidence = parseEvidence(source);
  const names = "record" in evidence ? evidence.record.names : [];
  const wanted = [...CREDENTIAL_ENVELOPE, ...agreed.filter((name) => names.includes(name))];
  if (!wanted.every(isShown)) throw new FormatError("shared_fields_withheld");
}

export interface SharedRecordChain extends SharedRecordOptions {
  /** `null`: offline. */
  readonly ask: AskChain | null;
  /** As of `verifyEvidence`: consents are stream claims, which rest on a cosignature or on a replay. */
  readonly replay?: Replay | null;
}

/** Plain data, but for the error. */
export interface SharedVerdict {
  /** The worst of the verdicts on the evidence files; INVALID if a step before them does not hold. */
  readonly word: VerdictWord;
  readonly exitCode: number;
  /** Why it is INVALID, if no single evidence file is the reason. */
  readonly error: FormatError | null;
  /** `null`: INVALID. */
  readonly record: CheckedSharedRecord | null;
  /** `null`: a step before does not hold. */
  readonly evidence: Verdict | null;
  /** In the order of the terms. */
  readonly consents: readonly Verdict[];
}

/** Never throws for any bytes, nor for anything the chain answers or fails to. */
export async function verifySharedRecord(
  record: SharedRecord,
  { ask, replay = null, ...options }: SharedRecordChain,
): Promise<SharedVerdict> {
  let checked: CheckedSharedRecord;
  try {
    checked = checkSharedRecord(record, options);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { ...said("INVALID"), error, record: null, evidence: null, consents: [] };
  }
  const { policy, now } = options;
  const judge = (source: Uint8Array) => verifyEvidence(source, { policy, ask, now, replay });
  const evidence = await judge(record.evidence);
  const consents: Verdict[] = [];
  for (const file of record.consent) consents.push(await judge(file));
  const reached = new Set([evidence, ...consents].map(({ word }) => word));
  const word = VERDICT_WORDS.find((one) => reached.has(one)) ?? "INVALID";
  const told = word === "INVALID" ? null : checked;
  return { ...said(word), error: null, record: told, evidence, consents };
}

const said = (word: VerdictWord) => ({ word, exitCode: EXIT_CODES[word] });
