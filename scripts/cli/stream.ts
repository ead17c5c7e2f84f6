/** What is shown of a claim about a stream: the claim in plain words, the stream, its records, and what was so at a time. */

import { visibleValue } from "../../api/core/visible.ts";
import type { Claim } from "../../portal/verify/evidence.ts";
import { isOfLaterVersions, kindOfStream } from "../../portal/verify/kinds.ts";
import { byClock, renderVerdict } from "../../portal/verify/render.ts";
import type { AsOfFacts, EventFacts, Verdict } from "../../portal/verify/verdict.ts";
import type { Context } from "./context.ts";
import { section } from "./section.ts";
import { table } from "./table.ts";
import { paint } from "./terminal.ts";

/** Empty for what a verdict has none of. */
export function streamParts(context: Context, verdict: Verdict): string[] {
  return [
    claim(context, verdict),
    stream(context, verdict),
    events(context, verdict),
    asOf(context, verdict),
  ];
}

function claim(context: Context, verdict: Verdict): string {
  if (verdict.claim === null) return "";
  const { stream: t } = context.m.verify;
  const from = verdict.stream?.from ?? null;
  const said = from === null ? claimOf(context, verdict, verdict.claim) : t.continued(from.seq);
  return section(context, t.claim, [[said]]);
}

function claimOf({ m }: Context, { stream: facts }: Verdict, claimed: Claim): string {
  const { claims, laterClaims } = m.verify.stream;
  const later = facts !== null && isOfLaterVersions(facts.name);
  return later && (claimed === "history" || claimed === "absent")
    ? laterClaims[claimed](kindOfStream(facts.name))
    : claims[claimed];
}

function stream(context: Context, { stream: facts }: Verdict): string {
  if (facts === null) return "";
  const { stream: t } = context.m.verify;
  return section(context, t.title, [
    [`${t.name}:`, facts.name],
    [`${t.subject}:`, facts.subject],
    [`${t.class}:`, facts.class],
    ...(facts.from === null
      ? []
      : [[`${t.behind}:`, t.known(facts.from.seq, facts.from.leafHash)]]),
    [`${t.covers}:`, t.coverage(facts.mapSize, facts.size, facts.gap)],
    [`${t.computed}:`, t.clock(facts.time)],
  ]);
}

/** One row for each record. When and what: as far as it is disclosed. */
function events(context: Context, { events: list, asOf: at }: Verdict): string {
  if (list === null) return "";
  const { stream: t } = context.m.verify;
  if (list.length === 0) return section(context, t.events, [[t.noEvents]]);
  const { seq, index, when, standing, shown } = t.columns;
  const head = [seq, index, when, ...(at === null ? [] : [standing]), shown];
  const rows = list.map((event) => [
    String(event.seq),
    String(event.index),
    occurred(context, event),
    ...(at === null ? [] : [standingOf(context, event, at)]),
    content(context, event),
  ]);
  const { terminal } = context;
  const shownRows = section(context, t.events, [head, ...rows], {
    paint: (cell, row) => (row === 0 ? paint(terminal, "dim", cell) : cell),
  });
  return `${shownRows}${table(terminal, [[t.rest]])}`;
}

/** Where only the ledger's own clock speaks: what it says, as far as it is disclosed. */
function standingOf(context: Context, { seq, disclosed }: EventFacts, at: AsOfFacts): string {
  const { standings } = context.m.verify.stream;
  const standing = at.events.find((event) => event.seq === seq)?.standing ?? "by_clock";
  if (standing !== "by_clock") return standings[standing];
  const recorded = disclosed.find(({ name }) => name === "@recordedAt")?.value;
  return standings[byClock(recorded, at.time)];
}

function occurred(context: Context, { disclosed }: EventFacts): string {
  const field = disclosed.find(({ name }) => name === "@occurredAt");
  return field === undefined ? context.m.verify.stream.hidden : visibleValue(field.value);
}

/**
 * What a record says of itself, as far as there is a value. Of the envelope what is not above the table or in its columns is in
 * the JSON alone, but for a time of recording that is not that of the event.
 */
function content(context: Context, { disclosed, withheld }: EventFacts): string {
  const { stream: t } = context.m.verify;
  if (withheld === null) return t.wholly;
  const occurredAt = disclosed.find(({ name }) => name === "@occurredAt")?.value;
  const fields = disclosed
    .filter(({ name, value }) =>
      name.startsWith("@") ? name === "@recordedAt" && value !== occurredAt : value !== null,
    )
    .map(({ name, value }) => `${name}: ${visibleValue(value)}`);
  const rest = withheld.length === 0 ? [] : [t.without(withheld.join(", "))];
  return [...fields, ...rest].join(" · ");
}

function asOf(context: Context, verdict: Verdict): string {
  if (verdict.asOf === null) return "";
  const { asOf: sentences } = renderVerdict(verdict, context.language);
  const rows = sentences.map((sentence) => ["–", sentence]);
  return section(context, context.m.verify.stream.at(verdict.asOf.time), rows);
}
