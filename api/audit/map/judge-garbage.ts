/** What is wrong with the list of unused pages, named by its rows where they are at fault, and by the pages where these are. */

import type { RawValue } from "../../store/audit-store.ts";
import { numberOf } from "../finding.ts";
import type { Findings } from "../findings.ts";
import { firstPlace } from "../first-place.ts";
import type { GarbageFaults, GarbageRow } from "./garbage.ts";
import type { KeptVersion } from "./versions.ts";

export interface GarbageJudgement {
  /** Newest first. */
  readonly versions: readonly KeptVersion[];
  readonly findings: Findings;
  /** Whether a page was part of the map at some time, and is no other's copy. */
  readonly wasUsed: (id: RawValue) => Promise<boolean>;
}

export async function judgeGarbage(
  faults: GarbageFaults,
  judgement: GarbageJudgement,
): Promise<void> {
  const { findings, versions } = judgement;
  const { rows, foreign, gone, orphans, unlisted } = faults;
  const accused = new Set<number>();
  const accuse = (number: number): void => {
    accused.add(number);
    const key = { number };
    findings.add({ place: "map.garbage", key, kind: "changed", cause: "garbage_pages" });
  };
  for (const [number = null] of foreign) {
    const key = { number: numberOf(number) };
    findings.add({ place: "map.garbage", key, kind: "changed", cause: "garbage_pages" });
  }
  const isGone = new Map<number, number>();
  for (const { number } of gone) isGone.set(number, (isGone.get(number) ?? 0) + 1);
  let excused = 0;
  for (const row of rows) {
    // An id that breaks the order is no page that was deleted.
    const onlyGone = row.wrong === (isGone.get(row.number) ?? 0);
    if (!row.broken && row.wrong > 0 && onlyGone && orphans.length === 0 && unlisted.size === 0) {
      continue;
    }
    if (row.broken || row.wrong > 0) {
      accuse(row.number);
      excused += row.broken ? orphans.length : row.wrong;
    }
  }
  judgeOrder(faults, versions, accuse, accused, findings);
  for (const { id, number } of gone) {
    if (accused.has(number)) continue;
    const key = { page: id };
    findings.add({ place: "map.pages", key, kind: "missing", cause: "page_missing" });
  }
  for (const id of orphans) {
    // A row that lists something else in its place explains a page that was used once.
    if (excused > 0 && (await judgement.wasUsed(id))) {
      excused -= 1;
      continue;
    }
    const key = { page: numberOf(id) };
    findings.add({ place: "map.pages", key, kind: "inserted", cause: "page_unused" });
  }
}

/** A row where it should be, or the place of one that is missing. */
interface Slot {
  /** The size of the version that did without the pages. */
  readonly to: number;
  readonly row: GarbageRow | null;
}

/**
 * Rows are numbered in the order in which they came, one behind the other. So each has its number by what it lists, and a row that is missing has one, too.
 */
function judgeOrder(
  { rows, unlisted }: GarbageFaults,
  versions: readonly KeptVersion[],
  accuse: (number: number) => void,
  accused: ReadonlySet<number>,
  findings: Findings,
): void {
  const slots: Slot[] = rows.map((row) => ({ to: versionOf(row), row }));
  const byVersion = ranges([...slots], ({ to }) => to);
  const bySize = ranges([...rows], ({ mapSize }) => mapSize);
  for (const to of unlisted.keys()) {
    const older = firstPlace(versions.length, (i) => (versions[i]?.mapSize ?? 0) < to);
    const before = versions[older]?.mapSize ?? 0;
    const own = byVersion(before, to);
    for (const { row } of own) if (row !== null) accuse(row.number);
    // Where a row that should list them lists others none is missing.
    const explained = bySize(before, to).some(({ number }) => accused.has(number));
    if (own.length === 0 && !explained) slots.push({ to, row: null });
  }
  slots.sort((a, b) => a.to - b.to || (a.row?.first ?? -1) - (b.row?.first ?? -1));
  const numbers = new Set(rows.map(({ number }) => number));
  const begins = likelyBegins(slots);
  if (begins.length > MOST_BEGINS && begins.length * slots.length > MOST_COMPARED) {
    // Of so many rows all numbers are none.
    for (const number of numbers) accuse(number);
    return;
  }
  for (const begin of begins) {
    for (const [i, { row }] of slots.entries()) {
      const number = begin + i;
      if (row?.number === number) continue;
      if (row !== null) accuse(row.number);
      if (numbers.has(number)) continue;
      const key = { number };
      findings.add({ place: "map.garbage", key, kind: "missing", cause: "garbage_missing" });
    }
  }
}

/** Those above one value and up to another. */
function ranges<T>(all: T[], of: (one: T) => number): (above: number, upTo: number) => T[] {
  const ascending = all.sort((a, b) => of(a) - of(b));
  const behind = (value: number): number =>
    firstPlace(ascending.length, (i) => of(ascending[i] as T) > value);
  return (above, upTo) => ascending.slice(behind(above), behind(upTo));
}

/** Of what most of its pages are; of pages that wait for their end, what it says itself. */
function versionOf({ of, mapSize }: GarbageRow): number {
  let [best, most] = [mapSize, 0];
  for (const [to, pages] of of) if (pages > most) [best, most] = [to, pages];
  return best;
}

/** More rows than these are compared with the first number, and as they stand, alone. */
const FEW = 256;

/** Where the first row may have more numbers than these, and rows compared with each of them are more than those, the numbers say nothing. */
const MOST_BEGINS = 16;
const MOST_COMPARED = 4_096;

/** The number of the first slot: that with which most rows have a number that some slot has. More than one where nothing decides. */
function likelyBegins(slots: readonly Slot[]): number[] {
  const numbers = slots.flatMap(({ row }) => (row === null ? [] : [row.number]));
  if (numbers.length === 0) return [1];
  /** By the number of the first slot: how many rows have the number of their own. */
  const inPlace = new Map<number, number>();
  for (const [i, { row }] of slots.entries()) {
    if (row === null) continue;
    inPlace.set(row.number - i, (inPlace.get(row.number - i) ?? 0) + 1);
  }
  const places = slots.length > FEW ? [0] : slots.map((_, i) => i);
  const candidates = new Set(inPlace.keys());
  for (const number of numbers) for (const i of places) candidates.add(number - i);
  numbers.sort((a, b) => a - b);
  const below = (end: number): number =>
    firstPlace(numbers.length, (i) => (numbers[i] as number) >= end);
  const scored = [...candidates].map((begin) => ({
    begin,
    within: below(begin + slots.length) - below(begin),
    exact: inPlace.get(begin) ?? 0,
  }));
  const within = scored.reduce((most, one) => Math.max(most, one.within), 0);
  const exact = scored.reduce((most, one) => Math.max(most, one.exact), 0);
  const most = scored.filter((one) => one.within === within);
  // Where rows are in each other's places, too, their number says nothing.
  const whole = most.filter((one) => one.exact === within);
  const likely = new Set(whole.length > 0 ? whole : most);
  for (const one of scored) if (one.exact === exact) likely.add(one);
  return [...likely].map(({ begin }) => begin);
}
