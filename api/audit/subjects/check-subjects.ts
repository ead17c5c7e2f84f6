/** A part of all subjects with their keys, which lie in two files in the same order: what a thread does by itself. */
import { asSecretHash, type SecretHash } from "../../../portal/verify/brands.ts";
import {
  RETENTION_CLASSES,
  type RetentionClass,
  subjectId,
} from "../../../portal/verify/subject.ts";
import { sha256 } from "../../core/hash.ts";
import type {
  AuditSnapshot,
  LedgerSnapshot,
  RawKey,
  RawRow,
  RawValue,
} from "../../store/audit-store.ts";
import { remainsOf } from "../../store/erasures.ts";
import type { RowMac } from "../../store/row-mac.ts";
import { KEY_BYTES } from "../../vault/aead.ts";
import type { KeyProvider, Wrapping } from "../../vault/key-provider.ts";
import { identifierOf } from "../../vault/keys.ts";
import { sealingLabel, secretLabel } from "../../vault/labels.ts";
import type { FindingCause } from "../causes.ts";
import { type Finding, type FindingKey, type FindingKind, prefixOf, wordOf } from "../finding.ts";
import { authentic, bytesOf, isCount } from "../row.ts";
import type { NumberedRow } from "../tables/numbered.ts";
import { pagesOf } from "../tables/pages.ts";

export interface SubjectReads {
  readonly ledger: Pick<LedgerSnapshot, "file" | "page" | "rows">;
  readonly keys: AuditSnapshot<"keys">;
  readonly provider: KeyProvider;
  readonly rowMac: RowMac | null;
}

/** Subjects whose identifier is behind `after` and not behind `upTo`. */
export interface SubjectRange {
  readonly after: string | null;
  readonly upTo: string | null;
}

export interface CheckedSubjects {
  readonly subjects: number;
  readonly secrets: number;
  /** Secrets of subjects that the ledger does not know: of those whose making was interrupted. */
  readonly unused: number;
  readonly sealingKeys: number;
  readonly findings: readonly Finding[];
  /** Numbers of the rows that are as they were written. */
  readonly numbers: readonly number[];
  readonly doubtful: readonly NumberedRow[];
}

export async function checkSubjects(
  reads: SubjectReads,
  range: SubjectRange,
): Promise<CheckedSubjects> {
  const findings: Finding[] = [];
  const own = await readSubjects(reads, range);
  const secrets = await checkSecrets(reads, range, own.known, findings);
  const sealingKeys = await checkSealingKeys(reads, range, secrets.subjects, findings);
  for (const subject of own.known) {
    if (secrets.subjects.has(subject)) continue;
    if ((await closedOf(reads, subject)).size === CLASSES) continue;
    const key = { prefix: prefixOf(subject) };
    findings.push({ place: "keys.stream_secrets", key, kind: "missing", cause: "secrets_missing" });
  }
  return {
    ...{ findings, sealingKeys },
    subjects: own.rows,
    numbers: own.numbers,
    doubtful: own.doubtful,
    secrets: secrets.subjects.size,
    unused: secrets.unused,
  };
}

const bounds = ({ after, upTo }: SubjectRange): { after: RawKey | null; upTo: RawKey | null } => ({
  after: after === null ? null : [after],
  upTo: upTo === null ? null : [upTo],
});

async function readSubjects({ ledger, rowMac }: SubjectReads, range: SubjectRange) {
  /** Those that the server wrote. */
  const known = new Set<string>();
  const numbers: number[] = [];
  const doubtful: NumberedRow[] = [];
  let rows = 0;
  for await (const page of pagesOf(ledger, "subjects", bounds(range))) {
    for (const row of page) {
      rows += 1;
      const [subject = null, , , number = null] = row;
      const isAuthentic = authentic(rowMac, "subjects", row);
      if (isAuthentic === false || !isCount(number)) {
        const key: FindingKey = isCount(number) ? { number } : { prefix: prefixOf(subject) };
        doubtful.push({ key, number, authentic: isAuthentic });
      } else numbers.push(number);
      if (isAuthentic !== false && typeof subject === "string") known.add(subject);
    }
  }
  return { known, numbers, doubtful, rows };
}

async function checkSecrets(
  reads: SubjectReads,
  range: SubjectRange,
  known: ReadonlySet<string>,
  findings: Finding[],
) {
  const { keys, provider } = reads;
  const subjects = new Set<string>();
  let unused = 0;
  for await (const page of pagesOf(keys, "stream_secrets", bounds(range))) {
    const opened = await provider.unwrap(page.flatMap(wrappedSecrets));
    for (const [i, row] of page.entries()) {
      const [subject = null] = row;
      const own = opened.slice(i * CLASSES, (i + 1) * CLASSES);
      if (typeof subject === "string") subjects.add(subject);
      if (typeof subject === "string" && !known.has(subject)) unused += 1;
      const cause = isErased(row)
        ? await remainsFault(reads, row, own)
        : secretsFault(own, subject);
      if (cause === null) continue;
      const kind = KINDS[cause] ?? "contradicts";
      const key = { prefix: prefixOf(subject) };
      findings.push({ place: "keys.stream_secrets", key, kind, cause });
    }
  }
  return { subjects, unused };
}

const KINDS: Partial<Record<FindingCause, FindingKind>> = {
  key_wrapped: "changed",
  secrets_missing: "missing",
};
const CLASSES = RETENTION_CLASSES.length;
const NOTHING = Buffer.alloc(0);

function wrappedSecrets([subject, ...wrapped]: RawRow): Wrapping[] {
  return RETENTION_CLASSES.map((c, i) => ({
    label: secretLabel(String(subject), c),
    bytes: bytesOf(wrapped[i]) ?? NOTHING,
  }));
}

/** `null`: they are those that the subject's identifier commits to. */
function secretsFault(secrets: readonly (Buffer | null)[], subject: RawValue): FindingCause | null {
  const whole = secrets.filter((secret) => secret?.length === KEY_BYTES) as Buffer[];
  if (whole.length < CLASSES) return "key_wrapped";
  return identifierOf(whole) === subject ? null : "secrets_commitment";
}

const formsOf = ([, ...forms]: RawRow): Buffer[] =>
  RETENTION_CLASSES.map((_, i) => bytesOf(forms[i]) ?? NOTHING);
/** Whether a secret among them is destroyed, so that its hash is all there is of it. */
const isErased = (row: RawRow): boolean => formsOf(row).some((form) => remainsOf(form) !== null);

/** What is destroyed must be closed; and the hashes of all four must be those that the identifier commits to. */
async function remainsFault(
  reads: SubjectReads,
  row: RawRow,
  secrets: readonly (Buffer | null)[],
): Promise<FindingCause | null> {
  const subject = String(row[0]);
  const closed = await closedOf(reads, subject);
  const hashes: Partial<Record<RetentionClass, SecretHash>> = {};
  for (const [i, form] of formsOf(row).entries()) {
    const own = RETENTION_CLASSES[i] as RetentionClass;
    const remains = remainsOf(form);
    const secret = secrets[i];
    if (remains === null && secret?.length !== KEY_BYTES) return "key_wrapped";
    if (remains !== null && !closed.has(own)) return "secrets_missing";
    hashes[own] = asSecretHash(remains ?? sha256(secret as Buffer));
  }
  const own = subjectId(hashes as Record<RetentionClass, SecretHash>);
  return own === subject ? null : "secrets_commitment";
}

/** Classes of a subject that are closed as a whole. */
async function closedOf({ ledger, rowMac }: SubjectReads, subject: string): Promise<Set<string>> {
  const rows = await ledger.rows(
    "closed",
    RETENTION_CLASSES.map((one) => [subject, one, ""]),
  );
  const own = rows.filter((row) => row !== null && authentic(rowMac, "closed", row) !== false);
  return new Set(own.map((row) => String(row?.[1])));
}

async function checkSealingKeys(
  { keys, provider }: SubjectReads,
  range: SubjectRange,
  subjects: ReadonlySet<string>,
  findings: Finding[],
): Promise<number> {
  let rows = 0;
  const bare = new Set<string>();
  for await (const page of pagesOf(keys, "sealing_keys", sealingBounds(range))) {
    rows += page.length;
    const opened = await provider.unwrap(page.map(wrappedKey));
    for (const [i, [subject = null, retentionClass = null, expiry = null]] of page.entries()) {
      if (opened[i]?.length !== KEY_BYTES) {
        const key = {
          prefix: prefixOf(subject),
          class: wordOf(retentionClass),
          expiry: wordOf(expiry),
        };
        findings.push({ place: "keys.sealing_keys", key, kind: "changed", cause: "key_wrapped" });
      } else if (typeof subject === "string" && !subjects.has(subject)) bare.add(subject);
    }
  }
  // A key is made for a subject that has its secrets.
  for (const subject of bare) {
    const key = { prefix: prefixOf(subject) };
    findings.push({ place: "keys.stream_secrets", key, kind: "missing", cause: "secrets_missing" });
  }
  return rows;
}

function wrappedKey([subject, retentionClass, expiry, wrapped]: RawRow): Wrapping {
  const name = {
    subject: String(subject),
    retentionClass: String(retentionClass) as RetentionClass,
    expiry: String(expiry),
  };
  return { label: sealingLabel(name), bytes: bytesOf(wrapped) ?? NOTHING };
}

/** All keys of a subject stand behind its name alone, and before the name with a character more. */
function sealingBounds({ after, upTo }: SubjectRange) {
  return {
    after: after === null ? null : [after, LAST, LAST],
    upTo: upTo === null ? null : [upTo, LAST, LAST],
  };
}

/** A blob is behind every text. */
const LAST = Buffer.from([0xff]);
