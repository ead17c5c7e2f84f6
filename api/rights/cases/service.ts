/** Requests of people: recorded, judged, decided, carried out; listed, counted, and reminded of. */
import { type Reached, reachedOf } from "../../consent/identifiers.ts";
import type { IdempotencyKey } from "../../ledger/idempotency.ts";
import type { CaseCount, CaseQuery, CaseStore, NumberedCase } from "../../store/case-store.ts";
import type { Carrier } from "./carry.ts";
import type { CaseContext } from "./context.ts";
import { ANYBODY, type MayName, underJoined } from "./joined.ts";
import { type ReadCase, readCase } from "./read.ts";
import { type Actor, type CaseOutcome, receive } from "./receive.ts";
import { type CaseName, takeStep } from "./step.ts";

export interface Summary {
  readonly counts: readonly CaseCount[];
  /** With a deadline that has passed, and that passes within a week. */
  readonly overdue: number;
  readonly dueSoon: number;
  /** Were answered when their time was over. */
  readonly answeredLate: number;
}

export interface PersonCases extends Reached {
  readonly rows: readonly NumberedCase[];
}

/** What is recorded is durable when the promise resolves. */
export interface Requests {
  /** By whose clocks days begin and end, of requests that come now. */
  readonly timeZone: string;
  /** Somebody asks for something. See receive.ts */
  receive(
    subject: string,
    input: unknown,
    by: Actor,
    key: IdempotencyKey | null,
  ): Promise<CaseOutcome>;
  /**
   * One step of a request, of this identifier or of one that is joined with it. See step.ts
   *
   * @param mayName which identifiers whoever asks reaches; left out: all
   */
  step(
    name: CaseName,
    input: unknown,
    by: Actor,
    key: IdempotencyKey | null,
    mayName?: MayName,
  ): Promise<CaseOutcome>;
  /** Likewise. @throws Refusal `not_found` (`subject`, `request`), `content_lost`, `damaged` */
  read(name: CaseName, mayName?: MayName): Promise<ReadCase>;
  /** Of somebody, under all their identifiers that are reached, the oldest first. @throws Refusal `busy`, `not_found` (`subject`), `damaged`, `stream_too_long` */
  of(subject: string, mayName?: MayName): Promise<PersonCases>;
  /** Of everybody, the newest first. @throws Refusal `busy` */
  list(query: CaseQuery): Promise<readonly NumberedCase[]>;
  /** @throws Refusal `busy` */
  summary(): Promise<Summary>;
  /** Why what was granted in it is not carried out yet (carry.ts). */
  waits: Carrier["waits"];
  /** Requests whose deadline has passed, and those that were granted and are not carried out, of which some are `stuck` for an hour; as far as the log was followed, which is not waited for. */
  waiting(): ReturnType<CaseStore["due"]>;
}

/** What was granted is carried out within seconds: after so long something keeps it. */
const STUCK_MS = 3_600_000;

export const SOON_MS = 7 * 86_400_000;

export function createRequests(context: CaseContext, { waits }: Pick<Carrier, "waits">): Requests {
  const { ledger, store, caughtUp, clock, settings } = context;
  return {
    timeZone: settings.timeZone,
    receive: (subject, input, by, key) => receive(context, subject, input, by, key),
    step: (name, input, by, key, mayName = ANYBODY) =>
      underJoined(context, name, mayName, (found) => takeStep(context, found, input, by, key)),
    read: (name, mayName = ANYBODY) =>
      underJoined(context, name, mayName, ({ subject, requestId }) =>
        readCase(ledger, subject, requestId),
      ),
    async of(subject, mayName = ANYBODY) {
      const reached = await reachedOf({ ledger }, subject, mayName);
      await caughtUp();
      const rows: NumberedCase[] = [];
      for (const one of reached.identifiers) rows.push(...(await store.of(one)));
      return { ...reached, rows: rows.sort((a, b) => a.number - b.number) };
    },
    async list(query) {
      await caughtUp();
      return store.list(query);
    },
    async summary() {
      await caughtUp();
      const now = clock.now();
      const { overdue } = await store.due(now);
      const { overdue: until } = await store.due(now + SOON_MS);
      const [counts, answeredLate] = [await store.counts(), await store.late()];
      return { counts, overdue, dueSoon: until - overdue, answeredLate };
    },
    waits,
    waiting: () => store.due(clock.now(), clock.now() - STUCK_MS),
  };
}
