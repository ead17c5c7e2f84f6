/**
 * What of a delivery is taken. Nothing that the server says is believed: each record has to hold by the pinned policy, the partner's own copy of the terms and the chain, and
 * has to be what was asked for.
 */
import { termsUse } from "../../../api/sharing/delivery/decide.ts";
import type { FormatErrorCode } from "../../../portal/verify/errors.ts";
import { ENVELOPE_NAMES } from "../../../portal/verify/record.ts";
import { verifyEvidence } from "../../../portal/verify/verify.ts";
import {
  type VerifiedCredential,
  verifyCredential,
} from "../../../portal/verify/verify-credential.ts";
import { checkConsent } from "./judge-consent.ts";
import { type Delivered, deliveredOf, type Judged, type Judging, type Taken } from "./judging.ts";
import { assertWord, NotTaken, ofPart } from "./not-taken.ts";

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
  const { policy, terms, termsBytes, purpose, now, ask } = judging;
  const evidence = bytes(proofs.evidence);
  // What it is about is told also where the rest of it does not hold.
  const alone = ofPart("credential", () => verifyCredential(proofs.credential, { policy, now }));
  const said = envelopeOf(alone);
  Object.assign(known, { subject: said.subject, id: said.id });
  ofPart("credential", () =>
    verifyCredential(proofs.credential, { policy, now, terms: termsBytes, evidence }),
  );
  const { kind, index, disclosed, terms: under } = alone;
  if (under.purpose !== purpose) throw new NotTaken("credential", "other_purpose");
  if (judging.subject !== null && said.subject !== judging.subject)
    throw new NotTaken("credential", "other_person");
  const agreed = terms.records.find((one) => one.kind === kind)?.fields;
  if (agreed === undefined) throw new NotTaken("credential", "kind_beyond_terms");

  const verdict = await verifyEvidence(evidence, { policy, ask, now });
  // What rests on the stream is not what is asked here: of a record that it is there.
  assertWord("evidence", verdict, ["VERIFIED", "NOT_REPLAYED"]);
  // The file beside the credential could show what the credential does not.
  const beyond = verdict.disclosed.some(
    ({ name }) => !ENVELOPE.has(name) && !agreed.includes(name),
  );
  if (beyond) throw new NotTaken("evidence", "evidence_beyond_terms");

  const unreplayed = await checkConsents(proofs.consent, said.subject, judging);
  return { ...said, kind, index, fields: disclosed, proofs, unreplayed };
}

/** Which record of whom it is: withheld, it could not be told whose consent it needs. */
function envelopeOf({ disclosed }: VerifiedCredential) {
  const shown = (name: string, code: FormatErrorCode) => {
    const value = disclosed.find((field) => field.name === name)?.value;
    if (value === undefined) throw new NotTaken("credential", code);
    return value;
  };
  return {
    id: shown("@id", "id_withheld") as string,
    subject: shown("@subject", "subject_withheld") as string,
    version: shown("@version", "version_withheld") as number,
  };
}

/** Whether nobody has replayed what one of them rests on. */
async function checkConsents(
  consents: readonly string[],
  subject: string,
  judging: Judging,
): Promise<boolean> {
  const asked = termsUse(judging.terms, judging.purpose)?.consents ?? [];
  // A use that asks for no consent gives nothing.
  if (asked.length === 0) throw new NotTaken("credential", "credential_purpose");
  if (consents.length < asked.length) throw new NotTaken("consent", "consent_missing");
  if (consents.length > asked.length) throw new NotTaken("consent", "consent_surplus");
  let unreplayed = false;
  for (const [i, purposeId] of asked.entries()) {
    const file = bytes(consents[i] as string);
    const word = await checkConsent(file, { subject, purposeId }, judging);
    unreplayed ||= word === "NOT_REPLAYED";
  }
  return unreplayed;
}
