/** What this ledger gives a partner is what the partner's verifier takes. */
import { afterEach, expect, it } from "vitest";
import type { DeliveredRecord } from "../../../../api/sharing/delivery/give.ts";
import { policyOf } from "../../../../api/sharing/terms/policy.ts";
import { FormatError } from "../../../../portal/verify/errors.ts";
import { canonicalBytes } from "../../../../portal/verify/jcs.ts";
import { checkSharedRecord } from "../../../../portal/verify/verify-shared-record.ts";
import { givenOf, recordOne } from "../../../helpers/consents.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { askOf, personOf, type Shared, sharedFirm } from "./shared.ts";

let ledger: TestLedger;
let shared: Shared;
afterEach(() => ledger.close());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const page = async () => (await shared.delivery.page(askOf(shared))).records;

async function check({ credential, evidence, consent }: DeliveredRecord) {
  const { versions } = await shared.sharing.read(shared.agreementId, "en");
  return checkSharedRecord(
    { credential, evidence: bytes(evidence), consent: consent.map(bytes) },
    {
      ...{ policy: ledger.policy, now: ledger.clock.now() },
      terms: canonicalBytes(policyOf(versions[0]!.terms!)),
    },
  );
}

const codeOf = async (record: DeliveredRecord): Promise<string | null> =>
  check(record).then(
    () => null,
    (error) => (error instanceof FormatError ? error.code : Promise.reject(error)),
  );

it("holds as a whole, with the consent that was in force", async () => {
  ledger = await testLedger();
  shared = await sharedFirm(ledger);
  const { subject } = await personOf(ledger);
  await ledger.seal();
  const [given] = await page();
  const { subject: whose, consents } = await check(given!);
  expect(whose).toBe(subject);
  expect(consents).toMatchObject([
    { purposeId: "newsletter", claim: "current", event: "given", purposeVersion: 1 },
  ]);
});

it("does not hold with the consent of another person, or with one from before it was taken back", async () => {
  ledger = await testLedger();
  shared = await sharedFirm(ledger);
  const one = await personOf(ledger);
  await personOf(ledger);
  await ledger.seal();
  const records = await page();
  expect(records.length).toBe(2);
  const [a, b] = records as [DeliveredRecord, DeliveredRecord];
  expect(await codeOf({ ...a, consent: b.consent })).toBe("consent_other_person");
  expect(await codeOf({ ...a, consent: [] })).toBe("consent_missing");
  expect(await codeOf({ ...a, evidence: b.evidence })).toBe("credential_other_record");

  // Two days and a second later somebody gives it anew, with the old evidence of the consent.
  ledger.clock.advance(172_801_000);
  await recordOne(ledger, givenOf(one.subject, { event: "renewed" }));
  await ledger.seal();
  const later = await page();
  expect(later.length).toBe(2);
  for (const record of later) {
    const { subject } = await check(record);
    const before = records.find(({ consent }) => consent[0]!.includes(subject))!;
    expect(await codeOf({ ...record, consent: before.consent })).toBe("consent_old");
  }
});
