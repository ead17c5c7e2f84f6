/** What a partner has signed of a message (FORMAT §19): verified, held against the message, and put on record. Said again, nothing more is recorded. */

import {
  type Acknowledgement,
  messageBodyHash,
  verifyAcknowledgement,
} from "../../../portal/verify/acknowledgement.ts";
import { equalBytes } from "../../../portal/verify/bytes.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { parseVkey } from "../../../portal/verify/note.ts";
import { appendDecided, type EventOutcome } from "../../consent/context.ts";
import type { FirmStreams } from "../../consent/firm-streams.ts";
import { parseInput } from "../../consent/input.ts";
import type { AcknowledgementProblem } from "../../core/acknowledgement-problems.ts";
import { type Clock, formatTime } from "../../core/clock.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import type { SchemaKind } from "../../ledger/kinds/define.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { StreamEvents } from "../../ledger/stream-events.ts";
import type { MessageRow, PartnerStore } from "../../store/partner-store.ts";
import type { Agreement } from "../agreements.ts";
import { acknowledgement as acknowledgementKind } from "../kinds/acknowledgement.ts";
import { agreement as agreementKind } from "../kinds/agreement.ts";
import { termsHash } from "../terms/hash.ts";

export interface AcknowledgeContext {
  readonly ledger: Ledger;
  readonly store: Pick<PartnerStore, "message" | "acknowledge">;
  readonly clock: Clock;
  readonly agreements: () => Promise<FirmStreams<Agreement>>;
  /** With which an organization signs, as a vkey; `null`: it has named none. */
  readonly keyOf: (organization: string) => string | null;
  /**
   * Puts it on record with the erasure that was declared by the entry of this index, without a word of whom. `null`: there is none, or nobody keeps such records here.
   */
  readonly ofErasure: (index: number, fields: SignedFields) => Promise<EventOutcome | null>;
}

/** An acknowledgement as it is recorded. */
export interface SignedFields extends NoteFields {
  readonly messageHash: string;
  readonly note: string;
  readonly organization: string;
  readonly vkey: string;
}

export interface Acknowledging {
  readonly agreementId: string;
  /** Whose member or key brings it. */
  readonly organization: string;
  readonly note: string;
  readonly by: { readonly id: string; readonly role: string };
}

/** `outcome` null: it is of a test, of which nothing is recorded. */
export interface AcknowledgeOutcome {
  readonly message: string;
  readonly what: "received" | "done";
  readonly outcome: EventOutcome | null;
}

/** The note is one, and this key has not signed it. */
const NOT_SIGNED: readonly string[] = ["signature_fails", "not_signed"];
/** Clocks differ by so much. */
const AHEAD_MS = 5 * 60_000;

const refuse = (problem: AcknowledgementProblem): Refusal =>
  new Refusal("acknowledgement_refused", { problem });

function verified(note: string, vkey: string | null): Acknowledgement {
  if (vkey === null) throw refuse("no_key");
  try {
    return verifyAcknowledgement(note, parseVkey(vkey));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const isOther = NOT_SIGNED.includes(error.code);
    throw refuse(isOther ? "other_key" : "not_a_note");
  }
}

/** @throws Refusal `acknowledgement_refused`, and those of append.ts */
export async function acknowledge(
  context: AcknowledgeContext,
  { agreementId, organization, note, by }: Acknowledging,
): Promise<AcknowledgeOutcome> {
  const vkey = context.keyOf(organization);
  const said = verified(note, vkey);
  if (said.agreement !== agreementId) throw refuse("other_agreement");
  const message = await context.store.message(said.message);
  const isTest = message?.type === "webhook.test";
  if (message === null || message.organization !== organization) throw refuse("unknown_message");
  if (!isTest && message.agreement !== agreementId) throw refuse("unknown_message");
  if (!equalBytes(said.bodyHash, messageBodyHash(message.body))) throw refuse("other_body");
  // Clocks differ in both directions.
  if (said.time < message.madeAt - AHEAD_MS) throw refuse("too_early");
  if (said.time > context.clock.now() + AHEAD_MS) throw refuse("in_the_future");
  const { what, time } = said;
  const fields = {
    ...{ message: message.id, messageHash: base64url(said.bodyHash), note },
    ...{ organization, statedAt: formatTime(time), vkey: vkey as string, what },
  };
  const outcome = isTest
    ? null
    : message.subject === null
      ? await ofAgreement(context, message, fields, by)
      : await ofPerson(context, message, message.subject, fields);
  // Of what is recorded the follower puts in when that was.
  const came = context.clock.now();
  await context.store.acknowledge({ id: message.id, what, at: time, came });
  return { message: message.id, what, outcome };
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");

interface NoteFields {
  readonly message: string;
  readonly what: string;
  readonly statedAt: string;
}

/** Whoever has said `done` has said `received`. */
const says =
  ({ message, what }: NoteFields) =>
  (record: Readonly<Record<string, unknown>> | null): boolean =>
    record?.message === message && (record.what === what || record.what === "done");

/** Records it unless the stream has it. */
async function record(
  context: AcknowledgeContext,
  stream: () => Promise<StreamEvents>,
  isSaid: (record: Readonly<Record<string, unknown>>) => boolean,
  kind: SchemaKind,
  input: Record<string, unknown>,
): Promise<EventOutcome> {
  const { ledger, clock } = context;
  let known: string | null = null;
  const outcome = await appendDecided({ ledger }, async () => {
    const { head, events } = await stream();
    const found = events.find(({ record: one }) => one !== null && isSaid(one));
    known = found === undefined ? null : String(found.record?.["@id"]);
    if (known !== null) return null;
    const { draft } = parseInput(kind, {}, clock, input);
    return { events: [{ draft, expect: head }], idempotency: null };
  });
  return outcome ?? { outcome: "known", id: String(known) };
}

/** Of a person who has been erased there is no stream to put it in: what the partner says is kept in the file alone. */
async function ofPerson(
  context: AcknowledgeContext,
  message: MessageRow,
  subject: string,
  fields: SignedFields,
): Promise<EventOutcome | null> {
  const { purpose, index } = JSON.parse(message.body).data as {
    purpose: string | null;
    index: number | null;
  };
  if (message.type === "person.erased")
    return index === null ? null : context.ofErasure(index, fields);
  const read = () => context.ledger.events(subject, acknowledgementKind.kind);
  try {
    return await record(context, read, says(fields), acknowledgementKind, {
      ...{ "@subject": subject, ...fields, purposeId: purpose },
      ...{ agreement: message.agreement, agreementVersion: message.version },
      messageType: message.type,
    });
  } catch (error) {
    if (isRefusal(error, "not_found") || isRefusal(error, "unknown_subject")) return null;
    if (isRefusal(error, "subject_erased")) return null;
    throw error;
  }
}

async function ofAgreement(
  context: AcknowledgeContext,
  { agreement, version }: MessageRow,
  fields: NoteFields,
  by: Acknowledging["by"],
): Promise<EventOutcome> {
  const { ledger } = context;
  const found = (await context.agreements()).get(agreement);
  const about = found?.versions.find((one) => one.version === version);
  if (about === undefined) throw new Refusal("content_lost", { index: found?.lost ?? 0 });
  const read = () => ledger.events(ledger.firm, `${agreementKind.kind}/${agreement}`);
  const isSaid = (one: Readonly<Record<string, unknown>>) =>
    says(fields)((one.acknowledgement ?? null) as Readonly<Record<string, unknown>> | null);
  return record(context, read, isSaid, agreementKind, {
    ...{ "@subject": ledger.firm, actor: { id: by.id, role: by.role } },
    ...{ agreementId: agreement, agreementVersion: version, event: "acknowledged" },
    ...{ termsHash: termsHash(about.terms).text, acknowledgement: fields },
  });
}
