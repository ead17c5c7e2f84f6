import type Database from "better-sqlite3";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { attempt } from "../fault.ts";
import type { RowMac } from "../row-mac.ts";
import type { Store } from "../store.ts";
import { appender } from "./append.ts";
import type { ClosedScopes } from "./closed.ts";
import { sequencer } from "./commit.ts";
import { nextIndex } from "./entry-rows.ts";
import { headReader, headTable } from "./heads.ts";
import type { KnownStandings } from "./known-standings.ts";

type LogMethods = Pick<
  Store,
  "size" | "commit" | "appendState" | "fillWithVoid" | "restore" | "streamHeads"
>;

/** The log as it grows, and the heads of its streams. */
export function logMethods(
  client: Database.Database,
  rowMac: RowMac,
  standings: KnownStandings,
  closed: ClosedScopes,
): LogMethods {
  const size = nextIndex(client);
  // One table of heads for all that moves them: it keeps them over transactions.
  const heads = headTable(client, standings);
  const commit = sequencer(client, { rowMac, standings, closed }, heads);
  const append = appender(client, rowMac, heads);
  const headOf = headReader(client);
  return {
    size: async () => attempt("size", () => asTreeSize(size())),
    commit: async (units) => attempt("commit", () => commit(units)),
    appendState: async (state) => attempt("appendState", () => append.state(state)),
    fillWithVoid: async (to, at) => attempt("fillWithVoid", () => append.fillWithVoid(to, at)),
    restore: async (from, entries, tiles = []) =>
      attempt("restore", () => append.restore(from, entries, tiles)),
    streamHeads: async (keys) => attempt("streamHeads", () => keys.map(headOf)),
  };
}
