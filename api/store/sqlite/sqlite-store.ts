import { Refusal } from "../../core/errors.ts";
import { asFault, attempt, StoreMisuse } from "../fault.ts";
import type { RowMac } from "../row-mac.ts";
import type { Store } from "../store.ts";
import { anchorMethods } from "./anchors.ts";
import { batchMethods } from "./batches.ts";
import { closedScopes } from "./closed.ts";
import { cosignatureMethods } from "./cosignatures.ts";
import { assertRowKey, beginCounters } from "./counters.ts";
import { entryMethods } from "./entries.ts";
import { erasureMethods } from "./erasure.ts";
import { fillRowMacs } from "./fill-row-macs.ts";
import { reauthenticateAnchors } from "./gas-price.ts";
import { knownStandings } from "./known-standings.ts";
import { logMethods } from "./log.ts";
import { logPageMethods } from "./log-pages.ts";
import { metaMethods } from "./meta.ts";
import { type FoundDatabase, findDatabase, type OpenDatabase } from "./open.ts";
import { recordMethods } from "./records.ts";
import { ERASURE_TABLES } from "./row-macs.ts";
import { standingMethods } from "./standings.ts";
import { subjectMethods } from "./subjects.ts";

export interface LedgerFileOptions {
  /** Path of the database; it and its directory are made if missing. */
  readonly file: string;
}

export interface SqliteStoreOptions extends LedgerFileOptions {
  /** Authenticates the rows: always the same function for one database. */
  readonly rowMac: RowMac;
}

/**
 * The ledger's file before the key of its rows is at hand: whose it is says the file itself, and the key is found by that. Nothing in it is
 * changed, and what is read here is not authenticated.
 */
export interface LedgerFile {
  /** A value of `meta`, or `null`. */
  meta(key: string): string | null;
  /** True: nothing was ever written to it. */
  readonly isNew: boolean;
  /** False: its rows have no authenticators yet; {@link open} makes them, once. True: the key is made already, and another one will not do. */
  readonly authenticated: boolean;
  /** The subject that came first; `null`: none did. A key store that is this ledger's has its secrets. */
  firstSubject(): string | null;
  /**
   * Brings the file to the newest migration and opens it: once. Refuses with `damaged` (`key`) if nothing in it was written under this key, or if a
   * checkpoint speaks of entries that are not there.
   */
  open(rowMac: RowMac): Promise<Store>;
  /** Also closes a store that was opened. */
  close(): void;
}

/**
 * One process owns a ledger's file: while it is open elsewhere this refuses with `in_use`; with `unknown_schema` if the file is not a
 * ledger of this version. Creates the file where there is none.
 */
export async function openLedgerFile({ file }: LedgerFileOptions): Promise<LedgerFile> {
  return attempt("open", () => ledgerFile(findDatabase(file, "database")));
}

/** The ledger in one SQLite file. Refuses as {@link openLedgerFile} and {@link LedgerFile.open}. */
export async function openSqliteStore({ file, rowMac }: SqliteStoreOptions): Promise<Store> {
  const found = await openLedgerFile({ file });
  try {
    return await found.open(rowMac);
  } catch (error) {
    found.close();
    throw error;
  }
}

/** The one that has the authenticators made. */
const ROW_MACS = "0003_row_macs.sql";
const STANDINGS = "0004_standings.sql";
const GAS_PRICE = "0005_gas_price.sql";
const ERASURE = "0006_erasure.sql";

function ledgerFile(found: FoundDatabase): LedgerFile {
  const { client, applied } = found;
  let opened = false;
  let closed = false;

  /** A new file has no tables yet. */
  const first = (sql: string, ...parameters: string[]): string | null =>
    applied.length === 0
      ? null
      : (client
          .prepare<string[], string>(sql)
          .pluck()
          .get(...parameters) ?? null);

  function close(): void {
    if (!closed) found.close();
    closed = true;
  }

  return {
    meta: (key) => attempt("meta", () => first("SELECT value FROM meta WHERE key = ?", key)),
    isNew: applied.length === 0,
    authenticated: applied.includes(ROW_MACS),
    firstSubject: () =>
      attempt("firstSubject", () =>
        first("SELECT subject FROM subjects ORDER BY created_at, subject LIMIT 1"),
      ),
    async open(rowMac) {
      if (opened) throw new StoreMisuse("a ledger's file is opened once");
      opened = true;
      try {
        found.migrate({
          [ROW_MACS]: (to) => fillRowMacs(to, rowMac),
          [STANDINGS]: (to) => beginCounters(to, rowMac, ["standings"]),
          [GAS_PRICE]: (to) => reauthenticateAnchors(to, rowMac),
          [ERASURE]: (to) => beginCounters(to, rowMac, ERASURE_TABLES),
        });
        assertRowKey(client, rowMac);
        return await assemble({ client, close, scrub: found.scrub }, rowMac);
      } catch (error) {
        throw asFault("open", error);
      }
    },
    close,
  };
}

async function assemble({ client, close, scrub }: OpenDatabase, rowMac: RowMac): Promise<Store> {
  const known = knownStandings(client);
  const closed = closedScopes(client, rowMac);
  const store: Store = {
    ...metaMethods(client, rowMac),
    ...logMethods(client, rowMac, known, closed),
    ...erasureMethods(client, rowMac, { standings: known, closed }),
    ...entryMethods(client, rowMac),
    ...subjectMethods(client, rowMac),
    ...recordMethods(client),
    ...standingMethods(client, rowMac, known),
    ...batchMethods(client, rowMac),
    ...anchorMethods(client, rowMac),
    ...logPageMethods(client, rowMac),
    ...cosignatureMethods(client, rowMac),
    scrub,
    close: async () => close(),
  };
  const newest = await store.newestCheckpoint();
  if (newest !== null && newest.size > (await store.size())) {
    throw new Refusal("damaged", { what: "checkpoint", index: newest.size });
  }
  return store;
}
