/**
 * Terms as people read them before they sign: all that the policy says, in the reader's language. One thing stands on each line, and no value holds a line break or
 * anything unseen (model.ts), so that no value can look like another line.
 */
import { spelledDuration, spelledTime } from "../../consent/receipt/spelling.ts";
import { fill, type Language } from "../../core/language.ts";
import { visible } from "../../core/visible.ts";
import type { Terms } from "./model.ts";
import { termsWords } from "./words.ts";
import type { TermsWords } from "./words-shape.ts";

/** What a purpose is called, by its identifier; where nothing is known it stands for itself. */
export type PurposeTitles = ReadonlyMap<string, string>;

type Lines = readonly string[];
const item = (text: string): string => `- ${text}`;
const inner = (text: string): string => `  - ${text}`;

/** With its spelling in the policy, which is the one that counts. */
function length(duration: string, words: TermsWords, language: Language): string {
  const hours = /^PT(\d+)H$/.exec(duration)?.[1];
  const spelled =
    hours === undefined
      ? spelledDuration(duration, language)
      : fill(words.hours[hours === "1" ? 0 : 1], { count: hours });
  return `${spelled} (${duration})`;
}

function purposeLines({ purposes }: Terms, titles: PurposeTitles, words: TermsWords): Lines {
  const called = (purposeId: string): string => {
    const title = titles.get(purposeId);
    return title === undefined ? purposeId : `${purposeId}${words.colon}${visible(title)}`;
  };
  return [
    words.purposesSay,
    ...purposes.flatMap(({ purposeId, consents }) => [
      item(called(purposeId)),
      `  ${words.consentsSay}${words.colon.trimEnd()}`,
      ...consents.map((consent) => inner(called(consent))),
    ]),
  ];
}

const recordLines = ({ records }: Terms, words: TermsWords): Lines => [
  words.recordsSay,
  ...records.flatMap(({ kind, fields }) => [
    item(`${words.kinds[kind] ?? kind} (${kind})`),
    ...fields.map(inner),
  ]),
];

const onwardLines = ({ onward }: Terms, words: TermsWords): Lines =>
  onward === "prohibited" ? [words.onwardProhibited] : [words.onwardTo, ...onward.to.map(item)];

function noteLines({ notes }: Terms, words: TermsWords): Lines {
  return (["en", "zh"] as const).flatMap((language) => {
    const text = notes?.[language];
    return text === undefined ? [] : [`${words.notesIn[language]}${words.colon}${text}`];
  });
}

/** Lines, each ended by a line feed; sections are apart by an empty one. */
export function textOf(terms: Terms, titles: PurposeTitles, language: Language): string {
  const words = termsWords[language];
  const { labels, sections } = words;
  const { controller, recipient, duties } = terms;
  const line = (label: keyof typeof labels, value: string): string =>
    `${labels[label]}${words.colon}${value}`;
  const time = (duration: string) => ({ time: length(duration, words, language) });
  const parts: readonly Lines[] = [
    [
      fill(words.title, { version: terms.version }),
      line("agreement", terms.agreement),
      line("chain", `eip155:${terms.chainId}`),
      line("contract", terms.contract),
      line("nonce", terms.nonce),
    ],
    [
      sections.controller,
      line("name", controller.name),
      line("account", controller.account),
      line("ledger", controller.ledgerId),
    ],
    [
      sections.recipient,
      line("name", recipient.name),
      line("account", recipient.account),
      line("contact", recipient.contact),
    ],
    [sections.purposes, ...purposeLines(terms, titles, words)],
    [sections.records, ...recordLines(terms, words)],
    [
      sections.validity,
      line("from", spelledTime(terms.validFrom, language)),
      line("until", spelledTime(terms.validUntil, language)),
    ],
    [sections.retention, words.retentionSays, item(time(terms.retention).time)],
    [sections.onward, ...onwardLines(terms, words)],
    [
      sections.duties,
      words.dutiesSay,
      item(fill(words.deleteWithin, time(duties.deleteWithin))),
      item(fill(words.acknowledgeWithin, time(duties.acknowledgeWithin))),
    ],
    ...(terms.notes === null ? [] : [[sections.notes, ...noteLines(terms, words)]]),
  ];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
