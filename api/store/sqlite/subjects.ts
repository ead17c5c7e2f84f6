import type Database from "better-sqlite3";
import { Refusal } from "../../core/errors.ts";
import { attempt } from "../fault.ts";
import { type RowMac, rowMacHolds } from "../row-mac.ts";
import type { Store, SubjectUnit } from "../store.ts";
import { type Count, counting } from "./counters.ts";

type SubjectMethods = Pick<Store, "addSubjects" | "subjectsByReference" | "knownSubjects">;

type SubjectRow = [
  subject: string,
  referenceMac: Uint8Array | null,
  createdAt: number,
  number: number | null,
  mac: Uint8Array | null,
];

export function subjectMethods(client: Database.Database, rowMac: RowMac): SubjectMethods {
  const byReference = client
    .prepare<[Uint8Array], SubjectRow>(
      "SELECT subject, reference_mac, created_at, number, mac FROM subjects WHERE reference_mac = ?",
    )
    .raw();
  const byName = client.prepare<[string], 1>("SELECT 1 FROM subjects WHERE subject = ?").pluck();
  const insert = client.prepare(
    "INSERT INTO subjects (subject, reference_mac, created_at, number, mac) VALUES (?, ?, ?, ?, ?)",
  );

  const begin = counting(client, rowMac);

  /** That the reference is this subject's, nothing but this row says; records would go to somebody else. */
  function ofReference(reference: Uint8Array): string | null {
    const row = byReference.get(reference);
    if (row === undefined) return null;
    const [subject, referenceMac, createdAt, number, mac] = row;
    if (!rowMacHolds(rowMac, "subjects", [subject, referenceMac, createdAt, number], mac)) {
      throw new Refusal("damaged", { what: "subject", index: number ?? -1 });
    }
    return subject;
  }

  const isKnown = (subject: string): boolean => byName.get(subject) !== undefined;

  function add({ subject, referenceMac, createdAt }: SubjectUnit, count: Count) {
    const holder = referenceMac === null ? null : ofReference(referenceMac);
    if (holder !== null) return { subject: holder, created: false };
    if (isKnown(subject)) return { subject, created: false };
    const columns = [subject, referenceMac, createdAt, count.next("subjects")];
    insert.run(...columns, rowMac("subjects", columns));
    return { subject, created: true };
  }

  const addAll = client.transaction((units: readonly SubjectUnit[]) => {
    const count = begin();
    const added = units.map((unit) => add(unit, count));
    count.write();
    return added;
  });

  // One read transaction: beginning and ending one for each costs as much as the looking up.
  const knownOf = client.transaction((names: readonly string[]) => new Set(names.filter(isKnown)));

  return {
    addSubjects: async (units) => attempt("addSubjects", () => addAll.immediate(units)),
    subjectsByReference: async (macs) =>
      attempt("subjectsByReference", () => macs.map(ofReference)),
    knownSubjects: async (names) => attempt("knownSubjects", () => knownOf(names)),
  };
}
