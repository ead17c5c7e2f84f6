/** The record of processing activities as a document and as a table. Pure. */
import { controllerSection, purposeSection } from "../../consent/receipt/about.ts";
import type { Block, ReceiptDocument, Section } from "../../consent/receipt/document.ts";
import { fact, said } from "../../consent/receipt/said.ts";
import {
  inLanguage,
  placeName,
  spelledDuration,
  spelledTime,
} from "../../consent/receipt/spelling.ts";
import { csvHead, csvLine } from "../../core/csv.ts";
import { fill, type Language } from "../../core/language.ts";
import { visible } from "../../core/visible.ts";
import type { ProcessingActivity, ProcessingRecord } from "./processing.ts";
import { registerWords } from "./words.ts";
import type { RegisterWords } from "./words-shape.ts";

const titleOf = ({ purpose }: ProcessingActivity, language: Language): string =>
  visible(inLanguage(purpose.titles, language).text);

const named = (words: Readonly<Record<string, string>>, all: readonly string[]): string =>
  all.map((one) => words[one] ?? one).join("; ");

export function processingDocument(
  { at, controller, activities, retention }: ProcessingRecord,
  language: Language,
  origin: string,
): ReceiptDocument {
  const words = registerWords[language];
  const { processing: w } = words;
  return {
    ...{ language, title: w.title, number: origin, issuedAt: at, files: [] },
    issuer: controller?.name ?? origin,
    status: {
      ...{ tone: controller === null ? "open" : "good", state: w.state },
      sentences: [...w.sentences, ...(controller === null ? [w.noController] : [])],
    },
    facts: fact("", [said(spelledTime(at, language))]).map((one) => ({ ...one, label: "UTC" })),
    sections: [
      ...(controller === null ? [] : [controllerSection(controller, language)]),
      ...activities.map((one) => activitySection(one, words, language)),
      retentionSection(retention, w, language),
      {
        heading: w.measures,
        blocks: w.measureList.map((text): Block => ({ kind: "paragraph", text })),
      },
    ],
  };
}

function activitySection(
  activity: ProcessingActivity,
  { processing: w, triggers, conclusions }: RegisterWords,
  language: Language,
): Section {
  const { purpose, retiredFrom, partners, abroad, assessment, needsAssessment } = activity;
  const { blocks } = purposeSection(purpose, language);
  const newest =
    assessment === null
      ? w.noAssessment
      : `${spelledTime(assessment.occurredAt, language)}: ${conclusions[assessment.conclusion] ?? assessment.conclusion}`;
  const places = abroad.map((code) => placeName(code, language)).join(", ");
  const needed = needsAssessment.length === 0 ? w.notNeeded : named(triggers, needsAssessment);
  const facts = [
    ...(retiredFrom === null ? [] : fact(w.retired, [said(spelledTime(retiredFrom, language))])),
    ...fact(w.abroad, [said(places === "" ? w.none : places)]),
    ...fact(w.needed, [said(needed)]),
    ...fact(`${w.assessment}: ${w.assessed}`, [said(newest)]),
    ...(partners.length === 0 ? fact(w.partners, [said(w.none)]) : []),
  ];
  const rows = partners.map(({ name, contact, kinds, retention, onward, validUntil }) => [
    ...[visible(name), visible(contact), kinds.join(", "), spelledDuration(retention, language)],
    onward === "prohibited" ? w.none : onward.to.map(visible).join(", "),
    spelledTime(validUntil, language),
  ]);
  return {
    heading: `${titleOf(activity, language)} (${purpose.purposeId})`,
    blocks: [
      ...blocks,
      { kind: "facts", facts },
      ...(rows.length === 0
        ? []
        : ([{ kind: "table", columns: w.partnerColumns, rows }] satisfies Block[])),
    ],
  };
}

function retentionSection(
  { classes }: ProcessingRecord["retention"],
  w: RegisterWords["processing"],
  language: Language,
): Section {
  const rows = Object.entries(classes).map(([name, rule]) => {
    const texts = rule.action === "keep" ? rule.texts : [];
    const ground = rule.action === "keep" ? rule.ground : "";
    const text = texts.length === 0 ? "" : visible(inLanguage(texts, language).text);
    return [
      w.classes[name] ?? name,
      rule.action === "go" ? w.go : fill(w.keep, { years: rule.years }),
      [ground, text].filter((one) => one !== "").join(": "),
    ];
  });
  return {
    heading: w.retention,
    blocks: [{ kind: "table", columns: w.retentionColumns, rows }],
  };
}

export function processingCsv({ activities }: ProcessingRecord, language: Language): string {
  const { processing: w, triggers, conclusions } = registerWords[language];
  const rows = activities.map((activity) => {
    const { purpose, retiredFrom, notice, partners, abroad, assessment } = activity;
    const { dataCategories, recipients } = purpose;
    const terms = (all: typeof dataCategories) => all.map(({ term }) => term).join("; ");
    return csvLine([
      ...[purpose.purposeId, purpose.purposeVersion, titleOf(activity, language)],
      ...[purpose.purposeType, purpose.lawfulBasis, terms(dataCategories)],
      terms(dataCategories.filter(({ sensitive }) => sensitive)),
      recipients.map(({ name, country }) => (country ? `${name} (${country})` : name)).join("; "),
      partners.map(({ name }) => name).join("; "),
      ...[abroad.join("; "), purpose.retention],
      notice === null ? null : `${notice.noticeId} ${notice.version}`,
      ...[retiredFrom, assessment && (conclusions[assessment.conclusion] ?? null)],
      ...[assessment?.occurredAt ?? null, named(triggers, activity.needsAssessment)],
    ]);
  });
  return csvHead(w.columns) + rows.join("");
}
