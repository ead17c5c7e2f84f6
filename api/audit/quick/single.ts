import {
  AUDITED,
  type AuditedFile,
  type AuditedTable,
  type AuditSnapshot,
} from "../../store/audit-store.ts";

/**
 * A snapshot for whoever asks for single rows by steps that are made for many: of a table whose key is one column each range must hold only the key that it
 * ends with. That row is then read by itself, in a quarter of the time that a page takes.
 */
export function singleRows<F extends AuditedFile, S extends AuditSnapshot<F>>(snapshot: S): S {
  const tables: Readonly<Record<string, AuditedTable>> = AUDITED[snapshot.file];
  return {
    ...snapshot,
    async page(table, range) {
      const { upTo = null } = range;
      if (upTo === null || tables[table]?.key.length !== 1) return snapshot.page(table, range);
      const rows = await snapshot.rows(table, [upTo]);
      return rows.filter((row) => row !== null);
    },
  };
}
