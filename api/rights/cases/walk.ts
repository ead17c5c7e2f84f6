/** One step along the log: of each request that it tells of, how it stands now. What is ahead of where the walk is does no harm: it says the same once it gets there. */
import { isRefusal } from "../../core/errors.ts";
import { leafHashBefore, placesFrom, type Walk } from "../../ledger/following.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { CaseRow, CaseStore } from "../../store/case-store.ts";
import { request } from "../kinds/request.ts";
import type { Asked } from "./handlers.ts";
import { newsOf } from "./news.ts";
import { type ReadCase, readCase } from "./read.ts";

export interface WalkContext {
  readonly ledger: Pick<Ledger, "placesIn" | "record" | "events" | "entryAt">;
  readonly store: CaseStore;
  /** Entries of the log that are durable. */
  readonly size: () => Promise<number>;
  /** Which of these were erased: of them nothing comes back when the file is made again. Left out: nobody. */
  readonly erasedAmong?: (subjects: readonly string[]) => Promise<ReadonlySet<string>>;
}

/** So many entries without a request are looked at again after a restart, at the most. */
const UNKEPT = 1_000;

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

function rowOf(read: ReadCase): CaseRow {
  const { subject, found } = read;
  const { requestId: id, requestType: type, state, jurisdiction, receivedAt, dueAt } = found;
  const { lastAt, closedAt, decision, outcome, handler, isIdentified, isExtended, isLate } = found;
  return {
    ...{ id, subject, type, state, jurisdiction, receivedAt, dueAt, lastAt, closedAt },
    ...{ decision, outcome, handler, identified: isIdentified, extended: isExtended, late: isLate },
    category: text((found.asked as Asked | null)?.category),
    ...{ language: found.language, ...newsOf(read) },
  };
}

export function createCaseWalk(context: WalkContext): Walk {
  const { ledger, store, size, erasedAmong = async () => new Set<string>() } = context;

  /** `null`: it cannot be read. */
  async function idOf(id: string): Promise<string | null> {
    try {
      return text((await ledger.record(id, null)).record.requestId);
    } catch (error) {
      if (isRefusal(error)) return null;
      throw error;
    }
  }

  async function rowFor(subject: string, requestId: string): Promise<CaseRow | null> {
    try {
      return rowOf(await readCase(ledger, subject, requestId));
    } catch (error) {
      if (isRefusal(error)) return null;
      throw error;
    }
  }

  /** Where the walk is: ahead of the file where there was nothing to keep. */
  let reached = 0;
  const place = async (): Promise<number> => Math.max(reached, (await store.followed())?.next ?? 0);

  return {
    async step() {
      const next = await place();
      const end = await size();
      if (next >= end) return false;
      const page = await placesFrom(ledger, next, end);
      const steps = page.places.filter(({ kind }) => kind === request.kind);
      const erased = await erasedAmong([...new Set(steps.map(({ subject }) => subject))]);
      const told = new Map<string, CaseRow>();
      let unread = 0;
      for (const { id, subject } of steps) {
        if (erased.has(subject)) continue;
        const requestId = await idOf(id);
        if (requestId !== null && told.has(requestId)) continue;
        const row = requestId === null ? null : await rowFor(subject, requestId);
        if (row === null) unread++;
        else told.set(row.id, row);
      }
      reached = page.upTo;
      const kept = (await store.followed())?.next ?? 0;
      // Most of what is recorded is no request: that alone is not worth a write to the disk each time.
      if (steps.length === 0 && reached - kept < UNKEPT) return true;
      const leafHash = await leafHashBefore(ledger, reached);
      await store.conclude({
        ...{ rows: [...told.values()], unread },
        followed: { next: reached, leafHash },
      });
      return true;
    },
    dueAt: async () => null,
    async isAtEnd(end) {
      return (await place()) >= end;
    },
  };
}
