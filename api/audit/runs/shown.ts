/** An audit in the words of who asks. */
import type { Language } from "../../core/language.ts";
import type { Principal } from "../../core/principal.ts";
import { viewOf } from "../render/view.ts";
import type { AuditReport } from "../report.ts";
import { adviceFor } from "../words/advice.ts";
import { wordsIn } from "../words/words.ts";
import type { Run } from "./run.ts";
import type { AuditRuns } from "./runs.ts";
import { type AuditRunAnswer, MOST_FINDINGS, type ReportShown } from "./schemas.ts";
import { failureText } from "./words.ts";

type Asker = Pick<Principal, "id" | "role">;

/** An auditor, who is of another house, ends no audit but their own. */
export const mayCancel = ({ state, by }: Run, { id, role }: Asker): boolean =>
  state === "running" && (role !== "auditor" || by.id === id);

export function shownRun(
  runs: Pick<AuditRuns, "progress">,
  run: Run,
  asker: Asker,
  language: Language,
): AuditRunAnswer {
  const words = wordsIn(language);
  const { id, mode, state, startedAt, finishedAt, by, failure, tone, findings, size } = run;
  const told = runs.progress(id);
  const parts = told?.parts.map((one) => ({
    part: one.step,
    name: words.names.steps[one.step],
    done: one.done,
    of: one.of,
  }));
  return {
    ...{ id, mode, state, startedAt, finishedAt, by, findings, size },
    mayCancel: mayCancel(run, asker),
    progress: told && { share: told.share, part: told.step, parts: parts ?? [] },
    failure: failure && { code: failure, sentence: failureText(failure, language) },
    verdict: tone && { tone, word: words.report.words[tone] },
  };
}

/** @param from number of the first finding, from 1 on */
export function shownReport(report: AuditReport, language: Language, from: number): ReportShown {
  const view = viewOf(report, language);
  const { words } = view;
  const last = from - 1 + MOST_FINDINGS;
  const findings = view.findings.slice(from - 1, last).map((shown, at) => {
    const finding = report.findings[from - 1 + at]!;
    const code = adviceFor(finding);
    return {
      number: shown.number,
      code: finding.cause,
      ...{ kind: finding.kind, kindName: shown.kind },
      ...{ table: finding.place, tableName: words.names.places[finding.place] },
      ...{ row: shown.key, sentence: shown.wrong },
      advice: { code, text: words.advice[code] },
    };
  });
  return {
    sentence: view.verdict.sentence,
    facts: view.facts.map(([label, value]) => ({ label, value })),
    findings,
    next: last < view.findings.length ? last + 1 : null,
    advice: view.advice.map(({ text, about }) => ({ text, about })),
    counts: view.counts.map(({ place, name, checked, of, findings: found }) => ({
      ...{ table: place, name, checked, of, findings: found },
    })),
    notes: [...view.notes],
    notProven: [...view.notProven],
  };
}
