/** That data and tables say exactly what the evidence discloses: both are made again from it. */
import { createHash } from "node:crypto";
import { FormatError } from "../../../../portal/verify/errors.ts";
import { canonicalJson, type JsonObject } from "../../../../portal/verify/jcs.ts";
import { dataJson } from "./data.ts";
import type { ReadFile } from "./events.ts";
import { type Fault, fault } from "./fault.ts";
import type { Manifest } from "./manifest.ts";
import { kindsOf, tableOf, tablePath } from "./tables.ts";

export const DATA = "data.json";

async function hashOf(pieces: AsyncIterable<string>): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of pieces) hash.update(piece, "utf8");
  return hash.digest("hex");
}

export async function checkContents(
  { read }: { readonly read: ReadFile },
  manifest: Manifest,
  faults: Fault[],
): Promise<void> {
  const { files, streams } = manifest;
  const listed = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  const compare = async (path: string, pieces: AsyncIterable<string>): Promise<void> => {
    const found = listed.get(path);
    if (found === undefined) faults.push(fault(path, "file_missing"));
    else if (found !== (await hashOf(pieces))) faults.push(fault(path, "content_differs"));
  };
  const about = listed.has(DATA) ? await aboutOf(read, faults) : {};
  if (about !== null) await compare(DATA, dataJson(about, manifest, read));
  const kinds = kindsOf(streams);
  for (const kind of kinds) await compare(tablePath(kind), tableOf(kind, streams, read));
  const tables = new Set(kinds.map(tablePath));
  for (const { path } of files)
    if (path.startsWith("csv/") && !tables.has(path)) faults.push(fault(path, "file_surplus"));
}

/** Only what it says besides; whether all of it has its one spelling, the comparison shows. */
async function aboutOf(read: ReadFile, faults: Fault[]): Promise<JsonObject | null> {
  try {
    const { about } = JSON.parse(Buffer.from(await read(DATA)).toString("utf8"));
    canonicalJson(about);
    if (about !== null && typeof about === "object" && !Array.isArray(about)) return about;
  } catch (error) {
    const isOfIt = error instanceof SyntaxError || error instanceof TypeError;
    if (!(isOfIt || error instanceof FormatError)) throw error;
  }
  faults.push(fault(DATA, "bad_form"));
  return null;
}
