/** The certificate of an erasure (FORMAT §20.2): the salted list, with all of the log that it is about, as of one checkpoint. */
import { setImmediate as othersTurn } from "node:timers/promises";
import { asLeafIndex, asTreeSize, type StreamKey } from "../../../portal/verify/brands.ts";
import { checkCertificate } from "../../../portal/verify/check-erasure.ts";
import {
  type CertificateOutcome,
  type CertificateStream,
  encodeCertificate,
  streamOrder,
} from "../../../portal/verify/erasure-certificate.ts";
import type { ErasureList } from "../../../portal/verify/erasure-list.ts";
import type { EvidenceBound } from "../../../portal/verify/evidence-stream.ts";
import { kindForm, kindOfStream } from "../../../portal/verify/kinds.ts";
import { hasLogKeyFor } from "../../../portal/verify/policy.ts";
import { Refusal } from "../../core/errors.ts";
import { intactEntry } from "../../log/damage.ts";
import { assertCommitted } from "../committed.ts";
import { requireRow } from "../read.ts";
import {
  damagedStream,
  keyOf,
  MOST_EVENTS,
  nameStream,
  readStream,
  recordsOf,
} from "../stream-read.ts";
import { checkpointForStream } from "./checkpoint.ts";
import type { ChosenState } from "./chosen.ts";
import type { EvidenceContext } from "./context.ts";
import { disclose, OF_STREAM } from "./fields.ts";
import { pathUnder } from "./record.ts";
import { isNewest, Moved, mapProof, streamPart, unmoved } from "./stream.ts";

export interface ErasureRequest {
  readonly list: ErasureList;
  /** The firm itself. */
  readonly firm: string;
  /** `@id` of the record that declares it. */
  readonly declaration: string;
  /** The body of the message that a partner has acknowledged; `null`: it is not here any more. */
  readonly messageOf: (message: string) => Promise<string | null>;
}

/** Entries that are proven before others get their turn. */
const TURN = 50;

/** @throws Refusal `not_sealed`: the log has not come so far; `content_lost`, `not_found`, `damaged`, `busy` */
export function erasureCertificate(
  context: EvidenceContext,
  request: ErasureRequest,
): Promise<Uint8Array> {
  return unmoved(() => make(context, request));
}

async function make(context: EvidenceContext, request: ErasureRequest): Promise<Uint8Array> {
  const { list, firm } = request;
  const { store, vault } = context;
  const row = await requireRow(context, request.declaration, 1);
  const opened = await vault.open(row);
  const stored = await intactEntry(store, row.index);
  assertCommitted(row, opened, stored);
  const stream = await nameStream(context, firm, `erasure-outcome/${list.erasureId}`);
  const below = await store.size();
  const outcomes = await readStream(context, stream, { below, most: MOST_EVENTS });
  const last = outcomes.at(-1) ?? null;
  const chosen = await checkpointForStream(context, last?.index ?? row.index, "final");
  const { members, value } = await streamPart(context, stream, chosen);
  if (!isNewest(value, last?.leafHash ?? null)) {
    if ((await store.size()) > below) throw new Moved(new Refusal("busy", {}));
    throw damagedStream(stream.name);
  }
  const told: CertificateOutcome[] = [];
  for await (const { entry, opened: record } of recordsOf(context, outcomes)) {
    if (record === null) throw new Refusal("content_lost", { index: entry.index });
    const acknowledgement = record.record.acknowledgement as { readonly message: string } | null;
    const body = acknowledgement && (await request.messageOf(acknowledgement.message));
    told.push({
      ...(await placed(context, entry, chosen)),
      record: disclose(record, null, OF_STREAM),
      message: body === null ? null : new Uint8Array(Buffer.from(body, "utf8")),
    });
  }
  const bytes = encodeCertificate({
    ...{ checkpoint: members.checkpoint, anchor: members.anchor, state: members.state },
    list,
    entries: await entriesOf(context, list, chosen),
    streams: await streamsOf(context, list, chosen),
    declaration: {
      ...disclose(opened, null, OF_STREAM),
      ...(await placed(context, stored, chosen)),
    },
    since: await sinceOf(context, row.index, chosen),
    ...{ outcomes: told, map: members.map },
  });
  await othersTurn();
  context.assertSigned(chosen.checkpoint);
  const { checked, layers } = checkCertificate(bytes, null);
  const failed = layers.at(-1);
  if (checked === null)
    throw new Error(`own certificate is invalid: ${failed?.layer} ${failed?.code}`);
  return bytes;
}

type Entry = Parameters<typeof pathUnder>[1];

async function placed(context: EvidenceContext, stored: Entry, chosen: ChosenState) {
  const inclusion = await pathUnder(context, stored, chosen);
  return { entry: stored.entry, inclusion, index: asLeafIndex(stored.index) };
}

async function entriesOf(context: EvidenceContext, list: ErasureList, chosen: ChosenState) {
  const entries = [];
  for (const [i, { index }] of list.entries.entries()) {
    const stored = await intactEntry(context.store, index);
    const { entry, inclusion } = await placed(context, stored, chosen);
    entries.push({ entry, inclusion });
    if (i % TURN === TURN - 1) await othersTurn();
  }
  return entries;
}

/** All that the list names, and of each kind the stream that would need no more name: that it is not there is told, too. */
async function streamsOf(
  context: EvidenceContext,
  list: ErasureList,
  chosen: ChosenState,
): Promise<CertificateStream[]> {
  const known = [...context.kinds.values(), ...context.domainKinds.values()];
  const plain = known.flatMap(({ kind, about, streamField }) =>
    about === "firm" || streamField !== null ? [] : [kind],
  );
  const told: CertificateStream[] = [];
  for (const { subject, secrets } of list.subjects) {
    const own = list.entries.filter((entry) => entry.subject === subject);
    const names = new Set([...own.map(({ stream }) => stream), ...plain, "access"]);
    for (const name of names) {
      const form = kindForm(kindOfStream(name));
      const held = form && secrets[form.class];
      if (held === null || !("secret" in held)) continue;
      const key = keyOf(held.secret, name);
      const last = own.findLast(({ stream }) => stream === name)?.index ?? null;
      const ended = await endOf(context, key, last, chosen);
      if (ended !== null) told.push({ subject, name, ...ended });
    }
    await othersTurn();
  }
  return told.sort(streamOrder);
}

/** How it is shown that nothing was left out behind its last entry; `null`: it began when the list had been made. */
async function endOf(
  context: EvidenceContext,
  key: StreamKey,
  last: number | null,
  chosen: ChosenState,
): Promise<Pick<CertificateStream, "map" | "next"> | null> {
  const { store } = context;
  const { map, value } = await mapProof(context, { key }, chosen);
  const hash = last === null ? null : (await intactEntry(store, last)).leafHash;
  if (isNewest(value, hash)) return { map, next: null };
  if (last === null) return null;
  const range = { from: last + 1, below: chosen.checkpoint.size, limit: 1 };
  const [behind] = await store.streamEntries(key, range);
  if (behind === undefined) return { map: null, next: null };
  return { map: null, next: await placed(context, behind, chosen) };
}

/** The first final anchor that is over the declaration. */
async function sinceOf(
  { store, policy }: EvidenceContext,
  index: number,
  { checkpoint }: ChosenState,
): Promise<EvidenceBound | null> {
  const found = await store.anchorFrom(index + 1);
  if (found === null || found.state !== "finalized" || found.block === null) return null;
  if (found.size > checkpoint.size || !hasLogKeyFor(policy, found.size - 1)) return null;
  return { block: found.block, size: asTreeSize(found.size) };
}
