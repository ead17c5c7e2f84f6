/** docs/ARCHITECTURE.md lists every table of the six databases, and every column of each. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { migrate, readMigrations } from "../../api/store/sqlite/migrate.ts";
import { MAC_TABLES } from "../helpers/store/row-mac.ts";

const ROOT = join(import.meta.dirname, "../..");
const text = readFileSync(join(ROOT, "docs/ARCHITECTURE.md"), "utf8");
const section = text.slice(
  text.indexOf("\n## Tables\n"),
  text.indexOf("\n### Row authenticators\n"),
);

/** Columns of each table, as the part of the section says that begins with the database's file. */
function documented(file: string): Record<string, string[]> {
  const from = section.indexOf(`\`${file}\``);
  expect(from).toBeGreaterThan(0);
  const part = section.slice(from).split(/\n`(?:data|keys)\//)[0]!;
  const tables: Record<string, string[]> = {};
  let table = "";
  for (const line of part.split("\n").filter((each) => each.startsWith("|"))) {
    const [, name = "", columns = ""] = line.split("|").map((cell) => cell.trim());
    if (name === "table" || name === "---") continue;
    if (name !== "") table = name.replaceAll("`", "");
    const found = [...columns.matchAll(/`([a-z_0-9]+)`/g)].map((match) => match[1] as string);
    const same = columns === "as above" ? ["number", "name", "sha256"] : found;
    tables[table] = [...(tables[table] ?? []), ...same];
  }
  return tables;
}

function inSql(side: string): Record<string, string[]> {
  const database = new Database(":memory:");
  migrate(
    database,
    readMigrations(join(ROOT, "api/store/sqlite/migrations", side)),
    side === "ledger" ? "database" : (side as "keys" | "map" | "accounts" | "partners" | "cases"),
  );
  const rows = database
    .prepare<[], { table: string; name: string }>(
      `SELECT t.name AS "table", c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'`,
    )
    .all();
  database.close();
  const tables: Record<string, string[]> = {};
  for (const { table, name } of rows) {
    // Said once for all of them; `identities` has a column of this name that is something else.
    const isMac = name === "mac" && (MAC_TABLES as readonly string[]).includes(table);
    tables[table] = [...(tables[table] ?? []), ...(isMac ? [] : [name])];
  }
  return tables;
}

const sorted = (tables: Record<string, string[]>) =>
  Object.entries(tables)
    .map(([table, columns]) => [table, [...columns].sort()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));

describe("the tables in docs/ARCHITECTURE.md", () => {
  it.each([
    ["data/ledger.db", "ledger"],
    ["keys/keys.db", "keys"],
    ["data/map.db", "map"],
    ["data/accounts.db", "accounts"],
    ["data/partners.db", "partners"],
    ["data/cases.db", "cases"],
  ])("of %s are those in SQL, with all their columns, each once", (file, side) => {
    expect(sorted(documented(file))).toEqual(sorted(inSql(side)));
  });

  it("say which have authenticators", () => {
    const [, sentence] = /^`mac` is the last column of (.*);/m.exec(section) ?? [];
    const named = [...sentence!.matchAll(/`([a-z]+)`/g)].map((match) => match[1]);
    expect(named.sort()).toEqual([...MAC_TABLES].sort());
  });
});
