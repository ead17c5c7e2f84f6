/** What a receipt says: a pure function of what the ledger holds, the reader's language and the time. */
import { fill, type Language } from "../../core/language.ts";
import type { ConsentEvent } from "../kinds/consent.ts";
import type { ConsentRecord, ConsentStatement } from "../model.ts";
import { controllerSection, purposeSection, rightsSection, withdrawalSection } from "./about.ts";
import { receiptWords } from "./catalogue.ts";
import type { Attachment, Block, ReceiptDocument, Section, Tone } from "./document.ts";
import { fact, said } from "./said.ts";
import { inLanguage, spelledTime } from "./spelling.ts";
import { choiceSection, eventsSection, noticeSection } from "./told.ts";

/** What proves it: the evidence file, or, where none can be made yet, the ledger's promise. `address`: where the evidence file is to be had, or the path of it where nobody has said how the ledger is reached. */
export type Proof =
  | { readonly kind: "evidence"; readonly bytes: Uint8Array; readonly address: string }
  | {
      readonly kind: "promise";
      /** The record's signed receipt (FORMAT §8). */
      readonly note: string;
      /** RFC 3339. */
      readonly anchoredBy: string;
      readonly address: string;
    };

export interface ReceiptInput {
  readonly statement: ConsentStatement;
  readonly language: Language;
  /** When this copy is made, RFC 3339. */
  readonly issuedAt: string;
  readonly proof: Proof;
  /** The statement in machine-readable forms. */
  readonly forms: readonly Attachment[];
}

const TONES: Readonly<Record<ConsentEvent, Tone>> = {
  requested: "open",
  given: "good",
  renewed: "good",
  refused: "ended",
  withdrawn: "ended",
  expired: "ended",
  invalidated: "bad",
};

/** Where there is, or may soon be, something to withdraw. */
const WITHDRAWABLE: ReadonlySet<ConsentEvent> = new Set(["requested", "given", "renewed"]);

const EVIDENCE_FILE = "history.evidence.json";
const PROMISE_FILE = "promise.txt";

function filesOf(input: ReceiptInput, noticeFile: string): readonly Attachment[] {
  const { fileKinds } = receiptWords[input.language];
  const { text } = input.statement;
  const proof: Attachment =
    input.proof.kind === "evidence"
      ? {
          name: EVIDENCE_FILE,
          type: "application/json",
          description: fileKinds.evidence,
          bytes: input.proof.bytes,
          relationship: "Source",
        }
      : {
          name: PROMISE_FILE,
          type: "text/plain",
          description: fileKinds.promise,
          bytes: new TextEncoder().encode(input.proof.note),
          relationship: "Source",
        };
  if (text === null) return [proof, ...input.forms];
  const notice: Attachment = {
    name: noticeFile,
    type: text.mediaType,
    description: fileKinds.notice,
    bytes: new TextEncoder().encode(text.text),
    relationship: "Supplement",
  };
  return [proof, notice, ...input.forms];
}

function addressBlock({ address }: Proof, language: Language): Block {
  const words = receiptWords[language];
  if (address.startsWith("/"))
    return { kind: "paragraph", text: fill(words.noAddress, { path: address }) };
  return { kind: "address", label: words.labels.evidenceAddress, address, caption: words.scan };
}

function proofSection({ proof, language, statement }: ReceiptInput): Section {
  const words = receiptWords[language];
  const proves = [...words.proves, ...(statement.notice === null ? [] : [words.provesNotice])];
  const provesNot = [...words.provesNot, ...(statement.statedAfter ? [words.statedAfter] : [])];
  const text =
    proof.kind === "evidence"
      ? fill(words.proven, { file: EVIDENCE_FILE })
      : fill(words.promised, {
          file: PROMISE_FILE,
          time: spelledTime(proof.anchoredBy, language),
        });
  const checking =
    proof.kind === "evidence"
      ? fill(words.howToCheck, { file: EVIDENCE_FILE })
      : fill(words.howToCheckPromise, { file: PROMISE_FILE });
  return {
    heading: words.sections.proof,
    blocks: [
      { kind: "paragraph", text },
      addressBlock(proof, language),
      { kind: "paragraph", text: checking },
      { kind: "points", heading: words.provesHeading, points: proves },
      { kind: "points", heading: words.provesNotHeading, points: provesNot },
    ],
  };
}

function filesSection({ proof, language }: ReceiptInput): Section {
  const words = receiptWords[language];
  const caution = { kind: "paragraph", text: words.caution } as const;
  return {
    heading: words.sections.files,
    blocks: [{ kind: "files" }, ...(proof.kind === "evidence" ? [caution] : [])],
  };
}

/** Until when it holds, of a consent that is in force. */
const limitOf = ({ event, validUntil }: ConsentRecord): string | null =>
  event === "given" || event === "renewed" ? validUntil : null;

export function composeReceipt(input: ReceiptInput): ReceiptDocument {
  const { statement, language, issuedAt } = input;
  const words = receiptWords[language];
  const { controller, purpose, events, text } = statement;
  const event = events.at(-1);
  if (event === undefined) throw new Error("a statement has at least the event that it is of");
  const title = said(inLanguage(purpose.titles, language).text).text;
  const told = (of: ConsentEvent, time: string): string =>
    fill(words.events[of].sentence, { purpose: title, time: spelledTime(time, language) });
  const until = limitOf(event);
  const over = until !== null && until <= issuedAt;
  const limit = (time: string): string =>
    `${over ? words.labels.ended : words.labels.validUntil}${words.colon}${spelledTime(time, language)}`;
  const sentences = [
    told(event.event, event.occurredAt),
    ...(until === null ? [] : [limit(until)]),
  ];
  const noticeFile = text?.mediaType === "text/markdown" ? "notice.md" : "notice.txt";
  const sections = [
    choiceSection(event, statement, language),
    purposeSection(purpose, language),
    controllerSection(controller, language),
    ...(WITHDRAWABLE.has(event.event) ? [withdrawalSection(controller, language)] : []),
    rightsSection(controller, language),
    noticeSection(statement, noticeFile, language),
    eventsSection(statement, language),
    proofSection(input),
    filesSection(input),
  ];
  return {
    language,
    title: words.events[event.event].title,
    number: event.id,
    issuedAt,
    issuer: said(controller.name).text,
    status: {
      tone: over ? "ended" : TONES[event.event],
      state: words.events[over ? "expired" : event.event].state,
      sentences,
    },
    facts: [
      ...fact(words.labels.receiptNumber, [said(event.id)]),
      ...fact(words.labels.issued, [said(spelledTime(issuedAt, language))]),
      ...fact(words.labels.subject, [said(event.subject)]),
      ...fact(words.labels.entry, [said(String(event.index))]),
    ],
    sections: sections.filter(({ blocks }) => blocks.length > 0),
    files: filesOf(input, noticeFile),
  };
}
