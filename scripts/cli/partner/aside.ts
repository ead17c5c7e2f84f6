/**
 * What was refused, which may be evidence against the firm. As it came it stays only as far as it is seen to be about one person, and below that person, so that it goes with
 * them. Of all else, and of whoever is ended, stay why it was refused and the hash of what came: no personal data, and enough to know it again.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeDurably } from "../../../api/core/files.ts";
import { checkEvidence } from "../../../portal/verify/check.ts";
import { deliveredOf, type Refused } from "./judging.ts";

const OWNER_ONLY = 0o700;
/** Of one person so much is kept as it came; each pull may bring another. */
const MOST_OF_ONE = 20;
/** So many hashes are kept: a firm that sends nonsense fills no disk. */
const MOST_HASHES = 10_000;
/** Names of people's directories have so many characters, others that lie there have not. */
const SUBJECT_LENGTH = 43;
const HASHES = "hashes";

const asideOf = (directory: string): string => join(directory, "refused");
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Parameters are left out: they may repeat something of what came. */
const noteShape = z.object({
  at: z.string(),
  why: z.object({ word: z.string(), part: z.string(), code: z.string() }),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
type Note = z.infer<typeof noteShape>;

/** As the first line of what lies below a person has it. */
const asideShape = noteShape.extend({ walk: z.number().int() });

/** Once, however often it comes. */
export async function setAside(
  directory: string,
  { why, subject }: Refused,
  delivered: unknown,
  { at, walk }: { readonly at: string; readonly walk: number },
): Promise<void> {
  const body = JSON.stringify(delivered) ?? "null";
  const { word, part, code } = why;
  const note: Note = { at, why: { word, part, code }, sha256: sha256(body) };
  if (subject === null) return keepHash(directory, note);
  const place = join(asideOf(directory), subject);
  await mkdir(place, { recursive: true, mode: OWNER_ONLY });
  const name = `${note.sha256.slice(0, 32)}.txt`;
  const others = (await readPlace(place)).filter((one) => one.name !== name);
  for (const one of others.slice(0, Math.max(0, others.length + 1 - MOST_OF_ONE)))
    await endFile(directory, place, one);
  const first = JSON.stringify({ ...note, why, walk });
  await writeDurably(
    join(place, name),
    `${first}\n${JSON.stringify(ofPerson(delivered, subject))}\n`,
  );
}

/** The credential is the person's, by the issuer's signature; a file beside it may be anybody's. */
function ofPerson(source: unknown, subject: string): unknown {
  const { credential, evidence, consent } = deliveredOf(source);
  const own = (file: string) => (subjectOf(file) === subject ? file : { sha256: sha256(file) });
  return { credential, evidence: own(evidence), consent: consent.map(own) };
}

/** `null`: it does not say so in a way that holds. */
function subjectOf(file: string): string | null {
  const { checked } = checkEvidence(new TextEncoder().encode(file), null);
  if (checked === null) return null;
  if (checked.stream !== null) return checked.stream.bound.subject;
  const shown = checked.content?.disclosed.find(({ name }) => name === "@subject")?.value;
  return typeof shown === "string" ? shown : null;
}

async function keepHash(directory: string, note: Note): Promise<void> {
  const place = join(asideOf(directory), HASHES);
  await mkdir(place, { recursive: true, mode: OWNER_ONLY });
  if ((await namesIn(place)).length >= MOST_HASHES) return;
  await writeDurably(join(place, `${note.sha256}.json`), `${JSON.stringify(note)}\n`);
}

interface Aside {
  readonly name: string;
  /** `null`: a crash has cut it off, so it is evidence of nothing. */
  readonly said: z.infer<typeof asideShape> | null;
}

/** The oldest first. */
async function readPlace(place: string): Promise<readonly Aside[]> {
  const all: Aside[] = [];
  for (const name of await namesIn(place)) {
    const [line = ""] = (await readFile(join(place, name), "utf8")).split("\n", 1);
    all.push({ name, said: saidIn(line) });
  }
  return all.sort((a, b) => ((a.said?.at ?? "") < (b.said?.at ?? "") ? -1 : 1));
}

function saidIn(line: string): Aside["said"] {
  try {
    return asideShape.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

async function endFile(directory: string, place: string, { name, said }: Aside): Promise<void> {
  if (said !== null) await keepHash(directory, noteShape.parse(said));
  await rm(join(place, name), { force: true });
}

/** Of one person nothing stays but why, and hashes. */
export async function endAside(directory: string, subject: string): Promise<void> {
  const place = join(asideOf(directory), subject);
  for (const one of await readPlace(place)) await endFile(directory, place, one);
  await rm(place, { recursive: true, force: true });
}

/** Whether this walk has met the person, though something of theirs was refused. */
export async function isSeenAside(directory: string, subject: string, walk: number) {
  const all = await readPlace(join(asideOf(directory), subject));
  return all.some(({ said }) => said !== null && said.walk >= walk);
}

/** Of whom something lies here as it came. */
export async function peopleAside(directory: string): Promise<readonly string[]> {
  return (await namesIn(asideOf(directory))).filter((name) => name.length === SUBJECT_LENGTH);
}

export const namesIn = (place: string): Promise<string[]> =>
  readdir(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
