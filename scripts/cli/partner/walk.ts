/** One walk over what a firm gives: page by page, each judged, applied to the copy, and noted, so that an interruption costs a page. */
import { VERDICT_WORDS, type VerdictWord } from "../../../portal/verify/verdict.ts";
import { setAside } from "./aside.ts";
import * as copy from "./copy.ts";
import { judge } from "./judge.ts";
import type { Judging, Refused, Taken } from "./judging.ts";
import { NotTaken } from "./not-taken.ts";
import { type CopyState, writeState } from "./state.ts";

/** As the ledger answers it; nothing of it is believed. */
export interface Page {
  readonly records: readonly unknown[];
  readonly ended: readonly string[];
  readonly restricted: readonly string[];
  readonly leftOut: Readonly<Record<string, number>>;
  readonly next: string | null;
  readonly until: number;
  readonly complete: boolean;
}

export interface PageQuery {
  readonly cursor: string | null;
  readonly since: number | null;
  readonly subject: string | null;
}

export interface Walking {
  readonly directory: string;
  readonly judging: Omit<Judging, "now">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly page: (query: PageQuery) => Promise<Page>;
  readonly onPage?: (soFar: Tally) => void;
}

/** What has come of it. */
export interface Tally {
  /** New ones and newer versions. */
  taken: number;
  /** Known ones with newer proofs. */
  again: number;
  /** People who were deleted. */
  ended: number;
  /** … whose data is kept and not used. */
  held: number;
  /** Records that a whole walk has not seen. */
  removed: number;
  refused: Refused[];
  refusals: number;
  unreplayed: number;
  leftOut: Record<string, number>;
  /** The chain could not tell: what is left is pulled the next time. */
  stopped: Refused | null;
}

const newTally = (): Tally => ({
  ...{ taken: 0, again: 0, ended: 0, held: 0, removed: 0, refused: [], refusals: 0, unreplayed: 0 },
  ...{ leftOut: {}, stopped: null },
});

/** Whatever is so now will not be so later: it is looked at again. */
const LATER: ReadonlySet<VerdictWord> = new Set([
  ...(["NOT_ANCHORED", "NOT_FINAL", "NOT_REPLAYED", "STALE"] as const),
]);
/** So many are told one by one. */
const MOST_TOLD = 20;

/** The worst word of what was refused; VERIFIED: nothing was. */
export function worstWord({ refused, stopped }: Pick<Tally, "refused" | "stopped">): VerdictWord {
  const all = new Set(
    [...refused, ...(stopped === null ? [] : [stopped])].map(({ why }) => why.word),
  );
  return VERDICT_WORDS.find((word) => all.has(word)) ?? "VERIFIED";
}

/** Everything, or what has changed since the last one. Goes on where one was interrupted. */
export async function walkOn(
  walking: Walking,
  state: CopyState,
): Promise<{ readonly tally: Tally; readonly state: CopyState }> {
  const begun = state.walk ?? { number: state.walks + 1, cursor: null, open: false };
  const tally = newTally();
  let now: CopyState = { ...state, walk: begun, walks: Math.max(state.walks, begun.number) };
  for (let { cursor, open } = begun; ; ) {
    const page = await walking.page({ cursor, since: state.until, subject: null });
    const applied = await apply(walking, page, begun.number, tally);
    if (applied === "stopped") return { tally, state: now };
    open ||= applied === "open";
    if (page.next !== null) {
      cursor = page.next;
      now = { ...now, walk: { number: begun.number, cursor, open } };
    } else {
      if (page.complete) tally.removed += await copy.prune(walking.directory, begun.number);
      now = { ...now, walk: null, until: open ? state.until : page.until };
    }
    await writeState(walking.directory, now);
    walking.onPage?.(tally);
    if (page.next === null) return { tally, state: now };
  }
}

/** All that is given of one person now, in place of what is here of them. */
export async function walkPerson(
  walking: Walking,
  state: CopyState,
  subject: string,
): Promise<{ readonly tally: Tally; readonly state: CopyState }> {
  const walks = Math.max(state.walks, state.walk?.number ?? 0) + 1;
  const now: CopyState = { ...state, walks };
  // A walk that is interrupted has a lower number, and leaves what this one takes.
  await writeState(walking.directory, now);
  const tally = newTally();
  const own = { ...walking, judging: { ...walking.judging, subject } };
  for (let cursor: string | null = null; ; ) {
    const page: Page = await walking.page({ cursor, since: null, subject });
    if ((await apply(own, page, walks, tally)) === "stopped") return { tally, state: now };
    cursor = page.next;
    if (cursor !== null) continue;
    if (page.complete) tally.removed += await copy.prune(walking.directory, walks, subject);
    return { tally, state: now };
  }
}

/** `stopped`: nothing of the page counts. `open`: something of it may hold later. */
async function apply(
  { directory, judging, now }: Walking,
  page: Page,
  walk: number,
  tally: Tally,
): Promise<"done" | "open" | "stopped"> {
  const judged: ({ source: unknown } & ({ taken: Taken } | { refused: Refused }))[] = [];
  for (const source of page.records) {
    const one = await judge(source, { ...judging, now: now() });
    if ("refused" in one && one.refused.why.word === "CANNOT_TELL") {
      tally.stopped = one.refused;
      return "stopped";
    }
    judged.push({ source, ...one });
  }
  let open = false;
  for (const one of judged) {
    const refused =
      "refused" in one ? one.refused : await take(directory, one.taken, { walk, now, tally });
    if (refused === null) continue;
    open ||= LATER.has(refused.why.word);
    await refuse(directory, refused, one.source, { walk, now, tally });
  }
  for (const subject of page.ended) if (await copy.endPerson(directory, subject)) tally.ended += 1;
  for (const subject of page.restricted)
    if (await copy.holdPerson(directory, subject, walk)) tally.held += 1;
  for (const [reason, count] of Object.entries(page.leftOut))
    tally.leftOut[reason] = (tally.leftOut[reason] ?? 0) + count;
  return open ? "open" : "done";
}

interface Step {
  readonly walk: number;
  readonly now: () => number;
  readonly tally: Tally;
}

/** What is refused after all. */
async function take(
  directory: string,
  taken: Taken,
  { walk, now, tally }: Step,
): Promise<Refused | null> {
  const kept = await copy.keep(directory, taken, { walk, takenAt: now() });
  if (kept === "older") {
    const { why } = new NotTaken("credential", "older_version");
    return { why, subject: taken.subject, id: taken.id };
  }
  if (kept === "new") tally.taken += 1;
  else tally.again += 1;
  if (taken.unreplayed) tally.unreplayed += 1;
  return null;
}

async function refuse(
  directory: string,
  refused: Refused,
  source: unknown,
  { walk, now, tally }: Step,
): Promise<void> {
  tally.refusals += 1;
  // The first of each word is kept, so that the worst is known; the others are counted.
  const isNew = tally.refused.every(({ why }) => why.word !== refused.why.word);
  if (isNew || tally.refused.length < MOST_TOLD) tally.refused.push(refused);
  await setAside(directory, refused, source, { at: new Date(now()).toISOString(), walk });
  await copy.leave(directory, refused, walk);
}
