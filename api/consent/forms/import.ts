/** Foreign documents into the ledger: each event that a document tells of goes the way of every other, and is judged by the same rules. */
import { formatTime } from "../../core/clock.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import type { ForeignFormat } from "../../core/foreign-problems.ts";
import { sha256 } from "../../core/hash.ts";
import type { JsonValue } from "../../core/kind.ts";
import { jcs } from "../../vault/commitment.ts";
import type { EventOutcome } from "../context.ts";
import { EXPLICIT, mustBeExplicit } from "../explicit.ts";
import { type ConsentEvent, isConsenting } from "../kinds/consent.ts";
import { purposeAt } from "../lookup.ts";
import type { ConsentHistory, ConsentRecord, PurposeVersion } from "../model.ts";
import type { Imported } from "../request.ts";
import type { Consents } from "../service.ts";
import { consentAt } from "../transitions.ts";
import { readDpv } from "./dpv-read.ts";
import { type ForeignEvent, type ForeignPurpose, type ForeignReading, refuse } from "./foreign.ts";
import { type ImportRequest, tcfReading, whoseOf } from "./import-request.ts";
import { readKantara } from "./kantara-read.ts";
import { settle } from "./settle.ts";
import { readTcf } from "./tcf-read.ts";
import { takenOverFrom } from "./whose.ts";

/** What became of one event of a document. `unchanged`: what it says was so already, and nothing was recorded. */
export interface ImportedEvent {
  readonly from: string;
  readonly purposeId: string;
  readonly event: ConsentEvent;
  readonly occurredAt: string;
  readonly outcome: EventOutcome | Refusal | "unchanged";
}

export interface ImportOutcome {
  readonly events: readonly ImportedEvent[];
  /** Purposes of the document that nobody asked for, by their first names. */
  readonly left: readonly string[];
}

type Context = Pick<Consents, "history" | "parse" | "record" | "registry">;

/** @param now milliseconds since 1970 @throws Refusal `foreign_form`, `invalid_record` */
function read(request: ImportRequest, format: ForeignFormat, now: number): ForeignReading {
  const document = request.document as JsonValue;
  const reading = tcfReading(request, format);
  if (format === "tcf-2") return readTcf(document, reading, now);
  return format === "kantara-1.1" ? readKantara(document) : readDpv(document, now);
}

/** The purposes that were asked for, each as the document has it. @throws Refusal `foreign_form` */
function chosen({ purposes, format }: ForeignReading, request: ImportRequest) {
  const found = request.purposes.map(({ from, purposeId }, i) => {
    const here = `purposes[${i}].from`;
    const [purpose, another] = purposes.filter(({ names }) => names.includes(from));
    // A name that two of them have says of neither that it is meant.
    if (purpose === undefined || another !== undefined)
      return refuse(format, "purpose_not_in_document", here);
    if (!purpose.byConsent) return refuse(format, "not_by_consent", here);
    return { from, purposeId, purpose };
  });
  if (found.every(({ purpose }) => purpose.events.length === 0)) refuse(format, "nothing_to_take");
  return found;
}

const MOST_NUMBER = 128;
const PRINTABLE = /^[\x21-\x7e]+$/;

/**
 * What an event is recognised by when it comes again, in this document or in one that has grown since: the document's own number, the purpose here, what happened, and when by the document.
 * A document without a number is told from others by whose it is and what it says.
 */
function numberOf(
  { format, number, document }: ForeignReading,
  { subject, purposeId, event }: { subject: string; purposeId: string; event: ForeignEvent },
): string {
  const name = number ?? sha256(jcs([subject, document])).toString("base64url");
  const parts = [name, purposeId, event.step, event.toldAt] as const;
  const plain = `${format}:${parts.join("/")}`;
  if (plain.length <= MOST_NUMBER && PRINTABLE.test(name)) return plain;
  return `${format}:${sha256(jcs([...parts])).toString("base64url")}`;
}

/** Records what a document says about the purposes that are named. @throws Refusal `foreign_form`, `invalid_record`, `unknown_subject` */
export async function importForeign(
  context: Context,
  request: ImportRequest,
  { format, now }: { readonly format: ForeignFormat; readonly now: number },
): Promise<ImportOutcome> {
  const whose = whoseOf(request, format);
  const reading = read(request, format, now);
  const ours = whose && (await context.registry.controllerAt(formatTime(now)));
  const from = whose && takenOverFrom(reading, whose, ours);
  const kept: Imported = {
    ...{ format: reading.format, document: reading.document },
    ...(from === null ? {} : { takenOverFrom: from }),
  };
  const wanted = chosen(reading, request);
  const events: ImportedEvent[] = [];
  for (const { from, purposeId, purpose } of wanted) {
    for (const event of purpose.events) {
      const task = { reading, request, kept, purposeId, event };
      const { occurredAt } = event;
      events.push({ from, purposeId, occurredAt, ...(await take(context, task)) });
    }
  }
  const asked = new Set<ForeignPurpose>(wanted.map(({ purpose }) => purpose));
  const left = reading.purposes.filter((purpose) => !asked.has(purpose));
  return { events, left: left.map(({ names }) => names[0] ?? "") };
}

interface Task {
  readonly reading: ForeignReading;
  readonly request: ImportRequest;
  /** What is recorded of where it came from. */
  readonly kept: Imported;
  readonly purposeId: string;
  readonly event: ForeignEvent;
}

type Taken = Pick<ImportedEvent, "event" | "outcome">;

/** So often somebody else may record something between a look and a decision. */
const MOST_LOOKS = 3;

const UNCHANGED: ReadonlySet<string> = new Set(["not_in_force", "already_given"]);

async function take(context: Context, task: Task): Promise<Taken> {
  const { request, reading, kept, purposeId, event } = task;
  const subject = request["@subject"];
  const version = await versionAt(context, purposeId, event.occurredAt);
  if (
    isConsenting(event.step) &&
    event.consentType !== EXPLICIT &&
    version !== null &&
    mustBeExplicit(version)
  ) {
    const details = { format: reading.format, problem: "not_explicit" } as const;
    return { event: event.step, outcome: new Refusal("foreign_form", details) };
  }
  const externalNumber = numberOf(reading, { subject, purposeId, event });
  for (let looks = 1; ; looks++) {
    const history = await historyOf(context, subject, purposeId);
    const known = history.events.find(
      (each) => each?.externalNumber === externalNumber && each.source === request["@source"],
    );
    if (known && isSame(known, event))
      return { event: known.event, outcome: { outcome: "known", id: known.id } };
    const step = settle(event.step, consentAt(history, event.occurredAt).state);
    const input = inputOf(task, step, externalNumber);
    const [outcome] = await context.record([{ request: context.parse(input, kept), key: null }]);
    if (outcome === undefined) throw new Error("no outcome");
    const refused = isRefusal(outcome, "consent_refused") ? outcome.details : null;
    if (refused?.state === undefined) return { event: step, outcome };
    const now = await historyOf(context, subject, purposeId);
    const moved = now.events.length !== history.events.length;
    if (moved && looks < MOST_LOOKS) continue;
    return { event: step, outcome: UNCHANGED.has(refused.problem) ? "unchanged" : outcome };
  }
}

async function versionAt(
  { registry }: Context,
  purposeId: string,
  time: string,
): Promise<PurposeVersion | null> {
  const purpose = await registry.purpose(purposeId);
  return purpose === null ? null : purposeAt(purpose, time);
}

/** As the subject of a request, not of an address. @throws Refusal `unknown_subject` */
async function historyOf(
  context: Context,
  subject: string,
  purposeId: string,
): Promise<ConsentHistory> {
  try {
    return await context.history(subject, purposeId);
  } catch (error) {
    if (isRefusal(error, "not_found")) throw new Refusal("unknown_subject", {});
    throw error;
  }
}

/** Step and time are in the number; the same with another end is a conflict. */
function isSame(known: ConsentRecord, { validUntil }: ForeignEvent): boolean {
  return validUntil === null || validUntil === known.validUntil;
}

function inputOf(
  { reading, request, purposeId, event }: Task,
  step: ConsentEvent,
  externalNumber: string,
): Readonly<Record<string, unknown>> {
  const { notice, channel } = request;
  const language = notice?.language ?? reading.language;
  return {
    "@subject": request["@subject"],
    "@source": request["@source"],
    "@occurredAt": event.occurredAt,
    event: step,
    purposeId,
    actor: event.actor,
    choice: event.choice ?? request.choice ?? null,
    consentType: event.consentType,
    externalNumber,
    jurisdiction: reading.jurisdiction,
    ...(channel === undefined ? {} : { channel }),
    ...(notice === undefined
      ? { language }
      : { noticeId: notice.noticeId, noticeVersion: notice.noticeVersion, language }),
    ...(isConsenting(step) && event.validUntil !== null ? { validUntil: event.validUntil } : {}),
  };
}
