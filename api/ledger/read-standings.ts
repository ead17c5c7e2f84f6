/** Standings as their domain reads them: many at once, and none believed that is not of the very place where its stream is. */

import { kindForm, kindOfStream } from "../../portal/verify/kinds.ts";
import { streamKey } from "../../portal/verify/subject.ts";
import { recoveredRanges } from "../log/recovered.ts";
import type { Store } from "../store/store.ts";
import { secretOrNull } from "../vault/secrets.ts";
import type { Vault } from "../vault/vault.ts";
import {
  decodeStanding,
  type StandingName,
  standingKey,
  usableStanding,
  wholeRows,
} from "./standing.ts";

interface Stored {
  readonly store: Store;
  readonly vault: Vault;
}

/**
 * - bytes: what is kept of all its events (core/kind.ts).
 * - `null`: there is no such stream; whether there is such a subject is not looked at.
 * - `unread`: the stream itself must be read.
 */
export type KeptStanding = Uint8Array | "unread" | null;

export async function readStandings(
  context: Stored,
  names: readonly StandingName[],
): Promise<KeptStanding[]> {
  const { store, vault } = context;
  const keys = names.map(({ subject, stream }) => standingKey(vault.mac, subject, stream));
  const rows = await store.standings(keys);
  const opened = (await vault.openStandings(wholeRows(rows))).values();
  const found = rows.map((row, i): KeptStanding => {
    if (row === null || row === "damaged") return row && "unread";
    return usableStanding(row, opened.next().value ?? null, names[i]!)?.kept ?? "unread";
  });
  return withLost(context, names, found);
}

/** Entries that came back out of the second copy brought no standings: where there are some, a stream may be there that has none. */
async function withLost(
  { store, vault }: Stored,
  names: readonly StandingName[],
  found: KeptStanding[],
): Promise<KeptStanding[]> {
  if (!found.includes(null) || (await recoveredRanges(store)).length === 0) return found;
  const known = await store.knownSubjects([...new Set(names.map(({ subject }) => subject))]);
  const doubtful = found.flatMap((kept, i) =>
    kept === null && known.has(names[i]!.subject) ? [i] : [],
  );
  const streamKeys = [];
  const asked: number[] = [];
  for (const i of doubtful) {
    const { subject, stream } = names[i]!;
    const form = kindForm(kindOfStream(stream));
    if (form === null) throw new Error("a standing of no kind");
    const secret = secretOrNull(await vault.streamSecrets(subject), form.class);
    if (secret === null) continue;
    streamKeys.push(streamKey(secret, stream));
    asked.push(i);
  }
  const heads = await store.streamHeads(streamKeys);
  const all = [...found];
  for (const [n, i] of asked.entries()) if (heads[n] !== null) all[i] = "unread";
  return all;
}

/** A standing that can be relied on, of whichever stream. */
export interface FoundStanding extends StandingName {
  readonly kept: Uint8Array;
}

export interface StandingPage {
  /** Those that can be relied on. */
  readonly found: readonly FoundStanding[];
  /** Whose the others are: their keys are gone, or their streams went on without them. */
  readonly unread: readonly string[];
  /** `false`: of some nobody can tell whose they are, or there may be streams that have none. */
  readonly isWhole: boolean;
  /** The greatest number that was looked at; `null`: there is none above. */
  readonly last: number | null;
}

/** Those with a number above `after`, ascending, at most `limit`. */
export async function standingsAfter(
  { store, vault }: Stored,
  after: number,
  limit: number,
): Promise<StandingPage> {
  const { rows, last, damaged } = await store.standingsAfter(after, limit);
  const opened = await vault.openStandings(rows);
  const found: FoundStanding[] = [];
  const unread: string[] = [];
  for (const [i, { subject, headSeq }] of rows.entries()) {
    const standing = opened[i] && decodeStanding(opened[i]);
    if (!standing || standing.seq !== headSeq) unread.push(subject);
    else found.push({ subject, stream: standing.stream, kept: standing.kept });
  }
  const isWhole = damaged === 0 && (await recoveredRanges(store)).length === 0;
  return { found, unread, isWhole, last };
}
