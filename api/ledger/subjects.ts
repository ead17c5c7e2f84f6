import type { Clock } from "../core/clock.ts";
import { type FieldProblem, Refusal } from "../core/errors.ts";
import type { Store } from "../store/store.ts";
import type { Vault } from "../vault/vault.ts";
import { SOURCE } from "./draft.ts";
import type { IdempotencyKey } from "./idempotency.ts";
import { anonymousMac, referenceMac } from "./identity.ts";
import { externalNumber } from "./kinds/fields.ts";

/** How another system names a person; `null`: it does not. */
export interface SubjectReference {
  readonly source: string;
  readonly externalNumber: string;
}

export interface SubjectOutcome {
  readonly subject: string;
  readonly created: boolean;
}

/** Checks a request for a subject: nothing at all, or source and external number. @throws Refusal `invalid_record` */
export function parseReference(input: Readonly<Record<string, unknown>>): SubjectReference | null {
  const problems: FieldProblem[] = [];
  for (const field of Object.keys(input)) {
    if (field === "source" || field === "externalNumber") continue;
    const known = /^@?[A-Za-z][A-Za-z0-9]{0,62}$/.test(field);
    problems.push({ field: known ? field : "(malformed name)", code: "surplus" });
  }
  const { source, externalNumber: number } = input;
  if (problems.length === 0 && source === undefined && number === undefined) return null;
  if (source === undefined) problems.push({ field: "source", code: "missing" });
  else if (typeof source !== "string" || !SOURCE.test(source)) {
    problems.push({ field: "source", code: "bad_format" });
  }
  if (number === undefined) problems.push({ field: "externalNumber", code: "missing" });
  else if (!externalNumber.safeParse(number).success) {
    problems.push({ field: "externalNumber", code: "bad_format" });
  }
  if (problems.length > 0) throw new Refusal("invalid_record", { problems });
  return { source: source as string, externalNumber: number as string };
}

/** The subjects of these references, in order; `null` where there is none. */
export function subjectsOf(
  { store, vault }: { readonly store: Store; readonly vault: Vault },
  references: readonly SubjectReference[],
): Promise<readonly (string | null)[]> {
  return store.subjectsByReference(
    references.map((one) => referenceMac(vault.mac, one.source, one.externalNumber)),
  );
}

/** The data subjects that these references name, in order; of one that nobody has named yet a `Refusal` (`not_found`). Nothing is made. */
export async function findSubjects(
  { store, vault }: { store: Store; vault: Vault },
  references: readonly (SubjectReference | null)[],
): Promise<(SubjectOutcome | Refusal)[]> {
  const named = references.filter((reference) => reference !== null);
  const found = (await subjectsOf({ store, vault }, named)).values();
  return references.map((reference) => {
    const subject = reference === null ? null : (found.next().value ?? null);
    // Neither source nor number is repeated: a number may be a person's own.
    return subject === null
      ? new Refusal("not_found", { what: reference === null ? "subject" : "number" })
      : { subject, created: false };
  });
}

/**
 * Data subjects for these references, in order: those that exist, new ones for the others. A subject's secrets are durable before it
 * is known to the ledger; secrets of a lost race stay unused. A reference is its own idempotency; of those that name nobody
 * outside (`null`), the same key gives the same subject.
 */
export async function ensureSubjects(
  { store, vault, clock }: { store: Store; vault: Vault; clock: Clock },
  references: readonly (SubjectReference | null)[],
  keys: readonly (IdempotencyKey | null)[] = [],
): Promise<SubjectOutcome[]> {
  const macs = references.map((r, i) =>
    r === null
      ? anonymousMac(vault.mac, keys[i] ?? null)
      : referenceMac(vault.mac, r.source, r.externalNumber),
  );
  const asked = macs.filter((mac) => mac !== null);
  const found = await store.subjectsByReference(asked);
  const existing = new Map(asked.map((mac, i) => [mac.toString("base64"), found[i] ?? null]));
  const missing = macs
    .map((mac, at) => ({ mac, at }))
    .filter(({ mac }) => mac === null || existing.get(mac.toString("base64")) === null);

  const results: SubjectOutcome[] = macs.map((mac) => ({
    subject: (mac && existing.get(mac.toString("base64"))) ?? "",
    created: false,
  }));
  if (missing.length > 0) {
    const fresh = await vault.createSubjects(missing.length);
    const createdAt = clock.now();
    const added = await store.addSubjects(
      missing.map(({ mac }, i) => ({ subject: fresh[i]!, referenceMac: mac, createdAt })),
    );
    missing.forEach(({ at }, i) => {
      results[at] = added[i]!;
    });
  }
  return results;
}
