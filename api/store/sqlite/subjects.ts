import type Database from "better-sqlite3";
import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { attempt } from "../fault.ts";
import type { Store, SubjectUnit } from "../store.ts";
import { subjects } from "./schema.ts";

type SubjectMethods = Pick<Store, "addSubjects" | "subjectsByReference" | "knownSubjects">;

export function subjectMethods(client: Database.Database): SubjectMethods {
  const db = drizzle(client);
  const column = { subject: subjects.subject };
  const byReference = db
    .select(column)
    .from(subjects)
    .where(eq(subjects.referenceMac, sql.placeholder("mac")))
    .prepare();
  const byName = client.prepare<[string], 1>("SELECT 1 FROM subjects WHERE subject = ?").pluck();
  const insert = client.prepare(
    "INSERT INTO subjects (subject, reference_mac, created_at) VALUES (?, ?, ?)",
  );

  const ofReference = (mac: Uint8Array): string | null => byReference.get({ mac })?.subject ?? null;
  const isKnown = (subject: string): boolean => byName.get(subject) !== undefined;

  function add({ subject, referenceMac, createdAt }: SubjectUnit) {
    const holder = referenceMac === null ? null : ofReference(referenceMac);
    if (holder !== null) return { subject: holder, created: false };
    if (isKnown(subject)) return { subject, created: false };
    insert.run(subject, referenceMac, createdAt);
    return { subject, created: true };
  }

  const addAll = client.transaction((units: readonly SubjectUnit[]) => units.map(add));

  // One read transaction: beginning and ending one for each costs as much as the looking up.
  const knownOf = client.transaction((names: readonly string[]) => new Set(names.filter(isKnown)));

  return {
    addSubjects: async (units) => attempt("addSubjects", () => addAll.immediate(units)),
    subjectsByReference: async (macs) =>
      attempt("subjectsByReference", () => macs.map(ofReference)),
    knownSubjects: async (names) => attempt("knownSubjects", () => knownOf(names)),
  };
}
