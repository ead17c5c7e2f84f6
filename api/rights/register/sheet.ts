/** The sheet of an impact assessment as a document. Pure. */

import type { Purpose } from "../../consent/model.ts";
import type { ReceiptDocument } from "../../consent/receipt/document.ts";
import { fact, lines, said } from "../../consent/receipt/said.ts";
import { inLanguage, spelledTime } from "../../consent/receipt/spelling.ts";
import { fill, type Language } from "../../core/language.ts";
import { visible } from "../../core/visible.ts";
import type { Assessment } from "./assessments.ts";
import { registerWords } from "./words.ts";

export function assessmentSheet(
  one: Assessment,
  purpose: Purpose,
  { issuer, language }: { readonly issuer: string; readonly language: Language },
): ReceiptDocument {
  const { sheet: w, triggers, conclusions } = registerWords[language];
  const newest = purpose.versions.at(-1);
  const assessed = purpose.versions.find((v) => v.purposeVersion === one.purposeVersion) ?? newest;
  const title = assessed === undefined ? "" : inLanguage(assessed.titles, language).text;
  const isOutdated = newest !== undefined && newest.purposeVersion > one.purposeVersion;
  const levelled = (level: string): string => w.levels[level] ?? level;
  return {
    ...{ language, title: w.title, number: one.id, issuedAt: one.recordedAt, issuer, files: [] },
    status: {
      tone: one.conclusion === "not-acceptable" ? "bad" : isOutdated ? "open" : "good",
      state: conclusions[one.conclusion] ?? one.conclusion,
      sentences: [
        ...w.sentences,
        ...(isOutdated ? [fill(w.outdated, { version: newest.purposeVersion })] : []),
      ],
    },
    facts: [
      ...fact(w.labels.purpose, [said(`${title} (${one.purposeId})`)]),
      ...fact(w.labels.version, [said(String(one.purposeVersion))]),
      ...fact(w.labels.time, [said(spelledTime(one.occurredAt, language))]),
      ...fact(w.labels.assessedBy, lines(one.assessedBy)),
      ...fact(w.labels.triggers, [said(one.triggers.map((t) => triggers[t] ?? t).join("; "))]),
    ],
    sections: [
      {
        heading: w.risks,
        blocks: [
          {
            kind: "table",
            columns: w.riskColumns,
            rows: one.risks.map(({ risk, likelihood, severity, measure }) => [
              ...[visible(risk), levelled(likelihood), levelled(severity), visible(measure)],
            ]),
          },
          {
            kind: "facts",
            facts: [
              ...fact(w.labels.necessity, lines(one.necessity)),
              ...fact(w.labels.safeguards, lines(one.safeguards)),
              ...fact(w.labels.reviewOn, [one.reviewOn === null ? null : said(one.reviewOn)]),
              ...fact(w.labels.note, one.note === null ? [] : lines(one.note)),
            ],
          },
        ],
      },
    ],
  };
}
