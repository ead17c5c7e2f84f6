/** Of many streams what most of them hold: one event, or nothing. Read at once, where each alone takes a way through the log's index. */

import type { StreamKey } from "../../portal/verify/brands.ts";
import { kindForm, kindOfStream } from "../../portal/verify/kinds.ts";
import { Refusal } from "../core/errors.ts";
import { intactEntry } from "../log/damage.ts";
import type { RecordRow } from "../store/store.ts";
import { secretOrNull } from "../vault/secrets.ts";
import { assertCommitted } from "./committed.ts";
import type { SharedReads } from "./evidence/shared-reads.ts";
import { type ReadRecord, viewOf } from "./read.ts";
import type { StandingName } from "./standing.ts";
import { keyOf } from "./stream-read.ts";

/**
 * - a record: the only event there is.
 * - `null`: there is no such stream.
 * - `unread`: there is more, or what there is cannot be read; the stream itself tells.
 */
export type LoneEvent = ReadRecord | "unread" | null;

/** In order. @throws never for one of them; what cannot be read is left to who reads the stream */
export async function loneEvents(
  context: SharedReads,
  names: readonly StandingName[],
): Promise<readonly LoneEvent[]> {
  try {
    return await readLone(context, names);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return names.map(() => "unread" as const);
  }
}

async function readLone(context: SharedReads, names: readonly StandingName[]) {
  const { store } = context;
  const keys = await keysOf(context, names);
  const found = (await store.streamHeads(keys.filter((key) => key !== null))).values();
  const heads = keys.map((key) => (key === null ? null : (found.next().value ?? null)));
  const lone = heads.flatMap((head) => (head?.seq === 1 ? [head.index] : []));
  await store.entriesAt(lone);
  const rows = await store.recordsAt(lone);
  const rowAt = new Map(lone.map((index, i) => [index, rows[i] ?? null]));
  const events: LoneEvent[] = [];
  for (const [i, head] of heads.entries()) {
    if (keys[i] === null) events.push("unread");
    else if (head === null) events.push(null);
    else events.push(await opened(context, rowAt.get(head.index) ?? null));
  }
  return events;
}

/** `null` where there is no such subject, or its secrets are gone. */
async function keysOf(
  { store, vault }: SharedReads,
  names: readonly StandingName[],
): Promise<readonly (StreamKey | null)[]> {
  const known = await store.knownSubjects([...new Set(names.map(({ subject }) => subject))]);
  const keys: (StreamKey | null)[] = [];
  for (const { subject, stream } of names) {
    const form = kindForm(kindOfStream(stream));
    if (form?.layout !== "events") throw new Error("a stream of no events");
    const secret = known.has(subject)
      ? secretOrNull(await vault.streamSecrets(subject), form.class)
      : null;
    keys.push(secret && keyOf(secret, stream));
  }
  return keys;
}

/** What was recorded alone in its stream, if it is there and is what the log says. */
async function opened(context: SharedReads, row: RecordRow | null): Promise<LoneEvent> {
  if (row === null) return "unread";
  try {
    const content = await context.vault.open(row);
    assertCommitted(row, content, await intactEntry(context.store, row.index));
    // An event has no later version.
    context.isNewest([row]);
    return viewOf(row, content);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return "unread";
  }
}
