/** Fills an installation with what a ledger holds: customers and their versions, orders and theirs, payments, keys, references, cosignatures, void entries. */
import { consent } from "../../../api/consent/kinds/consent.ts";
import { merge } from "../../../api/consent/kinds/merge.ts";
import { sha256 } from "../../../api/core/hash.ts";
import type { Body, RecordKind } from "../../../api/core/kind.ts";
import { canonicalFields, type Draft } from "../../../api/ledger/draft.ts";
import type { StoredCheckpoint } from "../../../api/store/store.ts";
import { testAuditor } from "../auditor.ts";
import { newSubject, stored, write } from "../ledger.ts";
import { customerOf, money, orderOf, paymentOf } from "../ledger-records.ts";
import type { Writing } from "./installation.ts";

const auditor = testAuditor("auditor.example/a", sha256("auditor"));
const witness = testAuditor("witness.example/w", sha256("witness"));

/** Two keys cosign a checkpoint. */
export async function cosign({ store, clock }: Writing, { size, note }: StoredCheckpoint) {
  const seconds = Math.floor(clock.now() / 1000);
  const rows = [auditor, witness].map(({ vkey, cosign: add }) => {
    const signed = add(note, seconds);
    return { size, vkey, line: signed.slice(note.length) };
  });
  await store.putCosignatures(rows);
}

const MORNING = "2026-11-22T09:00:00.000Z";

function eventOf(kind: RecordKind, subject: string, fields: Body, occurredAt = MORNING): Draft {
  const parsed = kind.parseBody(fields);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { body } = parsed;
  return { kind, subject, occurredAt, source: "crm", body, canonical: canonicalFields(body) };
}

/** An event of a consent, in few words. */
export const consentOf = (
  subject: string,
  event: string,
  purposeId = "news",
  {
    occurredAt = MORNING,
    validUntil = null,
  }: { occurredAt?: string; validUntil?: string | null } = {},
): Draft => {
  const said = { event, purposeId, purposeVersion: 1, validUntil };
  return eventOf(consent, subject, { actor: { role: "subject" }, ...said }, occurredAt);
};

export const mergeOf = (subject: string, other: string, event = "joined"): Draft =>
  eventOf(merge, subject, { event, other, reference: "phone" });

/** Records these events together. */
export async function appended({ ledger }: Writing, ...drafts: Draft[]): Promise<void> {
  const [outcome] = await ledger.append([
    { events: drafts.map((draft) => ({ draft })), idempotency: null },
  ]);
  if (outcome === undefined || !("outcome" in outcome) || outcome.outcome !== "stored")
    throw new Error("not recorded");
}

/** Tests change each of its bytes: none of them is one too many. */
const smallOrder: typeof orderOf = (subject, change) => orderOf(subject, { lines: [], ...change });

/** A ledger with some rows in every table, and as few as that takes. */
export async function fillSmall(installation: Writing): Promise<void> {
  const { store, clock } = installation;
  const known = await newSubject(installation, "C-1");
  const unknown = await newSubject(installation);
  await stored(installation, customerOf(known), { idempotency: "first" });
  await stored(installation, smallOrder(known, { externalNumber: "N-1" }));
  clock.advance(1_000);
  await installation.anchor();
  clock.advance(1_000);
  await stored(installation, customerOf(known, { name: "Wang Xiaoming" }), { insist: true });
  await stored(installation, smallOrder(known, { externalNumber: "N-1", total: money("13.00") }));
  await write(installation, customerOf(known, { name: "Wang Xiaoming" }), { idempotency: "same" });
  await stored(installation, paymentOf(unknown));
  await store.fillWithVoid((await store.size()) + 1, clock.now());
  const checkpoint = await installation.anchor();
  await cosign(installation, checkpoint);
  clock.advance(1_000);
  await stored(installation, smallOrder(unknown, { externalNumber: "N-2" }));
  await appended(installation, consentOf(known, "given"));
  await installation.seal();
}

/** A ledger of so many records, of all kinds, in batches of which some are anchored. They are numbered from `first` on. */
export async function fillMany(installation: Writing, records: number, first = 0): Promise<void> {
  const { store, clock, ledger } = installation;
  const subjects: string[] = [];
  let made = first;
  const key = (): string | null => (made % 7 === 0 ? `key ${made}` : null);
  const end = first + records;
  for (let round = 0; made < end; round++) {
    const references = Array.from({ length: 12 }, (_, i) =>
      i % 3 === 0 ? null : { source: "shop", externalNumber: `C-${first}-${round}-${i}` },
    );
    const added = await ledger.ensureSubjects(references);
    for (const { subject } of added) subjects.push(subject);
    for (let i = 0; i < 50 && made < end; i++, made++) {
      const subject = subjects[(made * 7) % subjects.length] as string;
      const input = recordOf(subject, made);
      await write(installation, input, { insist: true, idempotency: key() });
    }
    clock.advance(3_000);
    if (round === 4) await store.fillWithVoid((await store.size()) + 3, clock.now());
    if (round % 2 === 0) await cosign(installation, await installation.anchor());
    else await installation.seal();
  }
}

/** So many records at once, each alike to those of {@link fillMany}, numbered from `first` on; after each of `batches` the log is sealed. */
export async function fillBulk(
  { ledger, clock, seal }: Writing,
  {
    records,
    batches,
    first = 0,
  }: { readonly records: number; readonly batches: number; readonly first?: number },
): Promise<void> {
  const references = Array.from({ length: records / 10 }, () => null);
  const subjects = (await ledger.ensureSubjects(references)).map(({ subject }) => subject);
  const batch = Math.ceil(records / batches);
  for (let made = 0; made < records; made += GROUP) {
    const group = Array.from({ length: Math.min(GROUP, records - made) }, (_, i) => {
      const subject = subjects[((made + i) * 7) % subjects.length] as string;
      const draft = ledger.parse(recordOf(subject, first + made + i));
      return { draft, insist: true, idempotency: null };
    });
    for (const outcome of await ledger.write(group)) if (outcome instanceof Error) throw outcome;
    clock.advance(1_000);
    if (made % batch >= batch - GROUP) await seal();
  }
  await seal();
}

const GROUP = 500;

function recordOf(subject: string, number: number): Record<string, unknown> {
  switch (number % 4) {
    case 0:
      return customerOf(subject, { note: `visit ${number}` });
    case 1:
      return orderOf(subject, { externalNumber: `N-${number}` });
    case 2:
      // Of an order before it a later version.
      return orderOf(subject, { externalNumber: `N-${number}`, total: money(`${number}.00`) });
    default:
      return paymentOf(subject, { orderNumber: `N-${number}` });
  }
}
