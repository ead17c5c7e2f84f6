/** The register of breaches, or one of them, as a document and as a table. Pure. */
import type { ReceiptDocument, Section } from "../../consent/receipt/document.ts";
import { fact, lines, said } from "../../consent/receipt/said.ts";
import { spelledTime } from "../../consent/receipt/spelling.ts";
import { termWords } from "../../consent/receipt/terms.ts";
import { formatTime } from "../../core/clock.ts";
import { csvHead, csvLine } from "../../core/csv.ts";
import { fill, type Language } from "../../core/language.ts";
import { visible } from "../../core/visible.ts";
import { type Breach, clockOf, dueAt } from "./breach-state.ts";
import { registerWords } from "./words.ts";
import type { RegisterWords } from "./words-shape.ts";

interface Shown {
  readonly breaches: readonly Breach[];
  readonly issuer: string;
  readonly origin: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function breachDocument(
  { breaches, issuer, origin, now }: Shown,
  language: Language,
): ReceiptDocument {
  const { breaches: w } = registerWords[language];
  const isOwed = breaches.some((one) => clockOf(one, now) === "overdue");
  return {
    ...{ language, title: w.title, issuer, number: origin, files: [] },
    issuedAt: formatTime(now),
    status: {
      tone: isOwed ? "bad" : "good",
      state: fill(w.state, { count: breaches.length }),
      sentences: w.sentences,
    },
    facts: fact("UTC", [said(spelledTime(formatTime(now), language))]),
    sections: breaches.map((one) => breachSection(one, w, now, language)),
  };
}

/** As the clock of the authority stands, in a sentence. */
function clockText(
  breach: Breach,
  w: RegisterWords["breaches"],
  now: number,
  language: Language,
): string {
  const { authorityNotifiedAt } = breach;
  return fill(w.clock[clockOf(breach, now)], {
    due: spelledTime(formatTime(dueAt(breach.facts)), language),
    at: authorityNotifiedAt === null ? "" : spelledTime(authorityNotifiedAt, language),
  });
}

function breachSection(
  breach: Breach,
  w: RegisterWords["breaches"],
  now: number,
  language: Language,
): Section {
  const { breachId, facts: known, steps, lost } = breach;
  const facts = [
    ...fact(w.title, [said(clockText(breach, w, now, language))]),
    ...Object.entries(known).flatMap(([field, value]) => {
      const text = shown(field, value, w, language);
      return text === "" ? [] : fact(w.fields[field] ?? field, lines(text));
    }),
  ];
  const rows = steps.map(({ event, occurredAt, said: fields }) => [
    spelledTime(occurredAt, language),
    w.events[event] ?? event,
    Object.entries(fields)
      .map(([field, value]) => `${w.fields[field] ?? field}: ${shown(field, value, w, language)}`)
      .join("; "),
  ]);
  return {
    heading: `${w.breach} ${breachId}`,
    blocks: [
      ...(lost ? [{ kind: "paragraph", text: w.lost } as const] : []),
      { kind: "facts", facts },
      { kind: "table", columns: w.stepColumns, rows },
    ],
  };
}

function shown(
  field: string,
  value: unknown,
  w: RegisterWords["breaches"],
  language: Language,
): string {
  if (value === null || value === undefined) return "";
  const one = (text: string): string => {
    if (field === "categories") return termWords(text, language);
    if (field === "nature" || field === "risk") return w.values[text] ?? text;
    return /At$|^from$|^until$/.test(field) ? spelledTime(text, language) : visible(text);
  };
  return Array.isArray(value) ? value.map(String).map(one).join(", ") : one(String(value));
}

export function breachCsv({ breaches, now }: Pick<Shown, "breaches" | "now">, language: Language) {
  const { breaches: w } = registerWords[language];
  const rows = breaches.map((breach) => {
    const { facts, steps } = breach;
    const text = (field: keyof typeof facts): string => shown(field, facts[field], w, language);
    return csvLine([
      ...[breach.breachId, facts.awareAt, clockOf(breach, now), formatTime(dueAt(facts))],
      ...[breach.authorityNotifiedAt, breach.peopleNotifiedAt],
      steps.find(({ event }) => event === "closed")?.occurredAt ?? null,
      ...[text("risk"), facts.people, facts.records, text("categories"), text("nature")],
      ...[text("description"), text("consequences"), text("measures")],
    ]);
  });
  return csvHead(w.columns) + rows.join("");
}
