/**
 * Pages as what they claim to be: each is compared with what the page above says of it. An inner page is compared here, with its hash; of a
 * bucket only the form, because hashing it is most of the work of whoever reads it.
 */
import { equalBytes } from "../../../portal/verify/bytes.ts";
import { EMPTY_MAP_ROOT } from "../../../portal/verify/map.ts";
import { Refusal } from "../../core/errors.ts";
import type { MapReader } from "../../store/map-store.ts";
import { HASH, type Kind } from "./hashing.ts";
import { decodePage, type Inner, isBucket, kindOfPage, type Page } from "./page.ts";

/** A page as the one above names it: its hash is in `nodes` at `at`. */
export interface PageRef {
  readonly id: number;
  /** `null`: not known, as of the root. */
  readonly kind: Kind | null;
  readonly nodes: Buffer;
  readonly at: number;
}

export interface PageReader {
  /** @throws Refusal `damaged` (`map`) */
  read(refs: readonly PageRef[]): Promise<Page[]>;
  /** Inner pages that were stored just now. */
  remember(pages: Iterable<readonly [id: number, page: Inner]>): void;
  /** The store was cleared: ids begin anew. */
  forget(): void;
}

/**
 * Keeps the inner pages that were used last, at least `most` and at most twice as many, about 2 KiB each. They are never changed, and nobody may
 * change those handed out.
 */
export function createPageReader(store: Pick<MapReader, "pages">, most: number): PageReader {
  // Two generations instead of one list in order of use: a Map from which the oldest is deleted all the time is slow.
  let young = new Map<number, Inner>();
  let old = new Map<number, Inner>();

  function put(id: number, page: Inner): void {
    young.set(id, page);
    if (young.size < most) return;
    old = young;
    young = new Map();
  }

  function decode(id: number, bytes: Uint8Array): Page {
    const page = decodePage(bytes);
    if (page === null) throw damagedPage(id);
    return page;
  }

  return {
    async read(refs) {
      // Held here: what is put meanwhile may push them out.
      const known = refs.map(({ id }) => young.get(id) ?? old.get(id));
      const missing = refs.filter((_, i) => known[i] === undefined).map(({ id }) => id);
      const loaded = missing.length === 0 ? [] : await store.pages(missing);
      let next = 0;
      return refs.map((ref, i) => {
        const page = known[i] ?? decode(ref.id, loaded[next++] as Uint8Array);
        if (ref.kind !== null && ref.kind !== kindOfPage(page)) throw damagedPage(ref.id);
        if (!isBucket(page)) {
          if (!hasHash(page.nodes, HASH, ref)) throw damagedPage(ref.id);
          put(ref.id, page);
        }
        return page;
      });
    },
    remember(pages) {
      for (const [id, page] of pages) put(id, page);
    },
    forget() {
      young = new Map();
      old = new Map();
    },
  };
}

/** Whether a hash (in `bytes`, at `from`) is the one that was expected of this page. */
export function hasHash(bytes: Buffer, from: number, { nodes, at }: PageRef): boolean {
  return bytes.compare(nodes, at, at + HASH, from, from + HASH) === 0;
}

/** A root without a page is the empty map's: else a map that is not empty would be gone on from as if it were. */
export function assertRoot({
  id,
  hash,
}: {
  readonly id: number | null;
  readonly hash: Uint8Array;
}): void {
  if (id === null && !equalBytes(hash, EMPTY_MAP_ROOT)) throw damagedPage(-1);
}

export function damagedPage(id: number): Refusal<"damaged"> {
  return new Refusal("damaged", { what: "map", index: id });
}
