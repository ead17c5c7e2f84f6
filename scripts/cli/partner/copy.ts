/**
 * A partner's copy: a directory with a file for each record that was taken, which holds its proofs. Each person has a directory of their own, so that whoever has to be deleted
 * is, with one removal.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { readFileAtMost } from "../../../api/core/at-most.ts";
import { writeDurably } from "../../../api/core/files.ts";
import { type Delivered, deliveredOf, type Refused, type Taken } from "./judging.ts";

const OWNER_ONLY = 0o700;
/** A credential, evidence at its bound, and that of ten consents. */
const MOST_BYTES = 16 << 20;
export const SUBJECT = /^[A-Za-z0-9_-]{43}$/;
export const RECORD = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const storedShape = z.strictObject({
  id: z.string().regex(RECORD),
  subject: z.string().regex(SUBJECT),
  version: z.number().int(),
  kind: z.string(),
  index: z.number().int(),
  /** Milliseconds since 1970. */
  takenAt: z.number().int(),
  walk: z.number().int(),
  proofs: z.unknown().transform(deliveredOf),
});
export type StoredRecord = z.infer<typeof storedShape> & { readonly proofs: Delivered };

const proofsOf = (directory: string): string => join(directory, "proofs");
const asideOf = (directory: string): string => join(directory, "refused");

/** Of one person. Identifiers come from outside, whoever has looked at them: what has not their form names no file, here or elsewhere. */
function placeIn(parent: string, subject: string): string {
  if (!SUBJECT.test(subject)) throw new Error("not a subject");
  return join(parent, subject);
}

function fileOf(directory: string, subject: string, id: string): string {
  if (!RECORD.test(id)) throw new Error("not a record");
  return join(placeIn(proofsOf(directory), subject), `${id}.json`);
}

async function read(file: string): Promise<StoredRecord | null> {
  try {
    const bytes = await readFileAtMost(file, MOST_BYTES);
    return storedShape.parse(JSON.parse(bytes?.toString("utf8") ?? "")) as StoredRecord;
  } catch (error) {
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
  const here = await read(fileOf(directory, subject, id));
  if (here !== null && here.version > version) return "older";
  const record = { id, subject, version, kind, index, takenAt, walk, proofs };
  await write(directory, record as StoredRecord);
  return here?.version === version ? "again" : "new";
}

/** What is here of a record stays, since what came in its place was not taken. */
export async function leave(
  directory: string,
  { subject, id }: Pick<Refused, "subject" | "id">,
  walk: number,
): Promise<void> {
  if (subject === null || id === null) return;
  const here = await read(fileOf(directory, subject, id));
  if (here !== null) await write(directory, { ...here, walk });
}

/** What was refused, as it came, with why: once, however often it comes. Below the person whom it says that it is about, so that it goes with them. */
export async function setAside(
  directory: string,
  { why, subject }: Refused,
  delivered: unknown,
  at: string,
): Promise<void> {
  const body = JSON.stringify(delivered) ?? "null";
  const name = createHash("sha256").update(body).digest("hex").slice(0, 32);
  const place = join(asideOf(directory), subject ?? "unknown");
  await mkdir(place, { recursive: true, mode: OWNER_ONLY });
  const text = `${JSON.stringify({ at, why })}\n${body}\n`;
  await writeDurably(join(place, `${name}.txt`), text);
}

/** Nothing of this person is here afterwards; whether there was something. */
export async function endPerson(directory: string, subject: string): Promise<boolean> {
  const place = placeIn(proofsOf(directory), subject);
  const there = (await namesIn(place)).length > 0;
  for (const one of [place, join(asideOf(directory), subject)])
    await rm(one, { recursive: true, force: true });
  return there;
}

export async function endRecord(directory: string, subject: string, id: string): Promise<void> {
  const file = fileOf(directory, subject, id);
  await rm(file, { force: true });
  // The last one takes the person's directory with it.
  await rmdir(dirname(file)).catch(() => undefined);
}

/** Nothing of anybody is here afterwards. */
export async function endAll(directory: string): Promise<void> {
  for (const one of [proofsOf(directory), asideOf(directory)])
    await rm(one, { recursive: true, force: true });
}

const namesIn = (place: string): Promise<string[]> =>
  readdir(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });

/** All records, or those of one person; in no order that means something. */
export async function* records(
  directory: string,
  of: string | null = null,
): AsyncGenerator<StoredRecord> {
  const people = of === null ? await namesIn(proofsOf(directory)) : [of];
  for (const subject of people)
    for (const name of await namesIn(join(proofsOf(directory), subject))) {
      // A crash may leave the first half of a file beside it.
      if (!name.endsWith(".json")) continue;
      const record = await read(join(proofsOf(directory), subject, name));
      if (record !== null) yield record;
    }
}

export const readRecord = async (
  directory: string,
  subject: string,
  id: string,
): Promise<StoredRecord | null> => read(fileOf(directory, subject, id));

/** Removes what a whole walk has not seen: it is not covered any more. How many. */
export async function prune(
  directory: string,
  walk: number,
  of: string | null = null,
): Promise<number> {
  let gone = 0;
  for await (const record of records(directory, of)) {
    if (record.walk >= walk) continue;
    await endRecord(directory, record.subject, record.id);
    gone += 1;
  }
  return gone;
}
