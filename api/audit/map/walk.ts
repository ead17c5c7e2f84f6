/** Every page of every version of the map, from the root down: each must be what the page above says of it. */
import { FAN, HASH, type Kind, subtreeInto } from "../../log/map/hashing.ts";
import { decodePage, type Inner, isBucket, isOnWay, kindOfPage } from "../../log/map/page.ts";
import type { AuditSnapshot, RawRow } from "../../store/audit-store.ts";
import { bytesOf } from "../row.ts";
import type { Place } from "./truth.ts";

/** A page as it is named from above. */
export interface PageRef extends Place {
  readonly id: number;
  readonly hash: Buffer;
  /** `null`: not known, as of a root. */
  readonly kind: Kind | null;
  /** Who names it: the version of this size, or the page of this id; `lost`: the page that did is not what it was. */
  readonly parent: { readonly version: number } | { readonly page: number } | "lost";
  /** Of a root, what the version's row itself says it is. */
  readonly claimed?: Buffer | null;
  /** Of versions, the newest counts 0. */
  readonly ordinal: number;
}

/** A page that is not what is said of it from above. */
export interface BadRef extends PageRef {
  /** The bytes that are stored under its id; `null`: none are. */
  readonly bytes: Buffer | null;
}

export interface Walk {
  /** Goes down from a page. Answers what did not fit on the way. */
  from(ref: PageRef): Promise<BadRef[]>;
  /** A page that was found by its content, and is what should stand there: goes down from it. */
  through(id: number, ref: PageRef): Promise<BadRef[]>;
  /** The newest version that uses a page; `null`: none that was walked. */
  userOf(id: number): number | null;
  readonly pages: number;
}

/** Pages read in one call. */
const BATCH = 128;

export function walkPages(
  map: Pick<AuditSnapshot<"map">, "rows">,
  onPages: (pages: number) => void = () => {},
): Walk {
  /** By id: the version that was walked first, and the beginning of the hash. */
  const seen = pageMarks();

  async function descend(start: readonly PageRef[]): Promise<BadRef[]> {
    const bad: BadRef[] = [];
    const stack = [...start];
    while (stack.length > 0) {
      const batch = stack.splice(-BATCH).filter((ref) => !isSeen(ref, bad));
      const rows = await map.rows(
        "pages",
        batch.map(({ id }) => [id]),
      );
      for (const [i, ref] of batch.entries()) {
        // Two places of one batch may name one page.
        if (isSeen(ref, bad)) continue;
        const inner = judge(ref, rows[i] ?? null, bad);
        if (inner !== null) stack.push(...childrenOf(inner, ref));
      }
      onPages(batch.length);
    }
    return bad;
  }

  function isSeen(ref: PageRef, bad: BadRef[]): boolean {
    const known = seen.get(ref.id);
    if (known === undefined) return false;
    if (known % MARK !== markOf(ref.hash)) bad.push({ ...ref, bytes: null });
    return true;
  }

  /** The page if it is an inner one, and as it should be. */
  function judge(ref: PageRef, row: RawRow | null, bad: BadRef[]): Inner | null {
    const bytes = bytesOf(row?.[1]);
    const page = bytes === null ? null : decodePage(bytes);
    const fits = page !== null && (ref.kind === null || ref.kind === kindOfPage(page));
    if (!fits || !hasHash(page, ref)) {
      bad.push({ ...ref, bytes: row === null ? null : (bytes ?? Buffer.alloc(0)) });
      return null;
    }
    seen.set(ref.id, ref.ordinal * MARK + markOf(ref.hash));
    return isBucket(page) ? null : page;
  }

  return {
    get pages() {
      return seen.size;
    },
    from: (ref) => descend([ref]),
    async through(id, ref) {
      return descend([{ ...ref, id }]);
    },
    userOf(id) {
      const known = seen.get(id);
      return known === undefined ? null : Math.floor(known / MARK);
    },
  };
}

/** Pages of one piece: their ids are given out one after the other. */
const TOGETHER = 4_096;
/** A piece with fewer pages is kept one by one. Ids are in no hash, so that somebody may have spread them: by pieces alone each page would take one. */
const FEW = 256;

/** A number for each page, not below zero: a map of all pages takes six times as many bytes. */
export function pageMarks() {
  const pieces = new Map<number, Float64Array>();
  const single = new Map<number, number>();
  /** How many pages of a piece are kept one by one. */
  const counts = new Map<number, number>();
  let size = 0;

  function get(id: number): number | undefined {
    const piece = pieces.get(Math.floor(id / TOGETHER));
    if (piece === undefined) return single.get(id);
    const mark = piece[id % TOGETHER] ?? -1;
    return mark < 0 ? undefined : mark;
  }

  /** A piece of what was kept one by one. */
  function gather(at: number): Float64Array {
    const piece = new Float64Array(TOGETHER).fill(-1);
    for (let i = 0; i < TOGETHER; i++) {
      const id = at * TOGETHER + i;
      piece[i] = single.get(id) ?? -1;
      single.delete(id);
    }
    counts.delete(at);
    pieces.set(at, piece);
    return piece;
  }

  return {
    get size() {
      return size;
    },
    /** How many pieces are kept as one. */
    get pieces() {
      return pieces.size;
    },
    get,
    set(id: number, mark: number): void {
      const isNew = get(id) === undefined;
      if (isNew) size += 1;
      const at = Math.floor(id / TOGETHER);
      let piece = pieces.get(at);
      if (piece === undefined) {
        const count = (counts.get(at) ?? 0) + (isNew ? 1 : 0);
        if (count < FEW) {
          counts.set(at, count);
          single.set(id, mark);
          return;
        }
        piece = gather(at);
      }
      piece[id % TOGETHER] = mark;
    },
  };
}

const MARK = 2 ** 32;
const markOf = (hash: Buffer): number => hash.readUInt32BE(0);

const own = Buffer.alloc(HASH);

function hasHash(page: NonNullable<ReturnType<typeof decodePage>>, ref: PageRef): boolean {
  if (!isBucket(page)) return page.nodes.compare(ref.hash, 0, HASH, HASH, 2 * HASH) === 0;
  if (!isOnWay(page, ref.path, 0, ref.depth)) return false;
  subtreeInto(own, 0, page.bytes, 0, page.count, 4 * ref.depth);
  return own.equals(ref.hash);
}

function childrenOf({ ids, kinds, nodes }: Inner, ref: PageRef): PageRef[] {
  return ids.flatMap((id, slot): PageRef[] => {
    if (id === 0) return [];
    const at = (FAN + slot) * HASH;
    const hash = Buffer.from(nodes.subarray(at, at + HASH));
    return [
      childRef(ref, { id, slot, hash, kind: kinds[FAN + slot] as Kind, parent: { page: ref.id } }),
    ];
  });
}

export function childRef(
  { path, depth, mapSize, ordinal }: PageRef,
  child: Pick<PageRef, "id" | "hash" | "kind" | "parent"> & { readonly slot: number },
): PageRef {
  const { id, hash, kind, parent, slot } = child;
  return {
    id,
    hash,
    kind,
    parent,
    mapSize,
    ordinal,
    depth: depth + 1,
    path: extended(path, depth, slot),
  };
}

function extended(path: Buffer, depth: number, slot: number): Buffer {
  const longer = Buffer.from(path);
  const at = depth >> 1;
  const byte = longer[at] as number;
  longer[at] = (depth & 1) === 0 ? (slot << 4) | (byte & 15) : (byte & 0xf0) | slot;
  return longer;
}
