/** Consents as people read them: what the answer is and why, what it rests on, and where the evidence is. */
import { visible } from "../../../api/core/visible.ts";
import type { Context } from "../context.ts";
import { section } from "../section.ts";
import { wrap } from "../terminal.ts";
import type { ConsentAnswer } from "./answer.ts";
import type { ConsentTexts } from "./texts.ts";

type Identifier = ConsentAnswer["identifiers"][number];

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
function rests(context: Context, { identifiers }: ConsentAnswer): string {
  const { consent: t } = context.m;
  return identifiers.map((one) => section(context, t.rests, identifierRows(t, one))).join("\n");
}

function identifierRows(t: ConsentTexts, one: Identifier): string[][] {
  const { names } = t;
  const { subject, state, madeBy, endsAt, evidence } = one;
  const made = madeBy === null ? [] : madeRows(t, madeBy);
  return [
    [`${names.subject}:`, subject],
    [`${names.state}:`, t.states[state]],
    ...made,
    ...(endsAt === null ? [] : [[`${names.until}:`, endsAt]]),
    [`${names.evidence}:`, evidence],
  ];
}

function madeRows(t: ConsentTexts, made: NonNullable<Identifier["madeBy"]>): string[][] {
  const { names } = t;
  const { event, occurredAt, id, noticeId, noticeVersion, language, purposeVersion } = made;
  const shown =
    noticeId && noticeVersion && language
      ? t.notice(noticeId, noticeVersion, language, purposeVersion)
      : t.noNotice(purposeVersion);
  const { role, reference } = made.actor;
  const how = [
    made.choice && `“${made.choice}”`,
    wordFor(t.roles, role),
    reference,
    made.channel && wordFor(t.channels, made.channel),
  ];
  return [
    [`${names.act}:`, t.act(t.events[event], occurredAt, id)],
    [`${names.shown}:`, shown],
    [`${names.given}:`, how.filter((part) => part).join(", ")],
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

function word({ terminal, m }: Context, first: ConsentAnswer, asked: Asked): string {
  const [own] = first.identifiers;
  const absent = own === undefined || own.events.length === 0;
  const stream = `consent/${asked.purpose ?? "PURPOSE"}`;
  const claim = absent && asked.purpose !== null ? "absent" : "history";
  const said = m.consent.word(asked.subject, claim, stream, claim === "absent" ? null : asked.at);
  return `${wrap(visible(said), terminal.columns).join("\n")}\n`;
}
