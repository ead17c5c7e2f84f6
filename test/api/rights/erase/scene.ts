/** A person of whom there is something of every class, in a ledger of this process. */
import type { Erasures } from "../../../../api/rights/erase/service.ts";
import { foundFirm, givenOf, recordOne } from "../../../helpers/consents.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  stored,
  type TestLedger,
} from "../../../helpers/ledger.ts";

/** What must not be found anywhere once the person is erased. */
export const PLANTED = {
  name: "Wilhelmina Zwartkruis",
  email: "wilhelmina@zwartkruis.example",
  note: "prefers the blue porcelain",
  number: "CUST-777-ZQ",
  order: "ORDER-888-ZQ",
} as const;

export const OFFICER = { id: "person/officer", role: "officer" } as const;

type Writing = Pick<TestLedger, "ledger" | "consents">;

export const firm = (parts: Writing): Promise<void> => foundFirm(parts);

/** A customer with a record, an order and a consent. */
export async function somebody(
  ledger: Writing,
  planted: Readonly<Record<keyof typeof PLANTED, string>> = PLANTED,
): Promise<string> {
  const subject = await newSubject(ledger, planted.number);
  await stored(ledger, {
    ...customerOf(subject, { externalNumber: planted.number }),
    name: planted.name,
    emails: [planted.email],
    note: planted.note,
  });
  await stored(ledger, orderOf(subject, { externalNumber: planted.order }));
  await recordOne(ledger, givenOf(subject, { externalNumber: `consent-${planted.number}` }));
  return subject;
}

/** Looks, carries out and waits for the end. */
export async function erase(
  { erasures }: { readonly erasures: Erasures },
  subject: string,
  {
    goNow = [],
    id = crypto.randomUUID(),
  }: { goNow?: ("personal" | "consent")[]; id?: string } = {},
) {
  const { hash } = await erasures.preview(subject, new Set(goNow));
  const begun = await erasures.carryOut({
    ...{ erasureId: id, subject, planHash: hash, goNow: new Set(goNow), cause: "request" },
    ...{ publicKey: null, order: OFFICER },
  });
  const done = await erasures.settled(id);
  return { ...begun, id, done };
}
