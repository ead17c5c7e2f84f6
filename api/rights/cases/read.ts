/** Reading a request out of its stream. */
import { Refusal } from "../../core/errors.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { StreamHead } from "../../store/store.ts";
import { request } from "../kinds/request.ts";
import { type Case, nextCase, type StepFields } from "./case.ts";

/** A step as it is told; `null` where its record is gone. */
export interface RecordedStep {
  readonly index: number;
  readonly record: StepFields;
}

export interface ReadCase {
  readonly subject: string;
  readonly found: Case;
  readonly steps: readonly RecordedStep[];
  /** Records of steps that are gone: their entries. */
  readonly lost: readonly number[];
  readonly head: StreamHead | null;
}

const caseStream = (requestId: string): string => `${request.kind}/${requestId}`;

/** @throws Refusal `not_found` (`subject`, `request`), `content_lost`: how it began nobody knows any more; `damaged`, `stream_too_long` */
export async function readCase(
  ledger: Pick<Ledger, "events">,
  subject: string,
  requestId: string,
): Promise<ReadCase> {
  const { events, head } = await ledger.events(subject, caseStream(requestId));
  const [first] = events;
  if (first === undefined) throw new Refusal("not_found", { what: "request" });
  if (first.record === null) throw new Refusal("content_lost", { index: first.index });
  const steps: RecordedStep[] = [];
  const lost: number[] = [];
  let found: Case | null = null;
  for (const { index, record } of events) {
    if (record === null) {
      lost.push(index);
      continue;
    }
    steps.push({ index, record });
    found = nextCase(found, record, String(record["@occurredAt"]));
  }
  if (found === null) throw new Refusal("not_found", { what: "request" });
  return { subject, found, steps, lost, head };
}
