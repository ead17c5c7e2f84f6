/**
 * A partner's copy: a directory with a file for each record that was taken, which holds its proofs. Each person has a directory of their own, so that whoever has to be deleted
 * is, with one removal.
 */
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readFileAtMost } from "../../../api/core/at-most.ts";
import { writeDurably } from "../../../api/core/files.ts";
import { endAside, isSeenAside, namesIn, peopleAside } from "./aside.ts";
import type { Refused, Taken } from "./judging.ts";
import { NotTaken } from "./not-taken.ts";
import { type Damaged, parseStored, RECORD, type StoredRecord, SUBJECT } from "./stored.ts";

const OWNER_ONLY = 0o700;
/** A credential, evidence at its bound, and that of ten consents. */
const MOST_BYTES = 16 << 20;

const proofsOf = (directory: string): string => join(directory, "proofs");

/** Of one person. Identifiers come from outside, whoever has looked at them: what has not their form names no file, here or elsewhere. */
function placeIn(parent: string, subject: string): string {
  if (!SUBJECT.test(subject)) throw new Error("not a subject");
  return join(parent, subject);
}

function fileOf(directory: string, subject: string, id: string): string {
  if (!RECORD.test(id)) throw new Error("not a record");
  return join(placeIn(proofsOf(directory), subject), `${id}.json`);
}

/** What lies there: one that is damaged counts as none wherever it is to be replaced, and is named wherever somebody looks. */
export type Entry = { readonly record: StoredRecord } | { readonly damaged: Damaged };

/** `null`: nothing. */
async function look(file: string, subject: string, id: string): Promise<Entry | null> {
  try {
    return { record: parseStored(await readFileAtMost(file, MOST_BYTES), { subject, id }) };
  } catch (error) {
    if (error instanceof NotTaken)
      return { damaged: { subject, id: RECORD.test(id) ? id : null, why: error.why } };
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function write(directory: string, record: StoredRecord): Promise<void> {
  const file = fileOf(directory, record.subject, record.id);
  await mkdir(dirname(file), { recursive: true, mode: OWNER_ONLY });
  await writeDurably(file, `${JSON.stringify(record)}\n`);
}

/** What has become of a record: `older`: a newer version of it is here, which stays. */
export type Kept = "new" | "again" | "older";

export async function keep(
  directory: string,
  { id, subject, version, kind, index, proofs }: Taken,
  { walk, takenAt }: { readonly walk: number; readonly takenAt: number },
): Promise<Kept> {
  const here = await readRecord(directory, subject, id);
  if (here !== null && here.version > version) return "older";
  const record = { id, subject, version, kind, index, takenAt, walk, proofs };
  await write(directory, record as StoredRecord);
  await release(directory, subject);
  return here?.version === version ? "again" : "new";
}

/** What is here of a record stays, since what came in its place was not taken. */
export async function leave(
  directory: string,
  { subject, id }: Pick<Refused, "subject" | "id">,
  walk: number,
): Promise<void> {
  if (subject === null || id === null) return;
  const here = await readRecord(directory, subject, id);
  if (here !== null) await write(directory, { ...here, walk });
}

/** Of whom what is here is kept, and not used: it stands in no table (output.ts). It goes with the person's directory. */
const HELD = "restricted";

/** Processing of this person's data is restricted, as a walk has found it. Whether there is something that can be read. */
export async function holdPerson(
  directory: string,
  subject: string,
  walk: number,
): Promise<boolean> {
  const place = placeIn(proofsOf(directory), subject);
  let there = false;
  for await (const record of records(directory, subject)) {
    // First: whoever is stopped in between has nothing in use that may not be.
    if (!there) await writeDurably(join(place, HELD), "");
    there = true;
    // A whole walk leaves what is kept.
    if (record.walk < walk) await write(directory, { ...record, walk });
  }
  return there;
}

export async function isHeld(directory: string, subject: string): Promise<boolean> {
  return (await namesIn(placeIn(proofsOf(directory), subject))).includes(HELD);
}

/** It is given again, and may be used. */
const release = (directory: string, subject: string): Promise<void> =>
  rm(join(placeIn(proofsOf(directory), subject), HELD), { force: true });

/** Nothing of this person is here afterwards but why something was refused; whether there was something. */
export async function endPerson(directory: string, subject: string): Promise<boolean> {
  const place = placeIn(proofsOf(directory), subject);
  const there = (await namesIn(place)).length > 0;
  await rm(place, { recursive: true, force: true });
  await endAside(directory, subject);
  return there;
}

export async function endRecord(directory: string, subject: string, id: string): Promise<void> {
  await endFile(fileOf(directory, subject, id));
}

async function endFile(file: string): Promise<void> {
  await rm(file, { force: true });
  const place = dirname(file);
  const left = await namesIn(place);
  // The last one takes the person's directory with it.
  if (left.every((name) => name === HELD)) await rm(place, { recursive: true, force: true });
}

/** Nothing of anybody is here afterwards. */
export async function endAll(directory: string): Promise<void> {
  await rm(proofsOf(directory), { recursive: true, force: true });
  for (const subject of await peopleAside(directory)) await endAside(directory, subject);
}

/** All that is here, or what is of one person; in no order that means something. */
export async function* entries(
  directory: string,
  of: string | null = null,
): AsyncGenerator<Entry & { readonly file: string }> {
  const people = of === null ? await namesIn(proofsOf(directory)) : [of];
  for (const subject of people.filter((one) => SUBJECT.test(one)))
    for (const name of await namesIn(join(proofsOf(directory), subject))) {
      // A crash may leave the first half of a file beside it.
      if (!name.endsWith(".json")) continue;
      const file = join(proofsOf(directory), subject, name);
      const entry = await look(file, subject, name.slice(0, -".json".length));
      if (entry !== null) yield { ...entry, file };
    }
}

/** Those that can be read. */
export async function* records(
  directory: string,
  of: string | null = null,
): AsyncGenerator<StoredRecord> {
  for await (const entry of entries(directory, of)) if ("record" in entry) yield entry.record;
}

/** Those that cannot. */
export async function damagedIn(directory: string): Promise<readonly Damaged[]> {
  const all: Damaged[] = [];
  for await (const entry of entries(directory)) if ("damaged" in entry) all.push(entry.damaged);
  return all;
}

export const entryOf = (directory: string, subject: string, id: string): Promise<Entry | null> =>
  look(fileOf(directory, subject, id), subject, id);

/** `null`: there is none that can be read. */
export async function readRecord(
  directory: string,
  subject: string,
  id: string,
): Promise<StoredRecord | null> {
  const entry = await entryOf(directory, subject, id);
  return entry !== null && "record" in entry ? entry.record : null;
}

/** Removes what a whole walk has not seen: it is not covered any more. And what is damaged, since the walk has put another in its place if there is one. How many records. */
export async function prune(
  directory: string,
  walk: number,
  of: string | null = null,
): Promise<number> {
  let gone = 0;
  for await (const entry of entries(directory, of)) {
    if ("record" in entry && entry.record.walk >= walk) continue;
    await endFile(entry.file);
    gone += 1;
  }
  for (const subject of of === null ? await peopleAside(directory) : [of]) {
    const isHere = (await namesIn(placeIn(proofsOf(directory), subject))).length > 0;
    if (!isHere && !(await isSeenAside(directory, subject, walk)))
      await endAside(directory, subject);
  }
  return gone;
}
