/** The blind index of records by what they are outside known by, against the records; both sorted by the HMAC. */
import type { LedgerSnapshot, RawKey, RawRow } from "../../store/audit-store.ts";
import { prefixOf } from "../finding.ts";
import type { Findings } from "../findings.ts";
import { bytesOf, textOf } from "../row.ts";
import type { Sorter } from "../spool/sorter.ts";
import { IDENTITY_RECORD } from "./check-records.ts";

export interface IdentityOptions {
  readonly snapshot: Pick<LedgerSnapshot, "page" | "recordIndexes">;
  /** `mac[32] ‖ id[36] ‖ index[6]` of each record. */
  readonly derived: Sorter;
  readonly findings: Findings;
  /**
   * Whether a record of which nothing could be derived, because it is missing, damaged or cannot be opened, may be the one of this id. Each accounts for one
   * identity.
   */
  readonly isUnread: (id: string, index: number | null) => boolean;
}

const MAC = 32;
const ID = 36;
const PAGE = 2_048;

/** Answers how many rows there are. */
export async function checkIdentities(options: IdentityOptions): Promise<number> {
  const { derived, snapshot, findings } = options;
  let after: RawKey | null = null;
  let page: readonly RawRow[] = [];
  let at = 0;
  let ended = false;
  let checked = 0;
  let last: Buffer = Buffer.alloc(0);

  async function load(): Promise<boolean> {
    if (ended) return false;
    page = await snapshot.page("identities", { after, limit: PAGE });
    at = 0;
    ended = page.length < PAGE;
    after = [page.at(-1)?.[0] ?? null];
    return page.length > 0;
  }

  async function surplus([mac = null, id = null]: RawRow): Promise<void> {
    const name = textOf(id);
    const [index = null] = name === null ? [] : await snapshot.recordIndexes([[name, 1]]);
    const isNumber = typeof index === "number";
    if (name !== null && options.isUnread(name, isNumber ? index : null)) return;
    const key = { prefix: prefixOf(mac) };
    findings.add({ place: "identities", key, kind: "inserted", cause: "identity_inserted" });
  }

  /** Rows before this HMAC belong to no record; `null`: all that are left. */
  async function skipTo(mac: Buffer | null): Promise<void> {
    for (;;) {
      if (at >= page.length && !(await load())) return;
      const row = page[at] as RawRow;
      const own = bytesOf(row[0]);
      if (own !== null && mac !== null && Buffer.compare(own, mac) >= 0) return;
      at += 1;
      checked += 1;
      await surplus(row);
    }
  }

  async function take(mac: Buffer, id: string): Promise<void> {
    await skipTo(mac);
    const row = page[at];
    const key = { prefix: prefixOf(mac) };
    if (row === undefined || bytesOf(row[0])?.equals(mac) !== true) {
      findings.add({ place: "identities", key, kind: "missing", cause: "identity_missing" });
      return;
    }
    at += 1;
    checked += 1;
    if (textOf(row[1]) === id) return;
    findings.add({ place: "identities", key, kind: "changed", cause: "identity_changed" });
  }

  for await (const records of derived.sorted()) {
    for (let from = 0; from < records.length; from += IDENTITY_RECORD) {
      const mac = records.subarray(from, from + MAC);
      // All versions of a record are known by the same.
      if (last.equals(mac)) continue;
      const id = records.toString("latin1", from + MAC, from + MAC + ID);
      last = Buffer.from(mac);
      if (nextIs(page[at], mac, id)) {
        at += 1;
        checked += 1;
      } else await take(mac, id);
    }
  }
  await skipTo(null);
  return checked;
}

/** The common case, without a promise. */
function nextIs(row: RawRow | undefined, mac: Buffer, id: string): boolean {
  return row !== undefined && row[1] === id && bytesOf(row[0])?.equals(mac) === true;
}
