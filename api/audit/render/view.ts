/** A report in one language, as all its forms show it: texts in their order, nothing of how they are laid out. */
import type { Language } from "../../core/language.ts";
import { visible } from "../../core/visible.ts";
import { PLACES, type Place } from "../finding.ts";
import type { AuditReport, Count } from "../report.ts";
import { ADVICE, adviceFor } from "../words/advice.ts";
import type { Words } from "../words/texts.ts";
import { keyText, noteText, sentenceOf, wordsIn } from "../words/words.ts";

export type Tone = "clean" | "damaged" | "unasked";

export interface ShownFinding {
  /** From 1. */
  readonly number: number;
  readonly place: string;
  readonly key: string;
  readonly kind: string;
  readonly wrong: string;
}

export interface ShownCount {
  /** The table by its name; `null`: something else was counted. */
  readonly place: Place | null;
  readonly name: string;
  readonly checked: number;
  readonly of: number | null;
  readonly findings: number;
}

export interface ReportView {
  readonly language: Language;
  readonly words: Words;
  readonly number: (value: number) => string;
  readonly tone: Tone;
  readonly verdict: { readonly word: string; readonly sentence: string };
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly findings: readonly ShownFinding[];
  /** Most urgent first. */
  readonly advice: readonly { readonly text: string; readonly about: string }[];
  readonly counts: readonly ShownCount[];
  /** part, time, entries then, entries taken over */
  readonly resumed: readonly (readonly [string, string, string, string])[];
  readonly notes: readonly string[];
  readonly notProven: readonly string[];
}

export function viewOf(report: AuditReport, language: Language): ReportView {
  const words = wordsIn(language);
  const number = (value: number): string => value.toLocaleString(language);
  const findings = report.findings.map((finding, at): ShownFinding => {
    return {
      number: at + 1,
      place: finding.place,
      key: visible(keyText(words, finding.key)),
      kind: words.names.kinds[finding.kind],
      wrong: visible(sentenceOf(words, finding)),
    };
  });
  const tone: Tone =
    findings.length > 0 ? "damaged" : report.chain.state === "unreachable" ? "unasked" : "clean";
  const counts = shownCounts(report, words);
  return {
    ...{ language, words, number, tone, findings, counts },
    verdict: {
      word: words.report.words[tone],
      sentence: verdictOf(report, words, findings, number),
    },
    facts: factsOf(report, words, number).map(([label, value]) => [label, visible(value)]),
    advice: adviceOf(report, words),
    resumed: report.resumed.map(({ step, readAt, size, taken }) => [
      words.names.steps[step],
      visible(readAt),
      number(size),
      number(taken),
    ]),
    notes: report.notes.map((note) => visible(noteText(words, note))),
    notProven: report.notProven.map((code) => words.notProven[code]),
  };
}

function verdictOf(
  { mode, chain, counts }: AuditReport,
  { report: r }: Words,
  findings: readonly ShownFinding[],
  number: (value: number) => string,
): string {
  const [first] = findings;
  if (first !== undefined)
    return r.damaged(number(findings.length), first.wrong, findings.length > 1);
  if (chain.state === "unreachable") return r.unasked;
  if (mode.kind === "remote") return r.cleanRemote(chain.state === "asked");
  if (mode.kind === "quick") return r.cleanSample(number(mode.sample.checked));
  const rows = counts.filter(({ what }) => isPlace(what));
  return r.clean(
    number(rows.reduce((sum, { checked }) => sum + checked, 0)),
    chain.state === "asked",
  );
}

const isPlace = (what: Count["what"]): what is Place =>
  (PLACES as readonly string[]).includes(what);

function factsOf(report: AuditReport, words: Words, number: (value: number) => string) {
  const { facts: f, ...r } = words.report;
  const { mode, ledger, chain, snapshot, startedAt, finishedAt } = report;
  const { checkpoint, anchor } = snapshot;
  const seconds = Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000;
  const rows: [string, string][] = [
    [f.ledger, ledger.origin],
    [f.mode, r.modes[mode.kind]],
  ];
  if (mode.kind === "remote") rows.push([f.url, mode.url]);
  if (mode.kind === "quick") {
    const { count, checked, anchor, block, nonce, choosable, missed } = mode.sample;
    const drawn = r.drawnFromBlock(number(block.number), block.hash);
    rows.push(
      [f.sample, r.sample(number(count), number(anchor.size), number(anchor.block))],
      [f.together, r.together(number(checked))],
      [f.drawn, choosable ? r.choosable(drawn) : r.byBlock(drawn)],
      [f.drawnAgain, r.byNonce(nonce)],
      [f.missed, r.missed(percent(missed))],
    );
  }
  rows.push(
    [f.snapshot, r.snapshot(number(snapshot.size), snapshot.takenAt)],
    [
      f.checkpoint,
      checkpoint === null ? r.none : r.checkpoint(number(checkpoint.size), checkpoint.root),
    ],
    [f.anchor, anchor === null ? r.none : r.anchor(number(anchor.size), number(anchor.block))],
    [f.chain, r.chain[chain.state]],
    [f.chainId, String(ledger.chainId)],
    [f.contract, ledger.contract],
    [f.ledgerId, ledger.ledgerId],
    [f.time, r.took(startedAt, finishedAt, seconds.toFixed(1))],
  );
  return rows;
}

/** Never better than it is: 0 is said of nothing that can happen. */
export function percent(share: number): string {
  const shown = share * 100;
  if (shown > 0 && shown < 0.01) return "< 0.01";
  return shown.toFixed(shown < 1 ? 2 : 1);
}

function shownCounts({ counts, findings }: AuditReport, { names }: Words): ShownCount[] {
  const found = new Map<string, number>();
  for (const { place } of findings) found.set(place, (found.get(place) ?? 0) + 1);
  const shown = counts.map(({ what, checked, of }): ShownCount => {
    if (!isPlace(what)) {
      return { place: null, name: names.counted[what], checked, of, findings: 0 };
    }
    const own = { place: what, name: names.places[what], checked, of };
    const rows = { ...own, findings: found.get(what) ?? 0 };
    found.delete(what);
    return rows;
  });
  // A place of which no row could be counted is where the damage is, too.
  for (const [place, count] of found) {
    const own = place as Place;
    shown.push({ place: own, name: names.places[own], checked: 0, of: null, findings: count });
  }
  return shown;
}

function adviceOf({ findings }: AuditReport, words: Words) {
  const numbers = new Map<string, number[]>();
  for (const [at, finding] of findings.entries()) {
    const code = adviceFor(finding);
    const own = numbers.get(code) ?? [];
    own.push(at + 1);
    numbers.set(code, own);
  }
  return ADVICE.flatMap((code) => {
    const own = numbers.get(code);
    if (own === undefined) return [];
    return [{ text: words.advice[code], about: words.report.about(spans(own, words.names.comma)) }];
  });
}

/** `1–3, 7` */
export function spans(ascending: readonly number[], comma: string): string {
  const parts: [number, number][] = [];
  for (const number of ascending) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(comma);
}
