/** Carrying out what was granted. The decision is durable before anything is begun, and what is begun is gone on with until it is done: at once, after a restart, and when it did not work. */
import { appendDecided } from "../../consent/context.ts";
import { parseInput, present } from "../../consent/input.ts";
import { formatTime } from "../../core/clock.ts";
import { isRefusal, type Refusal, type RefusalCode } from "../../core/errors.ts";
import { describeRefusal } from "../../core/problem.ts";
import type { EventDraft } from "../../ledger/append.ts";
import type { NumberedCase } from "../../store/case-store.ts";
import { type RequestType, request } from "../kinds/request.ts";
import { LEDGER, STOPPED } from "./case.ts";
import type { CaseContext } from "./context.ts";
import { assertAsGranted, grantOf } from "./grant.ts";
import type { Done, Grant, RequestHandler, Stopped } from "./handlers.ts";
import { type ReadCase, readCase } from "./read.ts";

const PAGE = 100;

/** Behind what fails, the first wait, which doubles up to the longest. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 3_600_000;
/** These pass by themselves, and cost little to be tried again. */
const PASSING: readonly RefusalCode[] = ["busy", "client_left", "not_sealed", "shutting_down"];
/** These never do: somebody has to answer in another way. */
const FINAL: readonly RefusalCode[] = ["pack_too_large"];
/** These stay as long as it is decided like this: the case is open again, and somebody decides anew. Whatever is in neither list, a disk that is full or what is damaged, is tried again with longer and longer waits. */
const LASTING: readonly RefusalCode[] = [
  ...(["request_refused", "erasure_refused", "plan_moved", "consent_refused"] as const),
  ...(["not_found", "content_lost", "not_newest", "stream_too_long", "too_large"] as const),
  ...(["invalid_record", "unknown_kind", "unknown_fields", "invalid_parameter"] as const),
  ...(["forbidden", "reserved_subject", "unknown_subject"] as const),
  ...(["idempotency_conflict", "event_conflict", "reference_conflict"] as const),
];
/** Of these somebody hands over what this server cannot make. */
const COPIES: readonly RequestType[] = ["access", "portability"];
/** Characters of a note, with room below what its kind takes. */
const MOST_NOTED = 1_900;
/** Whether it is tried again each time, and need be told to nobody before it lasts. */
export const passesByItself = (error: unknown): boolean =>
  isRefusal(error) && PASSING.includes(error.code);

type Carrying = Pick<CaseContext, "ledger" | "store" | "clock" | "handlers" | "inHand">;

export interface Carrier {
  /** Goes on with everything that was granted and is not done. Answers how many were brought to their end. */
  round(onError: (error: unknown, requestId: string) => void): Promise<number>;
  /** Why this request is not carried out; `null`: nothing has kept it since this process began. */
  waits(requestId: string): Waiting | null;
}

/** What a grant waits for, which is tried again. */
export interface Waiting {
  /** When it was refused first, milliseconds since 1970. */
  readonly since: number;
  /** With what it was refused last; `null`: a bug, or a fault of the machine, of which the log tells. */
  readonly refusal: Refusal | null;
}

interface Tried extends Waiting {
  /** Of a grant: one that is granted anew is tried at once. */
  readonly grant: string | null;
  readonly times: number;
  /** Until then it is left alone. */
  readonly until: number;
}

export function createCarrier(context: Carrying): Carrier {
  const { store, handlers, ledger, clock, inHand } = context;
  /** What has failed, by request. After a start it is tried again. */
  const failed = new Map<string, Tried>();
  const triedOf = ({ id, news }: NumberedCase): Tried | null => {
    const tried = failed.get(id);
    return tried?.grant === news ? tried : null;
  };

  function fail(row: NumberedCase, error: unknown): void {
    const before = triedOf(row);
    const now = clock.now();
    const passes = passesByItself(error);
    const times = (before?.times ?? 0) + (passes ? 0 : 1);
    const wait = passes ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (times - 1), LONGEST_WAIT_MS);
    failed.set(row.id, {
      ...{ grant: row.news, times, until: now + wait, since: before?.since ?? now },
      refusal: isRefusal(error) ? error : null,
    });
  }

  /** Whether it is done now, and on record. */
  async function carry({ id, subject }: NumberedCase): Promise<boolean> {
    if (subject === null) return false;
    const read = await readCase(ledger, subject, id);
    const { state, decided, requestType } = read.found;
    const handler = handlers[requestType];
    // Somebody else has come first, or the server that can is another version.
    if (state !== "granted" || decided === null || handler?.carryOut === undefined) return false;
    const grant = grantOf(read, decided, String(decided["@occurredAt"]));
    const done = await carryOut(handler.carryOut, read, grant).catch((error: unknown) =>
      cannotBe(error, requestType),
    );
    if (done === null) return false;
    await record(context, subject, id, done);
    return !("stopped" in done);
  }

  return {
    waits: (requestId) => failed.get(requestId) ?? null,
    async round(onError) {
      let carried = 0;
      let after = 0;
      for (;;) {
        const page = await store.granted(after, PAGE);
        for (const row of page) {
          after = row.number;
          if ((triedOf(row)?.until ?? 0) > clock.now() || inHand.has(row.id)) continue;
          inHand.add(row.id);
          try {
            if (await carry(row)) carried++;
            failed.delete(row.id);
          } catch (error) {
            fail(row, error);
            onError(error, row.id);
          } finally {
            inHand.delete(row.id);
          }
        }
        if (page.length < PAGE) return carried;
      }
    },
  };
}

async function carryOut(
  work: NonNullable<RequestHandler["carryOut"]>,
  { found }: ReadCase,
  grant: Grant,
): Promise<Done | Stopped | null> {
  assertAsGranted(found, grant.regarding);
  return work(grant);
}

/** What will never be done: the case goes on, with a note for who answers it, or is open again. @throws whatever else it was */
function cannotBe(error: unknown, type: RequestType): Failed | Stopped {
  if (!isRefusal(error)) throw error;
  const isLasting = LASTING.includes(error.code);
  // A person's right to a copy does not end with this server's means: deciding anew would change nothing.
  const isOwed = isLasting && COPIES.includes(type) && error.code !== "request_refused";
  if (isLasting && !isOwed) return { stopped: error, regarding: [] };
  if (!isOwed && !FINAL.includes(error.code)) throw error;
  return {
    regarding: [{ what: "failed", id: error.code }],
    answer: null,
    note: noteOf(error),
  };
}

/** `note`: why it was not done. */
interface Failed extends Done {
  readonly note?: string;
}

/** Of somebody whom it has erased nothing is written any more: the erasure's own records tell. */
async function record(
  context: Carrying,
  subject: string,
  requestId: string,
  done: Failed | Stopped,
): Promise<void> {
  try {
    await appendDecided(context, async () => {
      const read = await readCase(context.ledger, subject, requestId);
      if (read.found.state !== "granted") return null;
      return { events: stepsOf(context, read, done), idempotency: null };
    });
  } catch (error) {
    if (!isRefusal(error, "subject_erased")) throw error;
  }
}

/** In the languages that people of the firm read. */
const noteOf = (refusal: Refusal): string =>
  (["en", "zh"] as const)
    .map((language) => describeRefusal(refusal, language).detail.slice(0, MOST_NOTED / 2))
    .join(" / ");

/** What a refusal is known by in a case: its problem, where its code has several. */
const nameOf = ({ code, details }: Refusal): string => {
  const problem = "problem" in details ? details.problem : null;
  return typeof problem === "string" ? problem : code;
};

/** Done, and where the answer lies ready answered, in one unit; or that it could not be done. */
function stepsOf(
  { clock }: Carrying,
  { subject, found, head }: ReadCase,
  done: Failed | Stopped,
): EventDraft[] {
  const { requestId, requestType, dueAt } = found;
  const common = { "@subject": subject, actor: LEDGER, requestId, requestType };
  const drafted = (fields: object) =>
    parseInput(request, present({ ...common, ...fields }), clock).draft;
  if ("stopped" in done) {
    const { stopped } = done;
    const regarding = [{ what: STOPPED, id: nameOf(stopped) }, ...done.regarding];
    const due = dueAt === null ? undefined : formatTime(dueAt);
    const noted = drafted({ event: "noted", note: noteOf(stopped), regarding, dueAt: due });
    return [{ draft: noted, expect: head }];
  }
  const { regarding, answer, note } = done;
  const carried = drafted({
    event: "carried-out",
    note,
    regarding: regarding.length === 0 ? undefined : regarding,
    dueAt: dueAt === null ? undefined : formatTime(dueAt),
  });
  const answered = answer && drafted({ event: "answered", answer });
  return [{ draft: carried, expect: head }, ...(answered === null ? [] : [{ draft: answered }])];
}
