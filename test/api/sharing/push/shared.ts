/** A firm that shares, with somebody who follows its log for those who are told. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Reader } from "../../../../api/ledger/access.ts";
import { createFollower, pushContext } from "../../../../api/sharing/push/follower.ts";
import { createWalk } from "../../../../api/sharing/push/walk.ts";
import type { MessageRow, PartnerStore } from "../../../../api/store/partner-store.ts";
import { openPartnersFile } from "../../../../api/store/sqlite/partners.ts";
import { recordOne } from "../../../helpers/consents.ts";
import type { TestLedger } from "../../../helpers/ledger.ts";
import { ORGANIZATION, READER } from "../delivery/shared.ts";

export const partnersOf = (ledger: TestLedger, name = `${randomUUID()}.db`) =>
  openPartnersFile({ file: join(ledger.directory, name) });

const optionsOf = (ledger: TestLedger, store: PartnerStore) => ({
  ...{ ledger: ledger.ledger, store, clock: ledger.clock },
  size: () => ledger.store.size(),
  onBug: (error: unknown) => {
    throw error;
  },
});

export const followerOf = (ledger: TestLedger, store: PartnerStore) =>
  createFollower(optionsOf(ledger, store));

type Erased = (id: string) => Promise<readonly string[]>;

export const walkOf = (ledger: TestLedger, store: PartnerStore, erased?: Erased) =>
  createWalk(pushContext({ ...optionsOf(ledger, store), ...(erased ? { erased } : {}) }));

/** Every step that there is to do by now; `most`: not more of them. */
export async function walk(
  ledger: TestLedger,
  store: PartnerStore,
  most = Number.POSITIVE_INFINITY,
  erased?: Erased,
): Promise<void> {
  const { step } = walkOf(ledger, store, erased);
  for (let i = 0; i < most && (await step()); i++);
}

export async function messagesOf(
  store: PartnerStore,
  agreement: string,
): Promise<readonly MessageRow[]> {
  const query = { agreement, organization: null, state: null, below: null, limit: 1_000 };
  return [...(await store.messages(query))].reverse();
}

export interface GivenThing {
  readonly subject: string;
  readonly agreement: string;
  readonly records: readonly {
    readonly id: string;
    readonly kind: string;
    readonly version: number;
  }[];
  readonly purposeId?: string;
  readonly reader?: Reader;
  readonly request?: string;
}

/** On record as a delivery records it, before anything goes out. */
export const give = (ledger: TestLedger, { subject, agreement, records, ...given }: GivenThing) =>
  ledger.ledger.recordReads({
    reader: given.reader ?? { ...READER, organization: ORGANIZATION },
    route: "GET /v1/agreements/{id}/records",
    request: given.request ?? ledger.ledger.newId(),
    purposeId: given.purposeId ?? "newsletter",
    agreement: { id: agreement, version: 1 },
    shown: [{ subject, records: records.map((one) => ({ ...one, fields: ["emails"] })) }],
  });

export const withdraw = (ledger: TestLedger, subject: string, change: object = {}) =>
  recordOne(ledger, {
    ...{ "@subject": subject, "@source": "shop", event: "withdrawn", purposeId: "newsletter" },
    ...change,
  });
