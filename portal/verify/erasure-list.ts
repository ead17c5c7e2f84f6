/** The list of the entries that an erasure is about (docs/FORMAT.md §20.1). Its root is declared in the log; the list itself goes to the person alone. */
import type {
  LeafHash,
  LeafIndex,
  LedgerId,
  NodeHash,
  RootHash,
  SecretHash,
  StreamSecret,
  SubjectId,
  TreeSize,
} from "./brands.ts";
import { base64Encode, concat } from "./bytes.ts";
import { FormatError } from "./errors.ts";
import { sha256 } from "./hash.ts";
import { canonicalBytes } from "./jcs.ts";
import { rootOfHashes } from "./merkle.ts";
import { wrongShape } from "./shape.ts";
import type { RetentionClass } from "./subject.ts";

const LEAF = Uint8Array.of(0x05);
const ROOT = Uint8Array.of(0x06);
const SALT_BYTES = 16;

/** Of a class whose records are in the list the secret, of another one its hash will do. */
export type ErasureSecret = { readonly secret: StreamSecret } | { readonly hash: SecretHash };

/** One identifier of the person. */
export interface ErasureSubject {
  readonly subject: SubjectId;
  readonly secrets: Readonly<Record<RetentionClass, ErasureSecret>>;
}

/** What became of an entry's record. */
export type ErasureFate =
  | { readonly fate: "erased" }
  /** `ground`: one of the list's. `until`: to the end of which year; null: as long as the ground lasts. */
  | { readonly fate: "kept"; readonly ground: string; readonly until: number | null };

/** An entry of the log, in a stream of one of the person's identifiers. */
export type ErasureListEntry = ErasureFate & {
  readonly index: LeafIndex;
  readonly subject: SubjectId;
  /** `@stream` */
  readonly stream: string;
  /** 16 random bytes, fresh for each entry. */
  readonly salt: Uint8Array;
};

/** Why records are kept: as in a rule of the kind `retention`. */
export interface ErasureGround {
  /** The article, as a term or in short; at most 200 code units. */
  readonly ground: string;
  /** The same for people; at least one, each of at most 1,000 code units. */
  readonly texts: readonly { readonly language: string; readonly text: string }[];
}

export interface ErasureList {
  /** UUID, lower case. */
  readonly erasureId: string;
  readonly ledgerId: LedgerId;
  /** Entries of the log when the list was made: all entries of the list are below it. */
  readonly treeSize: TreeSize;
  /** Strictly ascending by identifier. */
  readonly subjects: readonly ErasureSubject[];
  /** Exactly those that entries are kept on; strictly ascending by `ground` (UTF-16 code units). */
  readonly grounds: readonly ErasureGround[];
  /** Strictly ascending by index; at least one. */
  readonly entries: readonly ErasureListEntry[];
}

export interface ErasureCounts {
  /** Of erased entries. */
  readonly count: number;
  readonly kept: number;
}

/** What the declaration says in `count` and `kept`. */
export function erasureCounts({ entries }: Pick<ErasureList, "entries">): ErasureCounts {
  const count = entries.filter(({ fate }) => fate === "erased").length;
  return { count, kept: entries.length - count };
}

/** The members of an entry that tell its fate. */
export const writeFate = (entry: ErasureListEntry) =>
  entry.fate === "kept"
    ? { fate: entry.fate, ground: entry.ground, until: entry.until }
    : { fate: entry.fate, ground: null, until: null };

/**
 * The hash of one entry of the list.
 *
 * @param leafHash of the entry in the log
 */
export function erasureListLeaf(entry: ErasureListEntry, leafHash: LeafHash): NodeHash {
  const { index, salt, stream, subject } = entry;
  if (salt.length !== SALT_BYTES) throw new FormatError("bad_length", { limit: SALT_BYTES });
  const told = { ...writeFate(entry), index, leafHash: base64Encode(leafHash), stream, subject };
  return sha256(concat(LEAF, salt, canonicalBytes(told))) as NodeHash;
}

export const writeGrounds = (grounds: readonly ErasureGround[]) =>
  grounds.map(({ ground, texts }) => ({
    ground,
    texts: texts.map(({ language, text }) => ({ language, text })),
  }));

/**
 * The root that the declaration names: of all entries, whose erasure it is, and of the numbers.
 *
 * @param leafHashes of the entries in the log, in the order of the list
 * @throws FormatError unless the list is one (`checkErasureList`) and there are as many hashes
 */
export function erasureListRoot(whole: ErasureList, leafHashes: readonly LeafHash[]): RootHash {
  checkErasureList(whole);
  const { entries, erasureId, grounds, ledgerId, subjects, treeSize } = whole;
  if (leafHashes.length !== entries.length) throw wrongShape("list.entries");
  const leaves = entries.map((entry, i) => erasureListLeaf(entry, leafHashes[i] as LeafHash));
  const head = canonicalBytes({
    ...erasureCounts(whole),
    erasureId,
    grounds: writeGrounds(grounds),
    ledgerId,
    subjects: subjects.map(({ subject }) => subject),
    treeSize,
  });
  return sha256(concat(ROOT, head, rootOfHashes(leaves))) as RootHash;
}

function ascending<T>(all: readonly T[], key: (one: T) => string | number, where: string): void {
  all.forEach((one, i) => {
    const before = all[i - 1];
    if (before !== undefined && key(before) >= key(one))
      throw new FormatError("erasure_order", { where, position: i + 1 });
  });
}

/** What holds between the parts of a list. @throws FormatError `erasure_…` */
export function checkErasureList({ entries, grounds, subjects, treeSize }: ErasureList): void {
  ascending(subjects, ({ subject }) => subject, "list.subjects");
  ascending(grounds, ({ ground }) => ground, "list.grounds");
  ascending(entries, ({ index }) => index, "list.entries");
  if (entries.length === 0) throw new FormatError("erasure_empty");
  const known = new Set(subjects.map(({ subject }) => subject));
  const used = new Set<string>();
  entries.forEach((entry, i) => {
    const place = { where: "list.entries", position: i + 1 };
    if (entry.index >= treeSize) throw new FormatError("erasure_beyond_size", place);
    if (!known.has(entry.subject)) throw new FormatError("erasure_other_subject", place);
    if (entry.fate === "kept") used.add(entry.ground);
  });
  const named = grounds.map(({ ground }) => ground);
  if (named.length !== used.size || !named.every((ground) => used.has(ground)))
    throw new FormatError("erasure_grounds");
}
