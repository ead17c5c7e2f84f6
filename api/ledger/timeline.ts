/** All that there is about somebody, the newest first: every version of every record, and every event. And who has read it. */
import { kindForm } from "../../portal/verify/kinds.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import type { Store } from "../store/store.ts";
import type { Vault } from "../vault/vault.ts";
import { access } from "./kinds/access.ts";
import { assertPerson } from "./known-person.ts";
import { newestVersions } from "./places.ts";
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

/** Something that is there, and no longer what was recorded. */
export interface DamagedRecord {
  readonly id: string;
  readonly version: number;
  readonly index: number;
  readonly kind: string;
}

export const damagedOf = ({ id, version, index, kind }: DamagedRecord): DamagedRecord => ({
  ...{ id, version, index, kind },
});

export interface TimelinePage extends Page {
  /** Those of the page that are not among its records. */
  readonly damaged: readonly DamagedRecord[];
  /** By `@id`: the number of the newest version of each record of the page that has more than one. */
  readonly newest: ReadonlyMap<string, number>;
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
 * @throws Refusal `not_found` (`subject`), `subject_erased`, `invalid_parameter`, `damaged` (what the page itself is found by)
 */
export async function timelineOf(
  context: Context,
  request: TimelineRequest,
): Promise<TimelinePage> {
  const { subject, kinds, cursor, limit } = request;
  const below = belowOf(cursor);
  await assertPerson(context.store, subject);
  const rows = await context.store.timeline({ subject, kinds, below, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const records: Page["records"][number][] = [];
  const damaged: DamagedRecord[] = [];
  for (const row of shown) {
    try {
      records.push(viewOf(row, await context.vault.open(row)));
    } catch (error) {
      // One that is damaged must not hide the others.
      if (!isRefusal(error, "damaged")) throw error;
      damaged.push(damagedOf(row));
    }
  }
  const last = shown.at(-1);
  const newest = await replacedAmong(context, shown);
  return { records, damaged, newest, next: rows.length > limit && last ? `b${last.index}` : null };
}

/** What is older than these was replaced. Events have one version. */
async function replacedAmong(
  { store }: Context,
  shown: readonly { readonly id: string; readonly kind: string }[],
): Promise<ReadonlyMap<string, number>> {
  const ids = shown.flatMap(({ id, kind }) => (kindForm(kind)?.layout === "events" ? [] : [id]));
  const all = await newestVersions({ store }, [...new Set(ids)]);
  return new Map([...all].filter(([, version]) => version > 1));
}

/** A page of records of access, and how many there are in all. */
export interface ReadsPage extends TimelinePage {
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
