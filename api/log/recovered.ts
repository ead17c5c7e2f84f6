/**
 * Which entries came back out of the second copy without the records that they commit to (recover.ts). Only of them a missing record is no
 * damage: a ledger goes on behind it.
 */
import { Refusal } from "../core/errors.ts";
import type { Store } from "../store/store.ts";

/** Where the database keeps the ranges. */
const RECOVERED = "recovered";

/** Ranges of indexes, `[from, to)`, ascending and apart. */
export type Ranges = readonly (readonly [from: number, to: number])[];

/** @throws Refusal `damaged` */
export async function recoveredRanges(store: Pick<Store, "meta">): Promise<Ranges> {
  return parse(await store.meta(RECOVERED));
}

/** To be called before the entries are put back: one that is there, and not noted, would stay damaged for ever. What an earlier call noted from `from` on never came. */
export async function noteRecovered(
  store: Pick<Store, "meta" | "swapMeta">,
  from: number,
  to: number,
): Promise<void> {
  const held = await store.meta(RECOVERED);
  const kept = parse(held).flatMap(([a, b]) => (a < from ? [[a, Math.min(b, from)] as const] : []));
  const last = kept.at(-1);
  const joined = last?.[1] === from;
  const next: Ranges = [...(joined ? kept.slice(0, -1) : kept), [joined ? last[0] : from, to]];
  if (!(await store.swapMeta(RECOVERED, held, JSON.stringify(next)))) {
    throw new Error("something else writes to this database");
  }
}

export const isRecovered = (ranges: Ranges, index: number): boolean =>
  ranges.some(([from, to]) => index >= from && index < to);

/** True where nothing that was recovered lies at this index, or behind it. */
export const isBehindAll = (ranges: Ranges, index: number): boolean =>
  index >= (ranges.at(-1)?.[1] ?? 0);

function parse(text: string | null): Ranges {
  if (text === null) return [];
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.every(isRange) && isAscending(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Refusal("damaged", { what: "record", index: -1, id: RECOVERED });
}

function isRange(value: unknown): value is readonly [number, number] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [from, to]: unknown[] = value;
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return false;
  return Number(from) >= 0 && Number(from) < Number(to);
}

const isAscending = (ranges: Ranges): boolean =>
  ranges.every(([from], i) => i === 0 || from > ranges[i - 1]![1]);
