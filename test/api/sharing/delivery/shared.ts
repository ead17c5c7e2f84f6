/** A firm with an agreement that both have signed, and people whose records are given under it. */
import { firmStreams } from "../../../../api/consent/firm-streams.ts";
import { parseInput } from "../../../../api/consent/input.ts";
import type { Reader } from "../../../../api/ledger/access.ts";
import { damagedAgreement, readAgreement } from "../../../../api/sharing/agreements.ts";
import { inForceOf } from "../../../../api/sharing/delivery/in-force.ts";
import {
  type Asked,
  createDelivery,
  type Delivery,
} from "../../../../api/sharing/delivery/service.ts";
import { agreement } from "../../../../api/sharing/kinds/agreement.ts";
import type { Sharing } from "../../../../api/sharing/service.ts";
import { openPush } from "../../../../api/start/push.ts";
import { foundFirm, givenOf, idOf, recordOne } from "../../../helpers/consents.ts";
import { customerOf, newSubject, stored, type TestLedger } from "../../../helpers/ledger.ts";
import { CHAIN, draftOf, OFFICER, sharingOf } from "../firm.ts";

export const ORGANIZATION = "fourth-coffee";
export const FROM = "2026-01-01T00:00:00.000Z";
export const READER: Reader = {
  id: "key/partner",
  role: "partner",
  organization: ORGANIZATION,
  subjects: new Set(),
  actsFor: new Set(),
};

export interface Shared {
  readonly ledger: TestLedger;
  readonly sharing: Sharing;
  readonly delivery: Delivery;
  readonly agreementId: string;
}

/** Records a step as whoever follows the chain will. @param time of its block; the ledger's now when left out */
export async function chainStep(
  { ledger, clock }: TestLedger,
  sharing: Sharing,
  agreementId: string,
  event: string,
  { version, time }: { readonly version?: number; readonly time?: string } = {},
): Promise<void> {
  const { versions } = await sharing.read(agreementId, "en");
  const about = versions.find((one) => one.version === (version ?? versions.at(-1)?.version))!;
  const transaction = {
    ...{ ...CHAIN, hash: `0x${"7a".repeat(32)}`, block: 7 },
    time: time ?? new Date(clock.now()).toISOString(),
  };
  const { draft } = parseInput(agreement, {}, clock, {
    "@subject": ledger.firm,
    ...{ actor: { id: "ledger", role: "system" }, agreementId, event, transaction },
    agreementVersion: about.version,
    termsHash: Buffer.from(about.termsHash.slice(2), "hex").toString("base64url"),
  });
  const [outcome] = await ledger.append([{ events: [{ draft }], idempotency: null }]);
  if (outcome === undefined || !("outcome" in outcome)) throw outcome ?? new Error("no outcome");
}

/** What the log tells by now of whom something was given. */
export const wasGivenIn = (ledger: TestLedger) => {
  const { wasGiven } = openPush({
    ...{ partners: ledger.partners, ledger: ledger.ledger, clock: ledger.clock },
    ...{ size: () => ledger.store.size(), onBug: () => {}, wake: () => {} },
  });
  return wasGiven;
};

/** What delivery asks the log, and nobody else: no chain is looked at. */
export const standingIn = (ledger: TestLedger) => {
  const streams = firmStreams(ledger.ledger, agreement.kind, readAgreement, damagedAgreement);
  return { wasGiven: wasGivenIn(ledger), inForce: inForceOf(streams) };
};

/** Active, and tied to {@link ORGANIZATION}. @param isNew the firm has stated nothing yet */
export async function sharedFirm(
  ledger: TestLedger,
  change: object = {},
  {
    isNew = true,
    chain = CHAIN,
    seed = "sharing",
  }: { readonly isNew?: boolean; readonly chain?: typeof CHAIN; readonly seed?: string } = {},
): Promise<Shared> {
  if (isNew) await foundFirm(ledger);
  const sharing = sharingOf(ledger, chain, seed);
  const { agreementId } = await sharing.draft(draftOf({ validFrom: FROM, ...change }), OFFICER);
  await chainStep(ledger, sharing, agreementId, "activated");
  await sharing.tie(agreementId, { organization: ORGANIZATION }, OFFICER);
  const { issuer, consents, clock } = ledger;
  const delivery = createDelivery({
    ...{ ledger: ledger.ledger, consents, clock, issuer, ...standingIn(ledger) },
  });
  return { ledger, sharing, delivery, agreementId };
}

export interface SharedPerson {
  readonly subject: string;
  readonly customer: string;
  /** `@id` of the consent; `null`: none was given. */
  readonly consent: string | null;
}

export async function personOf(ledger: TestLedger, consenting = true): Promise<SharedPerson> {
  const subject = await newSubject(ledger);
  const { id } = await stored(ledger, customerOf(subject));
  const consent = consenting ? idOf(await recordOne(ledger, givenOf(subject))) : null;
  return { subject, customer: id, consent };
}

export const askOf = (
  { agreementId }: Pick<Shared, "agreementId">,
  change: Partial<Asked> = {},
): Asked => ({
  ...{ agreementId, purposeId: "newsletter", reader: READER, limit: 50 },
  ...{ route: "GET /v1/agreements/{id}/records", since: null, cursor: null, subject: null },
  ...change,
});
