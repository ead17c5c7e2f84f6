/** What may be added to the key store: nothing under a name that an erasure has closed, and nothing under a root key that wraps no more. */
import type Database from "better-sqlite3";
import { Refusal } from "../../core/errors.ts";
import type { SealingKeyName } from "../key-name.ts";
import { RootMoved, rootIdOf } from "../root-keys.ts";

/** To be asked inside the transaction that adds. */
export interface KeyGuard {
  /** @throws Refusal `subject_erased` where anything of one of them is closed */
  assertOpenSubjects(subjects: readonly string[]): void;
  /** @throws Refusal `subject_erased` */
  assertOpen(names: readonly SealingKeyName[]): void;
  /** @throws RootMoved */
  assertNewest(forms: readonly Uint8Array[]): void;
}

export function keyGuard(client: Database.Database): KeyGuard {
  const anyClosed = client.prepare<[], number>("SELECT 1 FROM erased_keys LIMIT 1").pluck();
  const subjectClosed = client
    .prepare<[string], number>("SELECT 1 FROM erased_keys WHERE subject = ? LIMIT 1")
    .pluck();
  const nameClosed = client
    .prepare<[string, string, string], number>(
      "SELECT 1 FROM erased_keys WHERE subject = ? AND retention_class = ? AND expiry IN ('', ?) LIMIT 1",
    )
    .pluck();
  const newest = client
    .prepare<[], string>("SELECT id FROM root_keys ORDER BY number DESC LIMIT 1")
    .pluck();

  const refuse = (): never => {
    throw new Refusal("subject_erased", {});
  };
  return {
    assertOpenSubjects(subjects) {
      if (anyClosed.get() === undefined) return;
      if (subjects.some((subject) => subjectClosed.get(subject) !== undefined)) refuse();
    },
    assertOpen(names) {
      if (anyClosed.get() === undefined) return;
      for (const { subject, retentionClass, expiry } of names)
        if (nameClosed.get(subject, retentionClass, expiry) !== undefined) refuse();
    },
    assertNewest(forms) {
      const id = newest.get();
      if (id !== undefined && forms.some((form) => rootIdOf(form) !== id)) throw new RootMoved();
    },
  };
}
