/** The verdict on an export, by what is in it alone (docs/FORMAT.md §21.5). Effects come in as parameters. */
import { createHash } from "node:crypto";
import type { AskChain } from "../../../../portal/verify/chain.ts";
import { FormatError } from "../../../../portal/verify/errors.ts";
import { type Policy, parsePolicy } from "../../../../portal/verify/policy.ts";
import { EXIT_CODES, VERDICT_WORDS, type VerdictWord } from "../../../../portal/verify/verdict.ts";
import { askedOnce } from "../../../core/asked-once.ts";
import { checkContents } from "./check-contents.ts";
import { checkStreams } from "./check-streams.ts";
import type { ReadFile } from "./events.ts";
import { type Fault, fault, ofForm, Unreadable } from "./fault.ts";
import { MANIFEST, type Manifest, parseManifest } from "./manifest.ts";
import type { Withheld } from "./withheld.ts";

export interface CheckOptions {
  /** Paths of all files that are there. */
  readonly paths: readonly string[];
  readonly read: ReadFile;
  /** What the reader trusts; `null`: nothing is pinned. */
  readonly policy: Policy | null;
  /** `null`: offline. */
  readonly ask: AskChain | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface ExportVerdict {
  readonly word: VerdictWord;
  readonly exitCode: number;
  /** What is wrong, each with the file that shows it; none unless the word is INVALID. */
  readonly faults: readonly Fault[];
  /** `null`: there is no manifest that can be read. */
  readonly manifest: Manifest | null;
  /** How many evidence files have which verdict. */
  readonly evidence: readonly { readonly word: VerdictWord; readonly count: number }[];
  readonly events: number;
  /** Events whose records are not shown: erased, lost or damaged. */
  readonly gone: number;
  /** Fields that are withheld, as they may be. */
  readonly withheld: readonly Withheld[];
  /** Kinds and numbers of the events. */
  readonly kinds: readonly { readonly kind: string; readonly events: number }[];
}

/** So many faults are told. */
const MOST_FAULTS = 50;

/** Never throws for any files that `read` gives or refuses ({@link Unreadable}). */
export async function checkExport(options: CheckOptions): Promise<ExportVerdict> {
  const faults: Fault[] = [];
  const words = new Map<VerdictWord, number>();
  const kinds = new Map<string, number>();
  const withheld = new Map<string, number>();
  const told = { events: 0, gone: 0 };
  const manifest = await manifestOf(options, faults);
  if (manifest !== null) await checkFiles(options, manifest, faults);
  if (manifest !== null && faults.length === 0) {
    const ask = options.ask && askedOnce(options.ask);
    const found = { faults, words, kinds, told, withheld };
    await checkStreams({ ...options, ask, manifest }, found);
  }
  if (manifest !== null && faults.length === 0) await checkContents(options, manifest, faults);
  const word = wordOf(manifest, faults, words, told.gone);
  return {
    ...{ word, exitCode: EXIT_CODES[word], faults: faults.slice(0, MOST_FAULTS), manifest },
    ...told,
    evidence: [...words].map(([word, count]) => ({ word, count })),
    withheld: [...withheld].sort(byName).map(([one, events]) => {
      const [kind = "", field = ""] = one.split(" ");
      return { kind, field, events };
    }),
    kinds: [...kinds].sort(byName).map(([kind, events]) => ({ kind, events })),
  };
}

const byName = ([a]: readonly [string, number], [b]: readonly [string, number]): number =>
  a < b ? -1 : 1;

function wordOf(
  manifest: Manifest | null,
  faults: readonly Fault[],
  words: ReadonlyMap<VerdictWord, number>,
  gone: number,
): VerdictWord {
  if (manifest === null || faults.length > 0) return "INVALID";
  // What a record says that is not shown, of joined identifiers or of anything, nobody can tell.
  const open = manifest.unproven.length > 0 || gone > 0;
  const has = (word: VerdictWord): boolean => words.has(word) || (word === "CANNOT_TELL" && open);
  return VERDICT_WORDS.find(has) ?? "INVALID";
}

async function manifestOf(
  { paths, read }: CheckOptions,
  faults: Fault[],
): Promise<Manifest | null> {
  if (!paths.includes(MANIFEST)) {
    faults.push(fault(MANIFEST, "file_missing"));
    return null;
  }
  const source = await readable(read, MANIFEST, faults);
  if (source === null) return null;
  try {
    return parseManifest(source);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    faults.push(ofForm(MANIFEST, error));
    return null;
  }
}

/** `null`: it cannot be read, which is noted. */
async function readable(read: ReadFile, path: string, faults: Fault[]): Promise<Uint8Array | null> {
  try {
    return await read(path);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    faults.push(fault(path, "unreadable", { reason: error.reason }));
    return null;
  }
}

/** Exactly the files that are listed, each with its hash; and the policy, which can be read. */
async function checkFiles(
  { paths, read }: CheckOptions,
  { files }: Manifest,
  faults: Fault[],
): Promise<void> {
  const there = new Set(paths);
  const listed = new Set(files.map(({ path }) => path));
  files.forEach(({ path }, at) => {
    if (at > 0 && path <= (files[at - 1]?.path ?? ""))
      faults.push(fault(MANIFEST, "not_ascending"));
  });
  for (const path of paths)
    if (path !== MANIFEST && !listed.has(path)) faults.push(fault(path, "file_surplus"));
  for (const { path, bytes, sha256 } of files) {
    if (!there.has(path)) {
      faults.push(fault(path, "file_missing"));
      continue;
    }
    const content = await readable(read, path, faults);
    if (content === null) continue;
    const hash = createHash("sha256").update(content).digest("hex");
    if (content.length !== bytes || hash !== sha256) faults.push(fault(path, "hash_differs"));
  }
  if (faults.length > 0) return;
  const policy = "policy.json";
  try {
    if (!listed.has(policy)) faults.push(fault(policy, "file_missing"));
    else parsePolicy(await read(policy));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    faults.push(ofForm(policy, error));
  }
}
