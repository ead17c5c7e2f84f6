/** The work that can be done by itself, in pieces: in this thread, or in several. */

import type { KindRegistry } from "../../core/kind.ts";
import { kindsByName, ownKindsByName } from "../../ledger/kinds/registry.ts";
import { domainKindsByName } from "../../rights/kinds/registry.ts";
import type { AuditedFile, AuditSnapshot, LedgerSnapshot } from "../../store/audit-store.ts";
import type { KeyProvider } from "../../vault/key-provider.ts";
import { keyedRowMac } from "../../vault/row-mac.ts";
import { keyReader } from "../keys/key-reader.ts";
import { loadNamedKeys, type NamedKeys } from "../keys/named.ts";
import { checkMarks } from "../records/check-marks.ts";
import { type CheckedRange, checkRecords, type RecordReads } from "../records/check-records.ts";
import { recordOpener } from "../records/open-record.ts";
import { digestRows } from "../resume/digest.ts";
import { replayPart } from "../streams/partition.ts";
import { checkSubjects } from "../subjects/check-subjects.ts";

/** Pieces of work; each resolves with what was found, and rejects only where the files themselves cannot be read. */
export interface Hands {
  /** Pieces that are worked on at the same time. */
  readonly atOnce: number;
  records: Piece<typeof checkRecords>;
  /** The same, and a digest of the rows that they were checked by. */
  digestedRecords: Piece<(...all: Parameters<typeof checkRecords>) => Promise<DigestedRange>>;
  /** The digest alone. */
  digest: Piece<typeof digestRows>;
  subjects: Piece<typeof checkSubjects>;
  marks: Piece<typeof checkMarks>;
  part(moves: Buffer, bits: number): Promise<Uint8Array>;
  /** What SQLite's own check says of a file. */
  integrity(file: AuditedFile): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface DigestedRange {
  readonly range: CheckedRange;
  readonly digest: string;
}

/** The same without what it reads from. */
type Piece<F> = F extends (...all: [infer _Reads, ...infer Rest]) => infer Answer
  ? (...rest: Rest) => Answer
  : never;

export interface HandFiles {
  readonly ledger: LedgerSnapshot;
  readonly keys: AuditSnapshot<"keys">;
  readonly map: AuditSnapshot<"map"> | null;
  readonly provider: KeyProvider;
  /** The origin that records are sealed under. */
  readonly label: string;
}

/** All kinds that a ledger may hold. */
export const allKinds: KindRegistry = new Map([
  ...kindsByName,
  ...domainKindsByName,
  ...ownKindsByName,
]);

/** What all of it is done with. `named`: the ledger's own keys, where they are loaded already. */
export async function handTools(files: HandFiles, own?: NamedKeys) {
  const { ledger, keys, provider, label } = files;
  const named = own ?? (await loadNamedKeys(keys, provider));
  const { mac, purposes, row } = named;
  const reader = keyReader(keys, provider);
  const open = recordOpener({ label, kinds: allKinds, mac, purposes });
  const records: RecordReads = { ledger, keys, reader, open, kinds: allKinds, mac, purposes };
  return { ...named, records, rowMac: row === null ? null : keyedRowMac(row) };
}

export type HandTools = Awaited<ReturnType<typeof handTools>>;

/** In this thread. The files stay the caller's. */
export async function ownHands(files: HandFiles, own?: HandTools): Promise<Hands> {
  const { ledger, keys, map, provider } = files;
  const { records, mac, purposes, rowMac } = own ?? (await handTools(files));
  const { reader, open } = records;
  const snapshots = { ledger, keys, map };
  return {
    atOnce: 1,
    records: (from, to, asked) => checkRecords(records, from, to, asked),
    digestedRecords: async (from, to, asked) => ({
      range: await checkRecords(records, from, to, asked),
      digest: await digestRows({ ledger, keys }, from, to, asked),
    }),
    digest: (from, to, asked) => digestRows({ ledger, keys }, from, to, asked),
    subjects: (range) => checkSubjects({ ledger, keys, provider, rowMac }, range),
    marks: (range) => checkMarks({ ledger, reader, open, mac, purposes, rowMac }, range),
    part: async (moves, bits) => replayPart(moves, bits),
    integrity: async (file) => (await snapshots[file]?.integrity()) ?? [],
    close: async () => {},
  };
}
