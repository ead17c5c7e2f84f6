/** What happened: the event that the receipt is of, those before it, and the notice that was shown. */
import { fill, type Language } from "../../core/language.ts";
import { endedBy } from "../ended.ts";
import type { ConsentRecord, ConsentStatement } from "../model.ts";
import { worded } from "./about.ts";
import { receiptWords } from "./catalogue.ts";
import type { Block, Section, Value } from "./document.ts";
import { noticeLines } from "./notice-lines.ts";
import { fact, lines, optionally, said, withAside } from "./said.ts";
import { languageName, spelledTime } from "./spelling.ts";
import { termWords } from "./terms.ts";
import type { ReceiptWords } from "./words.ts";

/** Who acted. What a person's software said by itself nobody did by hand, and it is not told as if. */
function actorOf(
  { id, actor, signal }: ConsentRecord,
  signals: ConsentStatement["signals"],
  words: ReceiptWords,
): string {
  const reference =
    actor.reference === undefined
      ? undefined
      : fill(words.reference, { reference: actor.reference });
  const who = withAside(worded(words.actors, actor.role), reference, words);
  if (signal === null) return who;
  const which = signals.get(id);
  const named = which === undefined ? undefined : worded(words.signals, which);
  const by = withAside(words.signal, named, words);
  return actor.role === "subject" ? by : `${who}${words.listSeparator}${by}`;
}

/** Which consent was withdrawn, declared invalid, or is over: when it was given, and in which words. */
function endedFact(event: ConsentRecord, before: readonly ConsentRecord[], language: Language) {
  const words = receiptWords[language];
  const ended = endedBy(event, before);
  if (ended === null) return [];
  const { state } = words.events[ended.event];
  const choice = ended.choice === null ? undefined : `“${ended.choice}”`;
  const of = `${state}${words.listSeparator}${spelledTime(ended.occurredAt, language)}`;
  return fact(words.labels.whatEnded, [said(withAside(of, choice, words))]);
}

export function choiceSection(
  event: ConsentRecord,
  { events, signals }: Pick<ConsentStatement, "events" | "signals">,
  language: Language,
): Section {
  const words = receiptWords[language];
  const { labels } = words;
  const acts = event.evidence.map(({ type, reference, hash }) => {
    const aside = [reference, hash === undefined ? undefined : `SHA-256 ${hash}`];
    return said(
      withAside(
        worded(words.acts, type),
        aside.filter((part) => part !== undefined).join(words.listSeparator),
        words,
      ),
    );
  });
  const choice = optionally(event.choice, (text) => said(`“${text}”`));
  const facts = [
    ...fact(labels.act, [said(words.events[event.event].state)]),
    ...endedFact(event, events, language),
    ...fact(labels.choice, [
      choice !== null && event.language !== null ? { ...choice, language: event.language } : choice,
    ]),
    ...fact(labels.occurred, [said(spelledTime(event.occurredAt, language))]),
    ...fact(labels.recorded, [said(spelledTime(event.recordedAt, language))]),
    ...fact(labels.validUntil, [
      optionally(event.validUntil, (time) => said(spelledTime(time, language))),
    ]),
    ...fact(labels.actor, [said(actorOf(event, signals, words))]),
    ...fact(labels.channel, [
      optionally(event.channel, (channel) => said(worded(words.channels, channel))),
    ]),
    ...fact(labels.consentType, [
      optionally(event.consentType, (term) => said(termWords(term, language))),
    ]),
    ...fact(labels.shownIn, [
      optionally(event.language, (tag) => said(languageName(tag, language))),
    ]),
    ...fact(labels.evidenceOfAct, acts),
    ...fact(labels.note, event.note === null ? [] : lines(event.note)),
  ];
  return { heading: words.sections.choice, blocks: [{ kind: "facts", facts }] };
}

export function eventsSection({ events, signals }: ConsentStatement, language: Language): Section {
  const words = receiptWords[language];
  const { labels } = words;
  const rows = events.map((event) => [
    spelledTime(event.occurredAt, language),
    words.events[event.event].state,
    [
      actorOf(event, signals, words),
      ...(event.channel === null ? [] : [worded(words.channels, event.channel)]),
    ]
      .map((part) => said(part).text)
      .join(words.listSeparator),
    String(event.index),
  ]);
  const gone = (events.at(-1)?.seq ?? 0) - events.length;
  return {
    heading: words.sections.events,
    blocks: [
      { kind: "table", columns: [labels.when, labels.what, labels.through, labels.entry], rows },
      ...(gone > 0
        ? [{ kind: "paragraph", text: fill(words.gone, { count: gone }) } as const]
        : []),
      { kind: "paragraph", text: words.later },
    ],
  };
}

/** As the ledger spells it, and as the tools of most people do. */
function fingerprint(hash: string | null, words: ReceiptWords): readonly Value[] {
  if (hash === null) return [];
  const hex = Buffer.from(hash, "base64url").toString("hex");
  return [said(withAside(hash, "base64url", words)), said(withAside(hex, "hex", words))];
}

/** @param file name of the file that holds the text */
export function noticeSection(
  { notice, text, events }: ConsentStatement,
  file: string,
  language: Language,
): Section {
  const words = receiptWords[language];
  const { labels } = words;
  const heading = words.sections.notice;
  const event = events.at(-1);
  if (notice === null) return { heading, blocks: [{ kind: "paragraph", text: words.noNotice }] };
  const shown = notice.texts.find(({ hash }) => hash === (text?.hash ?? event?.noticeHash));
  const title = text?.title ?? shown?.title ?? notice.noticeId;
  const tag = text?.language ?? shown?.language ?? event?.language ?? null;
  const version = fill(words.versionSince, {
    version: notice.noticeVersion,
    time: spelledTime(notice.inForceFrom, language),
  });
  const facts = [
    ...fact(labels.noticeTitle, [tag === null ? said(title) : { ...said(title), language: tag }]),
    ...fact(labels.version, [said(version)]),
    ...fact(labels.shownIn, [optionally(tag, (one) => said(languageName(one, language)))]),
    ...fact(labels.fingerprint, fingerprint(text?.hash ?? event?.noticeHash ?? null, words)),
  ];
  const blocks: readonly Block[] =
    text === null
      ? [{ kind: "paragraph", text: words.noText }]
      : [
          { kind: "notice", language: text.language, lines: noticeLines(text) },
          { kind: "paragraph", text: fill(words.noticeExact, { file }) },
        ];
  return { heading, blocks: [{ kind: "facts", facts }, ...blocks] };
}
