/** Consents as people read them: what the answer is and why, what it rests on, and where the evidence is. */
import { visible } from "../../../api/core/visible.ts";
import type { Context } from "../context.ts";
import { section } from "../section.ts";
import { wrap } from "../terminal.ts";
import type { ConsentAnswer } from "./answer.ts";
import { consentCommandOf, evidenceCommands } from "./commands.ts";
import type { ConsentTexts } from "./texts.ts";

type Identifier = ConsentAnswer["identifiers"][number];
type Made = NonNullable<Identifier["madeBy"]>;

export interface Asked {
  readonly subject: string;
  /** Only of this one; null: of all there are. */
  readonly purpose: string | null;
  /** As it was asked for; null: now. */
  readonly at: string | null;
}

export function consentText(
  context: Context,
  answers: readonly ConsentAnswer[],
  asked: Asked,
): string {
  const { consent: t } = context.m;
  const [first] = answers;
  if (first === undefined) return `${t.noPurposes}\n`;
  const parts = [
    section(
      context,
      t.title(asked.subject, first.at),
      answers.map((one) => verdictRow(t, one)),
    ),
    asked.purpose === null ? where(context, answers) : rests(context, first),
    word(context, first, asked),
  ];
  return parts.join("\n");
}

const verdictRow = (t: ConsentTexts, { purposeId, allowed, reason }: ConsentAnswer): string[] => [
  purposeId,
  allowed ? t.allowed : t.notAllowed,
  t.reasons[reason],
];

/** Under each identifier. */
const rests = (context: Context, { identifiers }: ConsentAnswer): string =>
  identifiers.map((one) => restsOf(context, one)).join("\n");

function restsOf(context: Context, one: Identifier): string {
  const { consent: t } = context.m;
  const rows = section(context, t.rests, identifierRows(t, one));
  return one.statedAfter ? `${rows}${paragraph(context, t.statedAfter)}` : rows;
}

function identifierRows(t: ConsentTexts, one: Identifier): string[][] {
  const { names } = t;
  const { subject, state, madeBy, ended, endsAt, evidence } = one;
  return [
    [`${names.subject}:`, subject],
    [`${names.state}:`, t.states[state]],
    ...(madeBy === null ? [] : madeRows(t, madeBy, one)),
    ...(ended === null ? [] : [[`${names.ended}:`, endedText(t, ended)]]),
    ...(endsAt === null ? [] : [[`${names.until}:`, endsAt]]),
    [`${names.evidence}:`, evidence],
  ];
}

const shownText = (t: ConsentTexts, made: Made): string => {
  const { noticeId, noticeVersion, language, purposeVersion } = made;
  return noticeId && noticeVersion && language
    ? t.notice(noticeId, noticeVersion, language, purposeVersion)
    : t.noNotice(purposeVersion);
};

function endedText(t: ConsentTexts, ended: Made): string {
  const { event, occurredAt, id, choice } = ended;
  const parts = [t.act(t.events[event], occurredAt, id), choice && `“${choice}”`];
  return [...parts.filter((part) => part), shownText(t, ended)].join(t.separator);
}

function madeRows(t: ConsentTexts, made: Made, { signalled }: Identifier): string[][] {
  const { names } = t;
  const { event, occurredAt, recordedAt, id, signal, note } = made;
  const { role, reference } = made.actor;
  // What a person's software said by itself nobody did by hand.
  const who = signal !== null && role === "subject" ? null : wordFor(t.roles, role);
  const how = [
    made.choice && `“${made.choice}”`,
    who,
    reference,
    signal && t.signal(signalled),
    made.channel && wordFor(t.channels, made.channel),
  ];
  return [
    [`${names.act}:`, t.act(t.events[event], occurredAt, id)],
    ...(recordedAt > occurredAt ? [[`${names.recorded}:`, recordedAt]] : []),
    [`${names.shown}:`, shownText(t, made)],
    [`${names.given}:`, how.filter((part) => part).join(t.separator)],
    ...(note === null ? [] : [[`${names.note}:`, note]]),
  ];
}

/** A newer ledger may know more of them. */
const wordFor = (words: Readonly<Record<string, string>>, code: string): string =>
  Object.hasOwn(words, code) ? (words[code] as string) : code;

/** Of a list, only the address for each identifier. */
function where(context: Context, answers: readonly ConsentAnswer[]): string {
  const { consent: t } = context.m;
  const rows = answers.flatMap(({ purposeId, identifiers }) =>
    identifiers.map(({ evidence }) => [purposeId, evidence]),
  );
  return section(context, t.evidence, rows);
}

const paragraph = ({ terminal }: Context, said: string): string =>
  `${wrap(visible(said), terminal.columns).join("\n")}\n`;

/** Whose word all this is, and how to get it proven. Commands are not broken, so that they can be copied. */
function word(context: Context, first: ConsentAnswer, { subject, purpose, at }: Asked): string {
  const { consent: t } = context.m;
  const commands =
    purpose === null ? [consentCommandOf(subject, "PURPOSE", at)] : evidenceCommands(first);
  const said = paragraph(context, purpose === null ? t.wordOfAll : t.wordOfOne);
  return `${said}${commands.map((command) => `  ${command}\n`).join("")}`;
}
