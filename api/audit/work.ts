/**
 * Where an audit keeps what it has done, so that one that was interrupted goes on from there. Only what is never changed again in a ledger is kept as done:
 * entries with their tiles and checkpoints, and records. All else is read anew.
 *
 * A work directory holds pseudonyms and hashes, no contents and no keys.
 */
import { mkdir, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../core/errors.ts";
import { writeDurably } from "../core/files.ts";
import { holdExclusively } from "../store/sqlite/exclusive.ts";
import type { Finding, Place } from "./finding.ts";
import type { LogMark } from "./log/check-log.ts";
import type { RecordsMark } from "./parts/records-part.ts";

/** What is kept of a part. */
interface Kept<M> {
  /** Whose it is, and the newest signed root when it was kept: a ledger that has another one there is another one. */
  readonly of: LedgerMark;
  /** When it was kept; milliseconds since 1970. */
  readonly at: number;
  readonly mark: M;
  /** What was found in it. */
  readonly findings: readonly Finding[];
}

export interface LedgerMark {
  readonly ledgerId: string;
  readonly size: number;
  /** base64 */
  readonly root: string;
}

export type Part = "log" | "records";
interface Marks {
  readonly log: LogMark;
  readonly records: RecordsMark;
}

export interface Work {
  readonly directory: string;
  /** What an earlier audit left; `null`: nothing. `isSame` says whether the ledger is still the one that it read. */
  load<P extends Part>(
    part: P,
    isSame: (of: LedgerMark) => Promise<boolean>,
  ): Promise<Kept<Marks[P]> | null>;
  save<P extends Part>(part: P, kept: Kept<Marks[P]>): Promise<void>;
  /** Removes all that was kept. */
  finish(): Promise<void>;
  /** Leaves it where it is. */
  close(): void;
}

/** Findings that belong to what is kept as done. */
export const PLACES_OF: Readonly<Record<Part, readonly Place[]>> = {
  log: ["entries", "tiles", "checkpoints", "copy.entries", "copy.times"],
  records: ["records", "keys.sealing_keys"],
};

const FORMAT = "counterfoil/audit-work/v1";
const MARK_FILE = "audit.json";

/**
 * Opens a work directory, which may be missing or empty.
 *
 * @throws Refusal `invalid_setting` (`not_empty`) for one with something else in it; `in_use` while another audit has it
 */
export async function openWork(directory: string): Promise<Work> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const names = await readdir(directory);
  if (names.length > 0 && !names.includes(MARK_FILE)) {
    throw new Refusal("invalid_setting", { setting: "--work", problem: "not_empty" });
  }
  const release = holdExclusively(join(directory, "audit"), "audit");
  await writeDurably(join(directory, MARK_FILE), `${JSON.stringify({ format: FORMAT })}\n`);
  const fileOf = (part: Part): string => join(directory, `${part}.json`);

  return {
    directory,
    async load(part, isSame) {
      const text = await readFile(fileOf(part), "utf8").catch(() => null);
      const kept = text === null ? null : unpack(text);
      return kept !== null && (await isSame(kept.of)) ? kept : null;
    },
    save: (part, kept) => writeDurably(fileOf(part), pack(kept)),
    async finish() {
      release();
      for (const name of await readdir(directory)) {
        await rm(join(directory, name), { force: true });
      }
      // It may be somebody's own, who put something into it meanwhile.
      await rmdir(directory).catch(() => undefined);
    },
    close: release,
  };
}

/** Bytes as an object that no other value is. */
const pack = (kept: unknown): string =>
  JSON.stringify(kept, (_, value: unknown) =>
    value instanceof Uint8Array
      ? { $bytes: Buffer.from(value).toString("base64") }
      : isPackedBuffer(value)
        ? { $bytes: Buffer.from(value.data).toString("base64") }
        : value,
  );

/** What a Buffer has made of itself by then. */
function isPackedBuffer(value: unknown): value is { readonly data: readonly number[] } {
  if (typeof value !== "object" || value === null || !("type" in value)) return false;
  return value.type === "Buffer" && "data" in value && Array.isArray(value.data);
}

/** `null`: it was cut off, or is none of ours. */
function unpack(text: string) {
  try {
    return JSON.parse(text, (_, value) => {
      const bytes: unknown = value?.$bytes;
      return typeof bytes === "string" ? Buffer.from(bytes, "base64") : value;
    });
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
