/** All subjects with their keys, and all marks of idempotency keys, in pieces. */
import type { LedgerSnapshot } from "../../store/audit-store.ts";
import type { Hands } from "../hands/hands.ts";
import type { OpenedScene } from "../open-scene.ts";
import { ASKED_KEY, ASKED_RECORD } from "../records/asked.ts";
import type { AuditScene } from "../scene.ts";
import { createSorter, type Sorter } from "../spool/sorter.ts";
import { numberCheck } from "../tables/numbered.ts";
import { guarded, inPieces, unlessUnreadable } from "./guarded.ts";

export interface SubjectCounts {
  readonly subjects: number;
  readonly secrets: number;
  readonly unused: number;
  readonly sealingKeys: number;
}

/** Subjects of one piece, about. */
const PIECE = 8_192;

/** @param counted how many subjects there are; rows with a higher number came later */
export async function checkAllSubjects(
  { snapshots, rowMac, findings, steps }: AuditScene,
  hands: Hands,
  counted: number | null,
): Promise<SubjectCounts> {
  const numbers = numberCheck("subjects", { counted, isKeyed: rowMac !== null }, findings);
  const total = counted ?? (await countedRows(snapshots.ledger, "subjects"));
  const bounds = subjectBounds(total / PIECE);
  steps.expect("subjects", total);
  let isPartial = false;
  const counts = { subjects: 0, secrets: 0, unused: 0, sealingKeys: 0 };
  await inPieces(rangesBetween(bounds), hands.atOnce * 2, async (range) => {
    const about = { place: "subjects", key: { part: range.after ?? "first" } } as const;
    const found = await guarded(findings, about, () => hands.subjects(range));
    steps.done("subjects", total / (bounds.length + 1));
    if (found === null) {
      isPartial = true;
      return;
    }
    for (const finding of found.findings) findings.add(finding);
    numbers.takeNumbers(found.numbers);
    for (const row of found.doubtful) numbers.take(row);
    counts.subjects += found.subjects;
    counts.secrets += found.secrets;
    counts.unused += found.unused;
    counts.sealingKeys += found.sealingKeys;
  });
  numbers.finish(isPartial);
  return counts;
}

/** Letters of base64url in the order of their codes: identifiers are hashes, so each begins as many of them. */
const LETTERS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

function subjectBounds(pieces: number): string[] {
  if (pieces <= 1) return [];
  const letters = [...LETTERS];
  const bounds =
    letters.length >= pieces ? letters : letters.flatMap((a) => letters.map((b) => a + b));
  return bounds.slice(1);
}

function rangesBetween<T>(bounds: readonly T[]): { after: T | null; upTo: T | null }[] {
  return [...bounds, null].map((upTo, i) => ({ after: bounds[i - 1] ?? null, upTo }));
}

export interface MarkCounts {
  readonly marks: number;
  /** What is to be judged with the records (records/asked.ts). */
  readonly asked: Sorter;
}

/**
 * @param counted how many marks there are
 * @param below records of smaller indexes are read later
 */
export async function checkAllMarks(
  { snapshots, rowMac, findings, steps, directory, erasures }: OpenedScene,
  hands: Hands,
  { counted, below }: { readonly counted: number | null; readonly below: number },
): Promise<MarkCounts> {
  const asked = await createSorter({
    ...{ record: ASKED_RECORD, key: ASKED_KEY, directory, name: "asked" },
  });
  const numbers = numberCheck("idempotency", { counted, isKeyed: rowMac !== null }, findings);
  const total = counted ?? (await countedRows(snapshots.ledger, "idempotency"));
  const bounds = total <= PIECE ? [] : Array.from({ length: 255 }, (_, i) => Uint8Array.of(i + 1));
  steps.expect("idempotency", total);
  let marks = 0;
  let isPartial = false;
  let turn: Promise<void> = Promise.resolve();

  async function keep(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; at += ASKED_RECORD) {
      await asked.ready(1);
      const next = asked.next();
      bytes.copy(next.buffer, next.at, at, at + ASKED_RECORD);
    }
  }

  await inPieces(rangesBetween(bounds), hands.atOnce * 2, async (range) => {
    const part = range.after === null ? 0 : (range.after[0] as number);
    const about = { place: "idempotency", key: { part } } as const;
    const found = await guarded(findings, about, () => hands.marks({ ...range, below }));
    steps.done("idempotency", total / (bounds.length + 1));
    if (found === null) {
      isPartial = true;
      return;
    }
    for (const finding of found.findings) findings.add(finding);
    numbers.takeNumbers(found.numbers);
    for (const row of found.doubtful) numbers.take(row);
    marks += found.marks;
    // One after the other: they share the sorter.
    turn = turn.then(() => keep(Buffer.from(found.asked)));
    await turn;
  });
  numbers.vacate(erasures.vacated.idempotency);
  numbers.finish(isPartial);
  return { marks, asked };
}

/** Of a table that cannot be read each part is named. */
const countedRows = async (
  ledger: LedgerSnapshot,
  table: "subjects" | "idempotency",
): Promise<number> => (await unlessUnreadable(() => ledger.count(table))) ?? 0;
