/** Fills an installation with what a ledger holds: customers and their versions, orders and theirs, payments, keys, references, cosignatures, void entries. */
import { sha256 } from "../../../api/core/hash.ts";
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

/** A ledger with some rows in every table, and as few as that takes. */
export async function fillSmall(installation: Writing): Promise<void> {
  const { store, clock } = installation;
  const known = await newSubject(installation, "C-1");
  const unknown = await newSubject(installation);
  await stored(installation, customerOf(known), { idempotency: "first" });
  await stored(installation, orderOf(known, { externalNumber: "N-1" }));
  clock.advance(1_000);
  await installation.anchor();
  clock.advance(1_000);
  await stored(installation, customerOf(known, { name: "Wang Xiaoming" }), { insist: true });
  await stored(installation, orderOf(known, { externalNumber: "N-1", total: money("13.00") }));
  await write(installation, customerOf(known, { name: "Wang Xiaoming" }), { idempotency: "same" });
  await stored(installation, paymentOf(unknown));
  await store.fillWithVoid((await store.size()) + 1, clock.now());
  const checkpoint = await installation.anchor();
  await cosign(installation, checkpoint);
  clock.advance(1_000);
  await stored(installation, orderOf(unknown, { externalNumber: "N-2" }));
  await installation.seal();
}

/** A ledger of so many records, of all kinds, in batches of which some are anchored. */
export async function fillMany(installation: Writing, records: number): Promise<void> {
  const { store, clock, ledger } = installation;
  const subjects: string[] = [];
  let made = 0;
  const key = (): string | null => (made % 7 === 0 ? `key ${made}` : null);
  for (let round = 0; made < records; round++) {
    const references = Array.from({ length: 12 }, (_, i) =>
      i % 3 === 0 ? null : { source: "shop", externalNumber: `C-${round}-${i}` },
    );
    const added = await ledger.ensureSubjects(references);
    for (const { subject } of added) subjects.push(subject);
    for (let i = 0; i < 50 && made < records; i++, made++) {
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
