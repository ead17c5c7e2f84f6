/** The readable side of an export: one document, from which the page and the PDF are drawn as receipts are. */
import { canonicalJson, type JsonValue } from "../../../portal/verify/jcs.ts";
import type { Policy } from "../../../portal/verify/policy.ts";
import type { Controller, Purpose } from "../../consent/model.ts";
import {
  controllerSection,
  purposeSection,
  rightsSection,
  withdrawalSection,
} from "../../consent/receipt/about.ts";
import type { Block, ReceiptDocument, Section } from "../../consent/receipt/document.ts";
import { fact, said } from "../../consent/receipt/said.ts";
import { spelledTime } from "../../consent/receipt/spelling.ts";
import type { RecordKind } from "../../core/kind.ts";
import { fill, type Language } from "../../core/language.ts";
import { visible } from "../../core/visible.ts";
import type { Later } from "./about.ts";
import type { Form } from "./bundle/form.ts";
import type { Unproven } from "./bundle/manifest.ts";
import { tablePath } from "./bundle/tables.ts";
import type { PersonNames } from "./names.ts";
import type { OfKind, Summary, ToldRecord } from "./summary.ts";
import { exportWords } from "./words.ts";
import type { ExportWords } from "./words-shape.ts";

export interface DocumentInput {
  readonly form: Form;
  readonly language: Language;
  readonly origin: string;
  /** RFC 3339. */
  readonly sealedAt: string;
  readonly size: number;
  readonly policy: Policy;
  readonly controller: Controller | null;
  readonly purposes: readonly Purpose[];
  readonly kinds: readonly RecordKind[];
  readonly people: readonly PersonNames[];
  /** Joined identifiers that are not told of. */
  readonly others: readonly string[];
  readonly unproven: readonly Unproven[];
  readonly later: readonly Later[];
  readonly summary: Summary;
  readonly organizationName: (id: string) => string | null;
  /** Of data.json, hex. */
  readonly dataHash: string;
  /** Records of each kind that are told at the most: a page takes more than a printer. */
  readonly most: number;
}

export function documentOf(input: DocumentInput): ReceiptDocument {
  const { form, language, controller, origin, sealedAt, people, policy, summary } = input;
  const words = exportWords[language];
  const { labels: l } = words;
  const problems = problemsOf(input, words);
  const events = summary.kinds.reduce((sum, kind) => sum + kind.events, 0);
  const facts = [
    ...fact(
      l.identifiers,
      people.map(({ subject }) => said(subject)),
    ),
    ...fact(l.sealed, [said(spelledTime(sealedAt, language))]),
    ...fact(l.sources, summary.sources.map(said)),
    ...fact(l.size, [said(String(input.size))]),
    ...fact(l.ledger, [said(origin)]),
    ...fact(l.chain, [said(String(policy.chainId))]),
    ...fact(l.contract, [said(policy.contract)]),
    ...fact(l.ledgerId, [said(policy.ledgerId)]),
    ...fact(l.data, [said(input.dataHash)]),
  ];
  return {
    ...{ language, title: words.titles[form], issuedAt: sealedAt, files: [], facts },
    number: people[0]?.subject ?? "",
    issuer: controller?.name ?? origin,
    status: {
      tone: problems.length === 0 ? "good" : "open",
      state: words.states[problems.length === 0 ? "good" : "open"],
      sentences: [
        fill(words.contents, { time: spelledTime(sealedAt, language), events }),
        words.forms[form],
        ...sentencesOf(input, words),
      ],
    },
    sections: [
      ...(controller === null ? [] : [controllerSection(controller, language)]),
      contentsSection(input, words),
      ...purposeSections(input, words),
      ...(form === "access" ? [recipientsSection(input, words)] : []),
      ...(controller === null
        ? []
        : [withdrawalSection(controller, language), rightsSection(controller, language)]),
      ...summary.kinds.map((kind) => recordsSection(kind, input, words)),
      ...(problems.length === 0 ? [] : [problemsSection(problems, words)]),
      checkSection(words),
    ],
  };
}

function sentencesOf(
  { people, others, unproven, later, summary }: DocumentInput,
  words: ExportWords,
) {
  const gone = summary.kinds.reduce((sum, kind) => sum + kind.gone, 0);
  const damaged = people.reduce((sum, one) => sum + one.damaged.length, 0);
  const told = (template: string, count: number): string[] =>
    count === 0 ? [] : [fill(template, { count })];
  return [
    ...told(words.others, others.length),
    ...told(words.gone, gone),
    ...told(words.damaged, damaged),
    ...told(words.unproven, unproven.length),
    ...told(words.later, later.length),
  ];
}

/** What is not shown, each with where. What came later is no problem. */
function problemsOf(
  { people, unproven, summary }: DocumentInput,
  { problems }: ExportWords,
): readonly (readonly [string, string])[] {
  return [
    ...unproven.map(
      ({ name, why }) =>
        [name, why === "subject_erased" ? problems.erased : problems.unproven] as const,
    ),
    ...people.flatMap(({ damaged }) =>
      damaged.map(({ kind, id }) => [`${kind} ${id}`, problems.damaged] as const),
    ),
    ...summary.kinds
      .filter(({ gone }) => gone > 0)
      .map(({ kind, gone }) => [kind, fill(problems.gone, { count: gone })] as const),
  ];
}

const problemsSection = (
  problems: readonly (readonly [string, string])[],
  { sections, columns: c }: ExportWords,
): Section => ({
  heading: sections.problems,
  blocks: [{ kind: "table", columns: [c.stream, c.problem], rows: problems }],
});

function contentsSection({ summary, kinds }: DocumentInput, words: ExportWords): Section {
  const { columns: c } = words;
  const kept = (kind: string): string => {
    const years = kinds.find((one) => one.kind === kind)?.retentionYears ?? null;
    return years === null ? words.keptOpen : fill(words.keptYears, { years });
  };
  const rows = summary.kinds.map(({ kind, events }) => [
    words.kinds[kind] ?? kind,
    String(events),
    kept(kind),
  ]);
  return {
    heading: words.sections.contents,
    blocks: [{ kind: "table", columns: [c.kind, c.events, c.retention], rows }],
  };
}

/** As they are at that time: the newest version that was stated. */
function purposeSections({ purposes, language }: DocumentInput, words: ExportWords): Section[] {
  return purposes.flatMap(({ purposeId, versions }) => {
    const newest = versions.at(-1);
    if (newest === undefined) return [];
    const { blocks } = purposeSection(newest, language);
    const colon = words.colon;
    return [{ heading: `${words.sections.purposes}${colon}${purposeId}`, blocks }];
  });
}

function recipientsSection(input: DocumentInput, words: ExportWords): Section {
  const { columns: c } = words;
  const { summary, language, organizationName } = input;
  const rows = summary.recipients.map(({ id, role, organization, agreement, count, last }) => [
    `${words.roles[role] ?? role} ${visible(id)}`,
    organization === null ? "" : visible(organizationName(organization) ?? organization),
    agreement === null ? "" : visible(agreement),
    String(count),
    spelledTime(last, language),
  ]);
  const table: Block = {
    kind: "table",
    columns: [c.who, c.organization, c.agreement, c.count, c.last],
    rows,
  };
  const none: Block = { kind: "paragraph", text: words.noRecipients };
  return { heading: words.sections.recipients, blocks: [rows.length === 0 ? none : table] };
}

function recordsSection(
  of: OfKind,
  { language, most }: DocumentInput,
  words: ExportWords,
): Section {
  const { columns: c } = words;
  const shown = of.shown.slice(0, most);
  const count = of.events - of.gone;
  const more: Block = {
    kind: "paragraph",
    text: fill(words.more, { shown: shown.length, count, file: tablePath(of.kind) }),
  };
  const rows = shown.map((one) => [
    spelledTime(String(one.record["@occurredAt"]), language),
    textOf(one, words),
  ]);
  return {
    heading: words.kinds[of.kind] ?? of.kind,
    blocks: [
      ...(count > shown.length ? [more] : []),
      { kind: "table", columns: [c.when, c.record], rows },
    ],
  };
}

/** Of a field: a text as it is, else as a program writes it. Long ones are cut; the tables have them whole. */
const LONGEST = 2_000;

function spelled(value: JsonValue): string {
  const isMoney =
    typeof value === "object" && value !== null && "amount" in value && "currency" in value;
  const text = isMoney
    ? `${String(value.amount)} ${String(value.currency)}`
    : typeof value === "string"
      ? value
      : canonicalJson(value);
  return visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

function textOf({ record }: ToldRecord, { fields, colon, separator }: ExportWords): string {
  return Object.entries(record)
    .filter(([name, value]) => !name.startsWith("@") && value !== null)
    .map(([name, value]) => `${fields[name] ?? name}${colon}${spelled(value)}`)
    .join(separator);
}

function checkSection({ sections, check, proves, notProven }: ExportWords): Section {
  return {
    heading: sections.check,
    blocks: [
      ...check.map((text): Block => ({ kind: "paragraph", text })),
      { kind: "points", ...proves },
      { kind: "points", ...notProven },
    ],
  };
}

/** README.txt, in both languages. */
export function readme(origin: string, time: string): Uint8Array {
  const said = (language: Language): string => {
    const { readme: template, check, proves, notProven } = exportWords[language];
    const points = (all: readonly string[]): string => all.map((text) => `- ${text}`).join("\n");
    return fill(template, {
      ...{ origin, time },
      check: check.map((text, at) => `${at + 1}. ${text}`).join("\n"),
      proves: points(proves.points),
      notProven: points(notProven.points),
    });
  };
  const line = "-".repeat(72);
  // With a mark at its beginning: the oldest editors would otherwise spoil the Chinese.
  return Buffer.from(`\ufeff${said("en")}\n${line}\n\n${said("zh")}`, "utf8");
}
