/** All that there is about somebody, the newest first: every version of every record, and every event. And who has read it. */
import { Refusal } from "../core/errors.ts";
import type { Store } from "../store/store.ts";
import type { Vault } from "../vault/vault.ts";
import { access } from "./kinds/access.ts";
import { type Page, viewOf } from "./read.ts";
import { ownStream } from "./stream-read.ts";

interface Context {
  readonly store: Store;
  readonly vault: Vault;
}

export interface TimelineRequest {
  readonly subject: string;
  /** `null`: of all. */
  readonly kinds: readonly string[] | null;
  /** Where the page before ended. */
  readonly cursor: string | null;
  readonly limit: number;
}

const CURSOR = /^b([1-9]\d{0,15}|0)$/;

function belowOf(cursor: string | null): number {
  if (cursor === null) return Number.MAX_SAFE_INTEGER;
  const match = CURSOR.exec(cursor);
  if (!match) throw new Refusal("invalid_parameter", { parameter: "cursor" });
  return Number(match[1]);
}

/**
 * A page goes back from where the one before ended, so what is recorded meanwhile, a read of these pages too, moves nothing.
 *
 * @throws Refusal `not_found` (`subject`), `invalid_parameter`, `damaged`
 */
export async function timelineOf(context: Context, request: TimelineRequest): Promise<Page> {
  const { subject, kinds, cursor, limit } = request;
  const below = belowOf(cursor);
  if (!(await context.store.knownSubjects([subject])).has(subject))
    throw new Refusal("not_found", { what: "subject" });
  const rows = await context.store.timeline({ subject, kinds, below, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const records: Page["records"][number][] = [];
  for (const row of shown) records.push(viewOf(row, await context.vault.open(row)));
  const last = shown.at(-1);
  return { records, next: rows.length > limit && last ? `b${last.index}` : null };
}

/** A page of records of access, and how many there are in all. */
export interface ReadsPage extends Page {
  readonly count: number;
}

/** @throws Refusal as {@link timelineOf} */
export async function readsOf(
  context: Context,
  request: Omit<TimelineRequest, "kinds">,
): Promise<ReadsPage> {
  const page = await timelineOf(context, { ...request, kinds: [access.kind] });
  const { key } = await ownStream(context, request.subject, access.kind);
  const [head] = await context.store.streamHeads([key]);
  return { ...page, count: head?.seq ?? 0 };
}
