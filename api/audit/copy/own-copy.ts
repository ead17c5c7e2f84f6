/** Whether the second copy is there, and is this ledger's. What of it cannot be read is named once, not for each entry. */
import { open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { BUNDLES, NOTES, TIMES } from "../../log/copy-files.ts";
import { copyMark } from "../../log/entry-copy.ts";
import type { OwnKey } from "../../log/own-note.ts";
import type { FindingKind, Place } from "../finding.ts";
import type { Findings } from "../findings.ts";
import type { Limit } from "../outcome.ts";
import { type CopyParts, type CopyReader, copyReader } from "./read-copy.ts";

export interface OwnCopy {
  /** `null`: it cannot be read, or there is none. */
  readonly copy: CopyReader | null;
  /** Why there is none to read; `null`: what is wrong is a finding. */
  readonly copyLimit: Extract<Limit, "no_copy" | "copy_not_found"> | null;
}

const MARK = "copy.json";

/** @param directory `null`: the operator wants no copy */
export async function openOwnCopy(
  directory: string | null,
  logKey: OwnKey,
  findings: Findings,
): Promise<OwnCopy> {
  if (directory === null) return { copy: null, copyLimit: "no_copy" };
  const unusable: OwnCopy = { copy: null, copyLimit: null };
  const mark = await attempt(() => readFile(join(directory, MARK), "utf8"));
  if ("code" in mark && mark.code !== "ENOENT") {
    unreadable(findings, "copy.entries", MARK, mark.code);
    return unusable;
  }
  const bundles = await attempt(() => readdir(join(directory, BUNDLES)));
  const notes = await attempt(() => readdir(join(directory, NOTES)));
  const times = await attempt(() => openFile(join(directory, TIMES)));
  const lies = [bundles, notes, times].some((part) => !("code" in part) || part.code !== "ENOENT");
  if ("code" in mark && !lies) return { copy: null, copyLimit: "copy_not_found" };
  const isOurs = "value" in mark && mark.value === copyMark(logKey);
  if (!isOurs) {
    const kind: FindingKind = "value" in mark ? "changed" : "missing";
    findings.add({ place: "copy.entries", key: { file: MARK }, kind, cause: "copy_mark" });
  }
  // Another ledger's entries say nothing of this one's.
  const isForeign = "value" in mark && !isOurs;
  for (const [place, file, part] of [
    ["copy.entries", BUNDLES, bundles],
    ["copy.checkpoints", NOTES, notes],
    ["copy.times", TIMES, times],
  ] as const) {
    if (isForeign || !("code" in part) || part.code === "ENOENT") continue;
    unreadable(findings, place, file, part.code);
  }
  if (isForeign || ("code" in bundles && bundles.code !== "ENOENT")) {
    if ("value" in times) await times.value.close();
    return unusable;
  }
  const parts: CopyParts = {
    notes: !("code" in notes),
    times: "value" in times ? times.value : times.code === "ENOENT" ? "missing" : "unreadable",
  };
  return { copy: copyReader(directory, parts), copyLimit: null };
}

type Attempt<T> = { readonly value: T } | { readonly code: string };

/** What the file system says no to is an answer. */
async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (typeof code !== "string") throw error;
    return { code };
  }
}

/** A directory can be opened, too, and not be read. */
async function openFile(path: string) {
  const file = await open(path, "r");
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw Object.assign(new Error("no file"), { code: "EISDIR" });
}

function unreadable(findings: Findings, place: Place, file: string, code: string): void {
  const cause = "table_unreadable";
  findings.add({ place, key: { file }, kind: "unreadable", cause, details: { code } });
}
