/**
 * All standings: each row as it was written, and saying what the records of its stream say. Whoever holds the key of the rows can write one that fits as a row;
 * what is sealed in it the records contradict.
 */
import { hmacSha256 } from "../../core/hash.ts";
import { decodeStanding, type Standing, standingKey } from "../../ledger/standing.ts";
import type { RawRow, RawValue } from "../../store/audit-store.ts";
import { decrypt } from "../../vault/aead.ts";
import { sealingLabel, secretLabel } from "../../vault/labels.ts";
import { standingData, standingKeyName } from "../../vault/standings.ts";
import type { FindingCause } from "../causes.ts";
import { type FindingKey, prefixOf } from "../finding.ts";
import type { OpenedScene } from "../open-scene.ts";
import { authentic, bytesOf, isCount, textOf } from "../row.ts";
import { type NumberBits, numberBits } from "../tables/number-bits.ts";
import { MOST_MISSED, numberCheck } from "../tables/numbered.ts";
import { pagesOf } from "../tables/pages.ts";
import { type DerivedStream, derivedStreams, derivedUpTo } from "./derive.ts";
import { placeOfEntry } from "./entry-place.ts";

const place = "standings";
/** Streams that are looked up together. */
const TOGETHER = 256;

/**
 * Answers how many rows there are.
 *
 * @param size of the log; `null`: nobody could tell, so that the rows of its entries are counted
 */
export async function checkStandings(opened: OpenedScene, size: number | null): Promise<number> {
  const { ledger } = opened.snapshots;
  const scene = { ...opened, size: size ?? (await ledger.count("entries")) };
  const found = await checkStreams(scene);
  return checkRows(scene, found);
}

interface Scene extends OpenedScene {
  /** Of the log. */
  readonly size: number;
}

interface FoundRows {
  /** Numbers of the rows that are of a stream. */
  readonly numbers: Pick<NumberBits, "has">;
  /** Of streams without a row, by the index of the entry that it should end with. */
  readonly missing: ReadonlyMap<number, Buffer>;
  /** `false`: what the rows are of cannot be told. */
  readonly isWhole: boolean;
}

async function checkStreams(scene: Scene): Promise<FoundRows> {
  const { snapshots, tools } = scene;
  const numbers = numberBits((await snapshots.ledger.count(place)) + MOST_MISSED);
  const missing = new Map<number, Buffer>();
  if (!tools.purposes.has("standing")) return { numbers, missing, isWhole: false };
  let waiting: DerivedStream[] = [];
  const flush = async (): Promise<void> => {
    const keys = waiting.map(({ subject, stream }) => standingKey(tools.mac, subject, stream));
    const rows = await snapshots.ledger.rows(
      place,
      keys.map((key) => [key]),
    );
    for (const [i, derived] of waiting.entries()) {
      const row = rows[i] ?? null;
      const number = row?.[4];
      // Nothing is decided about who is erased, also while the records are kept.
      const isClosed = scene.erasures.closedAt(derived.subject, "consent") !== null;
      if (row === null && isClosed) continue;
      if (row === null) missing.set(derived.events.at(-1)!.index, keys[i]!);
      else {
        if (isCount(number)) numbers.add(number);
        await checkRow(scene, derived, row);
      }
    }
    waiting = [];
  };
  for await (const streams of derivedStreams(tools.records, snapshots.ledger)) {
    waiting.push(...streams);
    if (waiting.length >= TOGETHER) await flush();
  }
  await flush();
  return { numbers, missing, isWhole: true };
}

/** A row that is not authentic is named by that. */
async function checkRow(scene: Scene, derived: DerivedStream, row: RawRow): Promise<void> {
  const { findings, rowMac } = scene;
  if (authentic(rowMac, place, row) === false) return;
  const cause = await causeOf(scene, derived, row);
  if (cause !== null) findings.add({ place, key: keyOf(row), kind: "changed", cause });
}

async function causeOf(
  scene: Scene,
  derived: DerivedStream,
  row: RawRow,
): Promise<FindingCause | null> {
  const [rawKey, rawSubject, index, rawSealed] = row;
  if (bytesOf(rawKey) === null || bytesOf(rawSealed) === null) return "row_form";
  if (textOf(rawSubject) !== derived.subject) return "standing_sealed";
  const opened = await openStanding(scene, row);
  // That the key is gone its records show.
  if (opened === "key_gone") return null;
  if (opened === null || opened.stream !== derived.stream) return "standing_sealed";
  const { seq, kept } = opened;
  // Before it is worked out: whoever has the keys writes any number.
  if (seq > scene.size) return "standing_differs";
  const last = derived.events.at(-1)!;
  if (last.seq > seq) return "standing_behind";
  const own = derived.events.find((one) => one.seq === seq);
  if (own !== undefined && own.index !== index) return "standing_differs";
  if (own === undefined && !(await isEntryOf(scene, index, seq))) return "standing_differs";
  const expected = derivedUpTo(derived, seq);
  return expected !== null && derived.rule.agree(kept, expected) ? null : "standing_differs";
}

/** @returns `null`: what is sealed in the row is nothing of this row */
async function openStanding(
  { label, tools }: OpenedScene,
  [rawKey, rawSubject, , rawSealed]: RawRow,
): Promise<Standing | "key_gone" | null> {
  const [key, subject, sealed] = [bytesOf(rawKey), textOf(rawSubject), bytesOf(rawSealed)];
  if (key === null || subject === null || sealed === null) return null;
  const name = standingKeyName(subject);
  const sealing = (await tools.records.reader.sealing([name])).get(sealingLabel(name)) ?? "missing";
  if (typeof sealing === "string") return "key_gone";
  const bytes = decrypt(sealing, sealed, standingData(label, { key, subject }));
  return bytes && decodeStanding(bytes);
}

/** Its record is gone, or cannot be read: the entry must be there. */
async function isEntryOf(
  { snapshots }: OpenedScene,
  index: RawValue | undefined,
  seq: number,
): Promise<boolean> {
  if (!isCount(index)) return false;
  const [row = null] = await snapshots.ledger.rows("entries", [[index]]);
  return placeOfEntry(row?.[1])?.seq === seq;
}

const keyOf = ([key = null, , , , number]: RawRow): FindingKey =>
  isCount(number) ? { number } : { prefix: prefixOf(key) };

/** Whether its stream is there, though none of its records can be read: their entries say so. Where a key is gone nobody can tell. */
async function isOfUnread(scene: OpenedScene, row: RawRow): Promise<boolean> {
  const { snapshots, tools } = scene;
  const opened = await openStanding(scene, row);
  if (opened === "key_gone") return true;
  const [key, subject, index = null] = [bytesOf(row[0]), textOf(row[1]), row[2]];
  if (opened === null || key === null || subject === null) return false;
  if (!standingKey(tools.mac, subject, opened.stream).equals(key)) return false;
  const name = standingKeyName(subject);
  const [entry = null] = await snapshots.ledger.rows("entries", [[index]]);
  const secrets = await tools.records.reader.secrets([name]);
  const secret = secrets.get(secretLabel(subject, name.retentionClass));
  if (bytesOf(entry?.[1]) === null || secret === undefined || typeof secret === "string")
    return true;
  const found = placeOfEntry(entry?.[1]);
  return found !== null && hmacSha256(secret, opened.stream).equals(found.streamKey);
}

async function checkRows(scene: Scene, { numbers, missing, isWhole }: FoundRows): Promise<number> {
  const { snapshots, findings, rowMac, counted } = scene;
  const check = numberCheck(
    place,
    { counted: counted.standings, isKeyed: rowMac !== null },
    findings,
  );
  const accounted = numberBits(scene.size);
  let rows = 0;
  for await (const page of pagesOf(snapshots.ledger, place)) {
    for (const row of page) {
      rows += 1;
      const [, , index, , number = null] = row;
      const isAuthentic = authentic(rowMac, place, row);
      check.take({ key: keyOf(row), number, authentic: isAuthentic });
      const isOfStream = isCount(number) && numbers.has(number);
      // A row whose key was changed is not found by it.
      if (!isOfStream && isCount(index)) accounted.add(index);
      if (isAuthentic === false || isOfStream || !isWhole) continue;
      if (await isOfUnread(scene, row)) continue;
      findings.add({ place, key: keyOf(row), kind: "inserted", cause: "standing_inserted" });
    }
  }
  check.vacate(scene.erasures.vacated.standings);
  const deleted = check.finish();
  const lost = [...missing].filter(([index]) => !accounted.has(index));
  // Rows that were deleted are missed by their numbers already.
  for (const [, key] of lost.length > deleted ? lost : []) {
    const named = { prefix: prefixOf(key) };
    findings.add({ place, key: named, kind: "missing", cause: "standing_missing" });
  }
  return rows;
}
