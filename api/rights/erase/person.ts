/** Whom an erasure is of: all identifiers of the person, also those that nothing but an earlier erasure still tells to be theirs. */
import type { RetentionClass } from "../../../portal/verify/subject.ts";
import { personOf } from "../../consent/identifiers.ts";
import { Refusal } from "../../core/errors.ts";
import { sha256 } from "../../core/hash.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { ClosedName, ErasureStore } from "../../store/erasures.ts";

export interface Person {
  /** The one that is asked about first. */
  readonly subjects: readonly string[];
  /** What earlier erasures have closed of them. */
  readonly closed: ReadonlyMap<string, readonly ClosedName[]>;
}

/** Classes of this identifier that are over. */
export const closedClasses = (
  { closed }: Pick<Person, "closed">,
  subject: string,
): ReadonlySet<RetentionClass> =>
  new Set(
    (closed.get(subject) ?? []).flatMap(({ retentionClass, expiry }) =>
      expiry === null ? [retentionClass] : [],
    ),
  );

/** By which it is told whether a person's identifiers are those of before. base64url, 43 characters. */
export const identifiersHash = (subjects: readonly string[]): string =>
  sha256([...subjects].sort().join("\n")).toString("base64url");

interface Needs {
  readonly ledger: Pick<Ledger, "events" | "firms" | "knownSubjects">;
  readonly keyStore: Pick<ErasureStore, "closedNames">;
  /** Identifiers that one erasure had in its scope together with this one; itself among them. */
  readonly erasedWith: (subject: string) => Promise<readonly string[]>;
}

/** @throws Refusal `not_found` (`subject`), `erasure_refused` (`not_a_person`), `damaged`, `stream_too_long` */
export async function wholePerson(needs: Needs, subject: string): Promise<Person> {
  const { ledger, keyStore } = needs;
  if ((await ledger.firms()).includes(subject))
    throw new Refusal("erasure_refused", { problem: "not_a_person" });
  if (!(await ledger.knownSubjects([subject])).has(subject))
    throw new Refusal("not_found", { what: "subject" });
  const all = new Set([subject]);
  // A set tells also what is added while it is gone through.
  for (const one of all) {
    for (const other of await needs.erasedWith(one)) all.add(other);
    const closed = await keyStore.closedNames([one]);
    // What told of joining is gone with class consent.
    if (closedClasses({ closed }, one).has("consent")) continue;
    for (const other of (await personOf({ ledger }, one)).identifiers) all.add(other);
  }
  const subjects = [...all];
  return { subjects, closed: await keyStore.closedNames(subjects) };
}
