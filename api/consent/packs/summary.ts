/** The printable summary of a pack: a document that the press draws as it draws receipts. */
import type { Policy } from "../../../portal/verify/policy.ts";
import { fill, type Language } from "../../core/language.ts";
import type { Block, ReceiptDocument, Section, Tone } from "../receipt/document.ts";
import { fact, said } from "../receipt/said.ts";
import { spelledTime } from "../receipt/spelling.ts";
import type { PackRow } from "./index-csv.ts";
import type { PackRequest } from "./schemas.ts";
import { packWords } from "./words.ts";
import type { PackWords } from "./words-shape.ts";

export interface SummaryInput {
  readonly language: Language;
  /** Of the pack. */
  readonly id: string;
  readonly origin: string;
  /** The firm's name; its ledger's where it has stated none. */
  readonly issuer: string;
  readonly policy: Policy;
  /** RFC 3339. */
  readonly madeAt: string;
  readonly by: { readonly id: string; readonly role: string };
  readonly reason: string | null;
  readonly request: PackRequest;
  readonly rows: readonly PackRow[];
  readonly gone: number;
  /** Of index.csv, in hex. */
  readonly indexHash: string;
}

/** So many lines are printed; the index has all. */
const MOST_LINES = 300;
const BAD: ReadonlySet<string> = new Set(["INVALID", "DIVERGED", "DAMAGED"]);
const GOOD: ReadonlySet<string> = new Set(["VERIFIED", "TEXT"]);

type Row = Pick<PackRow, "verdict">;

const stateOf = (rows: readonly Row[]): keyof PackWords["states"] =>
  rows.some(({ verdict }) => BAD.has(verdict))
    ? "bad"
    : rows.every(({ verdict }) => GOOD.has(verdict))
      ? "good"
      : "open";

const peopleOf = (rows: readonly PackRow[]): number =>
  new Set(rows.flatMap(({ subject }) => (subject === "" ? [] : [subject]))).size;

/** How often each word stands in the index, by name. */
export function countVerdicts(rows: readonly Row[]): { verdict: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { verdict } of rows) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([verdict, count]) => ({ verdict, count }));
}

const isProof = ({ kind, file }: PackRow): boolean => file !== "" && kind !== "notice-text";

export function summaryOf(input: SummaryInput): ReceiptDocument {
  const { language, rows, gone } = input;
  const words = packWords[language];
  const number = (value: number): string => value.toLocaleString(language);
  const state = stateOf(rows);
  const files = rows.filter(isProof);
  const lacking = rows.filter(({ file }) => file === "").length;
  const tones: Readonly<Record<typeof state, Tone>> = { good: "good", open: "open", bad: "bad" };
  return {
    ...{ language, title: words.title, number: input.id, issuedAt: input.madeAt },
    issuer: input.issuer,
    status: {
      ...{ tone: tones[state], state: words.states[state] },
      sentences: [
        fill(words.contents, { files: number(files.length), people: number(peopleOf(files)) }),
        ...(lacking === 0 ? [] : [fill(words.lacking, { count: number(lacking) })]),
        ...(gone === 0 ? [] : [fill(words.gone, { count: number(gone) })]),
      ],
    },
    facts: factsOf(input, words),
    sections: [
      { heading: words.sections.contents, blocks: [contents(rows, words, number)] },
      { heading: words.sections.verdicts, blocks: [verdicts(rows, words, number)] },
      checkSection(words),
      recordsSection(input, words, number),
    ],
    files: [],
  };
}

function factsOf(input: SummaryInput, words: PackWords): ReceiptDocument["facts"] {
  const { language, request, policy, by, reason } = input;
  const { labels: l, list } = words;
  const { subjects, purposes, kinds } = request;
  const named = (some: readonly string[] | undefined, none: string): string =>
    some === undefined ? none : some.join(list);
  const span = fill(words.span, {
    from: spelledTime(request.from, language),
    until: spelledTime(request.until, language),
  });
  const kindNames = kinds?.map((kind) => words.kinds[kind] ?? kind);
  return [
    ...fact(l.made, [said(spelledTime(input.madeAt, language))]),
    ...fact(l.by, [said(`${by.role} ${by.id}`)]),
    ...fact(l.reason, [reason === null ? null : said(reason)]),
    ...fact(l.period, [said(span)]),
    ...fact(l.people, [said(named(subjects, words.everybody))]),
    ...fact(l.purposes, [purposes === undefined ? null : said(named(purposes, ""))]),
    ...fact(l.kinds, [said(named(kindNames, words.every))]),
    ...fact(l.ledger, [said(input.origin)]),
    ...fact(l.chain, [said(String(policy.chainId))]),
    ...fact(l.contract, [said(policy.contract)]),
    ...fact(l.ledgerId, [said(policy.ledgerId)]),
    ...fact(l.index, [said(input.indexHash)]),
  ];
}

function contents(
  rows: readonly PackRow[],
  { columns: c, kinds }: PackWords,
  number: (value: number) => string,
): Block {
  const byKind = Map.groupBy(rows, ({ kind }) => kind);
  return {
    kind: "table",
    columns: [c.kind, c.files, c.proven, c.people],
    rows: [...byKind]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, own]) => [
        kinds[kind] ?? kind,
        number(own.filter(({ file }) => file !== "").length),
        number(own.filter(({ verdict }) => GOOD.has(verdict)).length),
        number(peopleOf(own)),
      ]),
  };
}

function verdicts(
  rows: readonly PackRow[],
  words: PackWords,
  number: (value: number) => string,
): Block {
  return {
    kind: "facts",
    facts: countVerdicts(rows).flatMap(({ verdict, count }) =>
      fact(`${verdict} (${number(count)})`, [said(words.verdicts[verdict] ?? verdict)]),
    ),
  };
}

function checkSection({ sections, check, notProven }: PackWords): Section {
  const { heading, points } = notProven;
  return {
    heading: sections.check,
    blocks: [
      ...check.map((text): Block => ({ kind: "paragraph", text })),
      { kind: "points", heading, points },
    ],
  };
}

function recordsSection(
  { rows, language }: SummaryInput,
  words: PackWords,
  number: (value: number) => string,
): Section {
  const { columns: c } = words;
  const shown = rows.slice(0, MOST_LINES);
  const counts = { count: number(rows.length), shown: number(shown.length) };
  const more: Block = { kind: "paragraph", text: fill(words.more, counts) };
  return {
    heading: words.sections.records,
    blocks: [
      ...(rows.length > shown.length ? [more] : []),
      {
        kind: "table",
        columns: [c.record, c.kind, c.recordedAt, c.verdict],
        rows: shown.map(({ id, kind, recordedAt, verdict }) => [
          id,
          words.kinds[kind] ?? kind,
          recordedAt === "" ? "" : spelledTime(recordedAt, language),
          verdict,
        ]),
      },
    ],
  };
}
