/**
 * What of a delivery is taken. Nothing that the server says is believed: each record has to hold by the pinned policy, the partner's own copy of the terms and the chain. What
 * makes it hold the kernel says, for everybody (docs/FORMAT.md §18.1); here is what a partner asks besides: that it is what was asked for, shows no more, and is of today.
 */
import { FormatError } from "../../../portal/verify/errors.ts";
import { ENVELOPE_NAMES } from "../../../portal/verify/record.ts";
import { checkConsent } from "../../../portal/verify/shared-consent.ts";
import type { Verdict } from "../../../portal/verify/verdict.ts";
import {
  type VerifiedCredential,
  verifyCredential,
} from "../../../portal/verify/verify-credential.ts";
import {
  type CheckedSharedRecord,
  verifySharedRecord,
} from "../../../portal/verify/verify-shared-record.ts";
import { checkFresh } from "./judge-consent.ts";
import { type Delivered, deliveredOf, type Judged, type Judging, type Taken } from "./judging.ts";
import { assertWord, NotTaken, ofPart, refusedBy } from "./not-taken.ts";

const ENVELOPE: ReadonlySet<string> = new Set(ENVELOPE_NAMES);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Rejects for nothing that the server may have sent. */
export async function judge(source: unknown, judging: Judging): Promise<Judged> {
  const known: { subject: string | null; id: string | null } = { subject: null, id: null };
  try {
    return { taken: await take(deliveredOf(source), judging, known) };
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    return { refused: { why: error.why, ...known } };
  }
}

async function take(
  proofs: Delivered,
  judging: Judging,
  known: { subject: string | null; id: string | null },
): Promise<Taken> {
  const { policy, termsBytes, now, ask } = judging;
  // What it is about is told also where the rest of it does not hold.
  const alone = ofPart("credential", () => verifyCredential(proofs.credential, { policy, now }));
  Object.assign(known, { subject: shown(alone, "@subject"), id: shown(alone, "@id") });
  checkAsked(alone, judging);

  const consent = proofs.consent.map(bytes);
  const shared = { credential: proofs.credential, evidence: bytes(proofs.evidence), consent };
  const verdict = await verifySharedRecord(shared, { policy, terms: termsBytes, now, ask });
  if (verdict.error !== null) throw refusedBy("credential", verdict.error);
  const { evidence, consents } = verdict as { readonly evidence: Verdict } & typeof verdict;
  // What rests on the stream is not what is asked here: of a record that it is there.
  assertWord("evidence", evidence, ["VERIFIED", "NOT_REPLAYED"]);
  const words = judging.replayed
    ? (["VERIFIED"] as const)
    : (["VERIFIED", "NOT_REPLAYED"] as const);
  for (const one of consents) assertWord("consent", one, words);

  const record = verdict.record as CheckedSharedRecord;
  checkNotBeyond(evidence, record, judging);
  checkStillGiven(consent, record, judging);
  for (const one of consents) await checkFresh(one, judging);
  const { kind, index, disclosed } = record.credential;
  return {
    ...{ kind, index, fields: disclosed, proofs, subject: record.subject },
    id: shown(record.credential, "@id") as string,
    version: shown(record.credential, "@version") as number,
    unreplayed: consents.some(({ word }) => word === "NOT_REPLAYED"),
  };
}

/** `null`: withheld, or the record has no such field. */
const shown = ({ disclosed }: VerifiedCredential, name: string) =>
  disclosed.find((field) => field.name === name)?.value ?? null;

function checkAsked(credential: VerifiedCredential, { purpose, subject }: Judging): void {
  if (credential.terms.purpose !== purpose) throw new NotTaken("credential", "other_purpose");
  if (subject !== null && shown(credential, "@subject") !== subject)
    throw new NotTaken("credential", "other_person");
}

/** The file beside the credential could show what the credential does not. */
function checkNotBeyond(
  { disclosed }: Verdict,
  { credential }: CheckedSharedRecord,
  { terms }: Judging,
): void {
  const agreed = terms.records.find(({ kind }) => kind === credential.kind)?.fields ?? [];
  if (disclosed.some(({ name }) => !ENVELOPE.has(name) && !agreed.includes(name)))
    throw new NotTaken("evidence", "evidence_beyond_terms");
}

/** A credential is judged as of when it was issued. What has become of the consent since then counts, too, as far as its evidence shows it. */
function checkStillGiven(
  files: readonly Uint8Array[],
  { credential, subject, consents }: CheckedSharedRecord,
  { policy, now }: Judging,
): void {
  const issuedAt = Math.floor(now / 1000);
  if (issuedAt <= credential.issuedAt) return;
  for (const [i, { purposeId }] of consents.entries())
    try {
      checkConsent(files[i] as Uint8Array, { policy, subject, purposeId, issuedAt });
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      // That is asked of its issuing alone; whether it is out of date now says the chain.
      if (error.code !== "consent_old") throw refusedBy("consent", error);
    }
}
