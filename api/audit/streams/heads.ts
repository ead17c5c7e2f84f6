/** The table of stream heads against the heads that follow from the log; both come in the order of their keys. */
import type { LedgerSnapshot, RawKey, RawRow } from "../../store/audit-store.ts";
import { prefixOf } from "../finding.ts";
import type { Findings } from "../findings.ts";
import { bytesOf } from "../row.ts";

export interface DerivedHead {
  readonly key: Buffer;
  readonly seq: number;
  readonly index: number;
  readonly leaf: Buffer;
}

/** What a row says that is no more than a lost entry explains. */
export type IsLostHead = (row: StoredHead, head: DerivedHead | null) => boolean;

export interface StoredHead {
  readonly key: Buffer;
  readonly seq: unknown;
  readonly index: unknown;
  readonly leaf: Buffer | null;
}

/** Each method answers `false`, and has done nothing, where it wants more of the table: then `load` comes first. So most calls make no promise. */
export interface HeadCheck {
  /** The next stream is this one: what the table has before it belongs to none. */
  begin(key: Buffer): boolean;
  /** Its head. */
  end(head: DerivedHead): boolean;
  /** No stream follows. */
  finish(): boolean;
  load(): Promise<void>;
  readonly checked: number;
}

const PAGE = 2_048;

export function checkHeads(
  snapshot: Pick<LedgerSnapshot, "page">,
  findings: Findings,
  isLost: IsLostHead,
): HeadCheck {
  let after: RawKey | null = null;
  let page: readonly RawRow[] = [];
  let at = 0;
  let ended = false;
  let checked = 0;

  function surplus(row: RawRow): void {
    checked += 1;
    const stored = storedHead(row);
    if (stored !== null && isLost(stored, null)) return;
    const key = { prefix: prefixOf(row[0] ?? null) };
    findings.add({ place: "streams", key, kind: "inserted", cause: "head_inserted" });
  }

  /** Goes through the rows that stand before a key; `null`: through all. */
  function skipTo(key: Buffer | null): boolean {
    for (; at < page.length; at++) {
      const row = page[at] as RawRow;
      const own = bytesOf(row[0]);
      if (own !== null && key !== null && Buffer.compare(own, key) >= 0) return true;
      surplus(row);
    }
    return ended;
  }

  return {
    get checked() {
      return checked;
    },
    begin: skipTo,
    end(head) {
      if (!skipTo(head.key)) return false;
      const row = page[at];
      const stored = row === undefined ? null : storedHead(row);
      const key = { prefix: prefixOf(head.key) };
      if (row === undefined || bytesOf(row[0])?.equals(head.key) !== true) {
        findings.add({ place: "streams", key, kind: "missing", cause: "head_missing" });
        return true;
      }
      at += 1;
      checked += 1;
      const holds = stored !== null && (isSame(stored, head) || isLost(stored, head));
      if (!holds) findings.add({ place: "streams", key, kind: "changed", cause: "head_changed" });
      return true;
    },
    finish: () => skipTo(null),
    async load() {
      page = await snapshot.page("streams", { after, limit: PAGE });
      at = 0;
      ended = page.length < PAGE;
      after = [page.at(-1)?.[0] ?? null];
    },
  };
}

export function storedHead([key, seq, index, leaf]: RawRow): StoredHead | null {
  const bytes = bytesOf(key, 32);
  return bytes === null ? null : { key: bytes, seq, index, leaf: bytesOf(leaf, 32) };
}

const isSame = (stored: StoredHead, { seq, index, leaf }: DerivedHead): boolean =>
  stored.seq === seq && stored.index === index && stored.leaf?.equals(leaf) === true;
