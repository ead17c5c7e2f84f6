import type {
  AuditedFile,
  AuditSnapshot,
  RawKey,
  RawRow,
  TableOf,
} from "../../store/audit-store.ts";
import { AUDITED, type AuditedTable } from "../../store/audit-store.ts";

const PAGE = 1_024;

/** All rows of a table in the order of its key, or those of a part of it; a page at a time. */
export async function* pagesOf<F extends AuditedFile>(
  snapshot: Pick<AuditSnapshot<F>, "file" | "page">,
  table: TableOf<F>,
  part: { readonly after?: RawKey | null; readonly upTo?: RawKey | null } = {},
): AsyncIterable<readonly RawRow[]> {
  const { upTo = null } = part;
  const columns = keyColumns(snapshot.file, table);
  for (let after: RawKey | null = part.after ?? null; ; ) {
    const page: readonly RawRow[] = await snapshot.page(table, { after, upTo, limit: PAGE });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return;
    after = columns.map((at) => last[at] ?? null);
  }
}

/** Places of the key's columns in a row. */
function keyColumns(file: AuditedFile, table: string): number[] {
  const tables: Readonly<Record<string, AuditedTable>> = AUDITED[file];
  const { key, columns } = tables[table] as AuditedTable;
  const names = Object.keys(columns);
  return key.map((name) => names.indexOf(name));
}
