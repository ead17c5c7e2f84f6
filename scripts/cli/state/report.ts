/** A state as people read it. What strangers wrote is in it, so all of it is made visible. */

import { visible, visibleValue } from "../../../api/core/visible.ts";
import type { Discrepancy, Standing } from "../../../portal/verify/as-of.ts";
import { byClock } from "../../../portal/verify/render.ts";
import type { Context } from "../context.ts";
import { section } from "../section.ts";
import { table } from "../table.ts";
import { wrap } from "../terminal.ts";
import type { StateAnswer } from "./answer.ts";
import type { ClockStanding, StateTexts } from "./texts.ts";

const STANDINGS: readonly (Standing | ClockStanding)[] = [
  "in_log",
  "not_anchored",
  "by_clock_before",
  "by_clock_after",
  "by_clock",
];

/** Contradicts nothing: there is nothing to compare. */
const SILENT: Discrepancy = "recorded_withheld";

type EventRef = NonNullable<StateAnswer["madeBy"]>;
type Bound = StateAnswer["bounds"]["before"];

/** What was so, who made and ended it, between which anchors the time lies; the record; who vouches for what. */
export function stateText(context: Context, answer: StateAnswer): string {
  const parts = [
    facts(context, answer),
    record(context, answer),
    proof(context, answer),
    contradictions(context, answer),
    word(context, answer),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function facts(context: Context, answer: StateAnswer): string {
  const { state: t } = context.m;
  const { names } = t;
  const { subject, stream, at, state, madeBy, bounds } = answer;
  return section(context, t.title(stream, at), [
    [`${names.subject}:`, subject],
    [`${names.state}:`, t.states[state]],
    ...(madeBy === null ? [] : [[`${names.madeBy}:`, eventOf(t, madeBy)]]),
    ...endOf(t, answer).map((end) => [`${names.endedBy}:`, end]),
    [`${names.before}:`, anchorOf(t, bounds.before, "before")],
    [`${names.after}:`, anchorOf(t, bounds.after, "after")],
  ]);
}

/** Of what has not begun, and of what cannot be told, nothing is said where nothing ends it. */
function endOf(t: StateTexts, { state, endedBy, endsAt }: StateAnswer): string[] {
  if (endsAt === null) return state === "none" || state === "unknown" ? [] : [t.notEnded];
  return [endedBy === null ? t.endsItself(endsAt) : t.ended(eventOf(t, endedBy), endsAt)];
}

function eventOf(t: StateTexts, { seq, index, id, version }: EventRef): string {
  const record = id === null || version === null ? t.gone : t.version(id, version);
  return t.event(seq, index, record);
}

const anchorOf = (t: StateTexts, bound: Bound, side: "before" | "after"): string =>
  bound === null ? t.noAnchor[side] : t.anchor(bound.block, bound.time, bound.size);

/** Empty fields and most of the envelope are left out, as in a verdict's table. */
function record(context: Context, { inForce, madeBy, stream }: StateAnswer): string {
  if (inForce === null) return "";
  const { state: t, verify } = context.m;
  const { "@occurredAt": occurred, "@recordedAt": recorded, ...rest } = inForce.record;
  const fields = Object.entries(rest).filter(
    ([name, value]) => !name.startsWith("@") && value !== null,
  );
  const title = madeBy === null ? t.firstVersion(stream.split("/")[0] as string) : t.made;
  const rows = [
    [`${t.names.id}:`, inForce.id],
    [`${t.names.version}:`, String(inForce.version)],
    [`${t.names.occurred}:`, visibleValue(occurred ?? null)],
    [`${t.names.recorded}:`, visibleValue(recorded ?? null)],
    ...fields.map(([name, value]) => [`${name}:`, visibleValue(value)]),
  ];
  return `${section(context, title, rows)}${table(context.terminal, [[verify.stream.rest]])}`;
}

function proof(context: Context, { events, madeBy, inForce, at }: StateAnswer): string {
  const { state: t } = context.m;
  // Of all but the one that made the state the answer does not hold the record.
  const recorded = inForce?.record["@recordedAt"];
  const by = numbersBy(events, ({ seq, standing }) =>
    standing === "by_clock" && seq === madeBy?.seq ? byClock(recorded, at) : standing,
  );
  const rows = STANDINGS.flatMap((standing) => {
    const numbers = by.get(standing);
    return numbers === undefined ? [] : [[t.numbers(ranges(numbers)), t.standings[standing]]];
  });
  return section(context, t.proof, rows);
}

function contradictions(context: Context, { named }: StateAnswer): string {
  const { state: t } = context.m;
  const rowsOf = (list: typeof named) =>
    [...numbersBy(list, ({ discrepancy }) => discrepancy)].map(([code, numbers]) => {
      // A newer ledger may know more of them.
      const known = Object.hasOwn(t.discrepancies, code);
      return [t.numbers(ranges(numbers)), known ? t.discrepancies[code as Discrepancy] : code];
    });
  const silent = rowsOf(named.filter(({ discrepancy }) => discrepancy === SILENT));
  const rows = rowsOf(named.filter(({ discrepancy }) => discrepancy !== SILENT));
  return [section(context, t.contradictions, rows), section(context, t.incomparable, silent)]
    .filter((part) => part !== "")
    .join("\n");
}

function numbersBy<T extends { readonly seq: number }, K>(
  events: readonly T[],
  key: (event: T) => K,
): Map<K, number[]> {
  const found = new Map<K, number[]>();
  for (const event of events) {
    const numbers = found.get(key(event));
    if (numbers === undefined) found.set(key(event), [event.seq]);
    else numbers.push(event.seq);
  }
  return found;
}

/** `1–4, 6` for what is in order. */
function ranges(numbers: readonly number[]): string {
  const found: [number, number][] = [];
  for (const one of numbers) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === one - 1) last[1] = one;
    else found.push([one, one]);
  }
  return found.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(", ");
}

function word({ terminal, m }: Context, { events, at }: StateAnswer): string {
  const said = events.length === 0 ? m.state.nothing : m.state.word(at);
  return `${wrap(visible(said), terminal.columns).join("\n")}\n`;
}
