/** What was told before in a period, out of the firm's own record of it: so that nobody gets two answers by waiting for a restart. */

import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { canonicalJson } from "../../../portal/verify/jcs.ts";
import { parseNote } from "../../../portal/verify/note.ts";
import { sha256 } from "../../core/hash.ts";
import type { AdministrationEvent } from "../../ledger/administration.ts";
import type { Ledger } from "../../ledger/service.ts";
import { termsUse } from "../delivery/decide.ts";
import type { UseProblem } from "../delivery/use.ts";
import type { Terms } from "../terms/model.ts";

export const COUNT_ASKED = "count-asked";
const COUNTED = "counted";
/** `outcome` of the record of it: a number was told, or that it is below the threshold. */
export const TOLD = "told";
export const BELOW = "below";

/** What was asked, as its record names it. */
export interface Question {
  readonly version: number;
  readonly purposeId: string;
  readonly counted: string;
}

/** Who is counted: the same, whatever agreement, version or purpose it is asked under. @param problem why nobody is; `null`: nothing stands against it */
export const countedOf = (
  { purposes, records }: Pick<Terms, "purposes" | "records">,
  purposeId: string,
  problem: UseProblem | null,
): string => {
  const use = termsUse({ purposes }, purposeId);
  const kinds = records.map(({ kind }) => kind);
  return sha256(canonicalJson([use?.consents ?? [], kinds, problem])).toString("base64url");
};

export const changesOf = ({
  version,
  purposeId,
  counted,
}: Question): NonNullable<AdministrationEvent["changes"]> => [
  { name: "agreementVersion", after: String(version) },
  { name: "purpose", after: purposeId },
  { name: COUNTED, after: counted },
];

type Reads = Pick<Ledger, "firm" | "list" | "checkpoint" | "entryAt">;

const PAGE = 100;
/** Clocks that were set back. */
const SLACK_MS = 3_600_000;

/** The first entry that may have been recorded then or later. */
async function firstSince(ledger: Reads, time: number): Promise<number> {
  const note = await ledger.checkpoint();
  let [low, high] = [0, note === null ? 0 : parseCheckpoint(parseNote(note).text).size];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await ledger.entryAt(middle)).recordedAt < time - SLACK_MS) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param from when the period began, as the record has it @returns `null`: nothing yet; `count` `null`: that it is below the threshold */
export async function toldBefore(
  ledger: Reads,
  counted: string,
  from: string,
): Promise<{ readonly count: number | null; readonly at: string } | null> {
  const first = await firstSince(ledger, Date.parse(from));
  for (let cursor: string | null = first === 0 ? null : `i${first - 1}`; ; ) {
    const page = await ledger.list({
      ...{ subject: ledger.firm, kind: "administration", cursor, limit: PAGE },
    });
    for (const { record } of page.records) {
      if (record.event !== COUNT_ASKED || record.from !== from) continue;
      if (record.outcome !== TOLD && record.outcome !== BELOW) continue;
      if (countedIn(record.changes) !== counted) continue;
      const count = record.outcome === TOLD ? Number(record.count) : null;
      return { count, at: String(record["@occurredAt"]) };
    }
    if (page.next === null) return null;
    cursor = page.next;
  }
}

const countedIn = (changes: unknown) =>
  (changes as readonly { readonly name: string; readonly after?: string }[]).find(
    ({ name }) => name === COUNTED,
  )?.after;
