/** The evidence of an export: of every stream of the person its history, or that there is none, all as of one checkpoint. */
import { setImmediate as othersTurn } from "node:timers/promises";
import { kindOfStream } from "../../../portal/verify/kinds.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import type { EvidenceChecker } from "../../ledger/evidence/checker.ts";
import type { PinnedEvidence } from "../../ledger/evidence/pinned.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { Form } from "./bundle/form.ts";
import type { ListedStream, Unproven } from "./bundle/manifest.ts";
import { namesOf, type PersonNames, type PlacedEvent, placesOf } from "./names.ts";
import type { Workspace } from "./workspace.ts";

export interface GatherContext {
  readonly ledger: Pick<Ledger, "streamsOf" | "chainOf" | "pinnedEvidence">;
  readonly checker: EvidenceChecker;
}

export interface GatherRequest {
  readonly form: Form;
  /** The one that was asked for first. */
  readonly identifiers: readonly string[];
  /** Ascending. */
  readonly purposes: readonly string[];
  readonly checkpoint: "final" | "newest";
  readonly signal: AbortSignal;
}

export interface Gathered {
  readonly pinned: Pick<PinnedEvidence, "note" | "size" | "mapSize" | "time" | "anchor">;
  readonly streams: readonly ListedStream[];
  readonly unproven: readonly Unproven[];
  readonly people: readonly PersonNames[];
}

/** So many events are told at once at the most (FORMAT §11.3). */
const MOST_EVENTS = 10_000;
/** Files that are made before others get their turn. */
const TURN = 8;

/** @throws Refusal `not_found` (`subject`), `not_sealed` before the first checkpoint, `pack_too_large`, `client_left`, `busy` */
export async function gather(
  { ledger, checker }: GatherContext,
  request: GatherRequest,
  workspace: Workspace,
): Promise<Gathered> {
  const { form, identifiers, purposes, checkpoint, signal } = request;
  const people: PersonNames[] = [];
  for (const subject of identifiers) people.push(await namesOf(ledger, subject, form, purposes));
  const names = people.flatMap(({ subject, streams }) =>
    streams.map((stream) => ({ subject, stream })),
  );
  const index = Math.max(...people.map(({ newest }) => newest));
  const pinned = await ledger.pinnedEvidence({ streams: names, index, checkpoint }, checker);
  const streams: ListedStream[] = [];
  const unproven: Unproven[] = [];
  let done = 0;
  for (const { subject, stream } of names) {
    if (!isAsked(people, unproven, { subject, stream }, pinned.mapSize)) continue;
    if (signal.aborted) throw new Refusal("client_left", {});
    const place = { subject, stream, folder: `evidence/${identifiers.indexOf(subject) + 1}` };
    try {
      streams.push(await proveStream({ ledger, pinned, workspace, signal }, place));
    } catch (error) {
      if (!(error instanceof Refusal) || !isOfStream(error)) throw error;
      unproven.push({ subject, name: stream, why: error.code });
    }
    if (++done % TURN === 0) await othersTurn();
  }
  await pinned.held();
  return { pinned, streams, unproven, people };
}

/** Of later versions of a record that the export does not tell of (it came later, or its own stream cannot be proven) only what there is. */
function isAsked(
  people: readonly PersonNames[],
  unproven: readonly Unproven[],
  { subject, stream }: { readonly subject: string; readonly stream: string },
  mapSize: number,
): boolean {
  const person = people.find((one) => one.subject === subject);
  const index = person?.later.get(stream);
  if (index === undefined || person?.entries.has(stream))
    return index === undefined || index < mapSize;
  const kind = kindOfStream(stream);
  return index < mapSize && !unproven.some((one) => one.subject === subject && one.name === kind);
}

/** What keeps one stream from being proven keeps no other from it. */
const isOfStream = (error: Refusal): boolean =>
  ["damaged", "content_lost", "not_found", "subject_erased"].includes(error.code);

interface Making {
  readonly ledger: Pick<Ledger, "chainOf">;
  readonly pinned: PinnedEvidence;
  readonly workspace: Workspace;
  readonly signal: AbortSignal;
}

interface Place {
  readonly subject: string;
  readonly stream: string;
  /** In the export. */
  readonly folder: string;
}

/** A stream's name as a path: a purpose's, an identifier's and a signal's characters stay as they are. */
const pathOf = (stream: string): string =>
  stream.replaceAll(/[^a-z0-9/-]/g, (one) => `_${one.codePointAt(0)?.toString(16)}_`);

/** @throws Refusal `damaged`, `pack_too_large`, `client_left` */
async function proveStream(
  making: Making,
  { subject, stream, folder }: Place,
): Promise<ListedStream> {
  const { pinned, workspace, signal } = making;
  const base = `${folder}/${pathOf(stream)}`;
  const listed = { subject, name: stream };
  try {
    const request = { subject, stream, withhold: [], from: null };
    const file = `${base}.history.json`;
    await workspace.write(file, await pinned.history(request, signal));
    return { ...listed, claim: "history", file, records: [] };
  } catch (error) {
    if (isRefusal(error, "not_found") && error.details.what === "stream") {
      const file = `${base}.absent.json`;
      await workspace.write(file, await pinned.absent({ subject, stream }));
      return { ...listed, claim: "absent", file, records: [] };
    }
    if (!isRefusal(error, "stream_too_long") && !isRefusal(error, "damaged")) throw error;
    return proveParts(making, { subject, stream, folder: base });
  }
}

/** A stream that one file does not hold, or of which some records are damaged: the newest events in a history, those before one by one. */
async function proveParts(
  making: Making,
  { subject, stream, folder }: Place,
): Promise<ListedStream> {
  const { ledger, pinned, workspace, signal } = making;
  const events = await placesOf(ledger, subject, stream, pinned.mapSize);
  const { bytes, before } = await newestEvents(making, { subject, stream }, events);
  const records: (string | null)[] = [];
  for (const { seq, record } of events.slice(0, before)) {
    if (signal.aborted) throw new Refusal("client_left", {});
    if (typeof record === "string") {
      records.push(null);
      continue;
    }
    const path = `${folder}.records/${seq}.json`;
    await workspace.write(path, await pinned.record(record.id, record.version));
    records.push(path);
    if (seq % TURN === 0) await othersTurn();
  }
  const file = `${folder}.history.json`;
  await workspace.write(file, bytes);
  return { subject, name: stream, claim: "history", file, records };
}

/** As many of the newest events as one file holds, by halves; and how many there are before. */
async function newestEvents(
  { pinned, signal }: Making,
  name: { readonly subject: string; readonly stream: string },
  events: readonly PlacedEvent[],
): Promise<{ readonly bytes: Uint8Array; readonly before: number }> {
  for (let count = Math.min(events.length, MOST_EVENTS); ; count = Math.floor(count / 2)) {
    const before = events.length - count;
    const last = events[before - 1];
    const withhold = events
      .slice(before)
      .flatMap(({ seq, record }) => (record === "damaged" ? [seq] : []));
    const from = last === undefined ? null : { seq: last.seq, leafHash: last.leafHash };
    try {
      return { bytes: await pinned.history({ ...name, withhold, from }, signal), before };
    } catch (error) {
      if (!isRefusal(error, "stream_too_long") || count === 0) throw error;
    }
  }
}
