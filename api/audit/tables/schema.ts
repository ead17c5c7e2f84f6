/** The schema of a file: exactly the tables, indexes and triggers that the migrations of this version make, and the list of these migrations. */
import { Refusal } from "../../core/errors.ts";
import type { AuditedFile, AuditSnapshot, SchemaObject } from "../../store/audit-store.ts";
import { numberOf, wordOf } from "../finding.ts";
import type { Findings } from "../findings.ts";
import { pagesOf } from "./pages.ts";

/**
 * A database of before, or after, this version is no damaged one: its migrations are the first of ours, or ours are the first of its, and other tables are there.
 *
 * @throws Refusal `unknown_schema`
 */
export async function assertOwnVersion(snapshot: AuditSnapshot<"ledger">): Promise<void> {
  const known = snapshot.expectedMigrations();
  const found = await snapshot.page("migrations", {
    after: null,
    upTo: null,
    limit: MOST_MIGRATIONS,
  });
  const both = Math.min(known.length, found.length);
  const isSame = known
    .slice(0, both)
    .every((row, at) => row.every((value, column) => value === found[at]?.[column]));
  if (!isSame || known.length === found.length || found.length === 0) return;
  const tables = (objects: readonly SchemaObject[]): string =>
    objects
      .filter(({ type }) => type === "table")
      .map(({ name }) => name)
      .sort()
      .join();
  if (tables(await snapshot.objects()) === tables(snapshot.expectedObjects())) return;
  throw new Refusal("unknown_schema", { what: "database" });
}

const MOST_MIGRATIONS = 1_000;

export async function checkSchema(
  snapshot: AuditSnapshot<AuditedFile>,
  findings: Findings,
): Promise<void> {
  const { file } = snapshot;
  const nameOf = ({ type, name }: SchemaObject): string => `${type} ${name}`;
  const expected = new Map(snapshot.expectedObjects().map((one) => [nameOf(one), one]));
  for (const found of await snapshot.objects()) {
    const own = expected.get(nameOf(found));
    expected.delete(nameOf(found));
    const key = { file, object: wordOf(found.name) };
    if (own === undefined) {
      findings.add({ place: "schema", key, kind: "inserted", cause: "object_inserted" });
    } else if (own.sql !== found.sql || own.table !== found.table) {
      findings.add({ place: "schema", key, kind: "changed", cause: "object_changed" });
    }
  }
  for (const { name } of expected.values()) {
    const key = { file, object: name };
    findings.add({ place: "schema", key, kind: "missing", cause: "object_missing" });
  }
}

export async function checkMigrations(
  snapshot: AuditSnapshot<AuditedFile>,
  findings: Findings,
): Promise<void> {
  const { file } = snapshot;
  const expected = new Map(snapshot.expectedMigrations().map((row) => [row[0], row]));
  for await (const page of pagesOf(snapshot, "migrations")) {
    for (const [number = null, name, hash] of page) {
      const key = { file, number: numberOf(number) };
      const own = expected.get(number);
      expected.delete(number);
      if (own === undefined) {
        findings.add({ place: "migrations", key, kind: "inserted", cause: "migration" });
      } else if (own[1] !== name || own[2] !== hash) {
        findings.add({ place: "migrations", key, kind: "changed", cause: "migration" });
      }
    }
  }
  for (const [number = null] of expected.values()) {
    const key = { file, number: numberOf(number) };
    findings.add({ place: "migrations", key, kind: "missing", cause: "migration" });
  }
}
