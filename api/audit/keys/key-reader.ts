/** Keys of subjects, as records want them: many at a time, kept for a while. */
import type { RetentionClass } from "../../../portal/verify/subject.ts";
import { RETENTION_CLASSES } from "../../../portal/verify/subject.ts";
import type { AuditSnapshot } from "../../store/audit-store.ts";
import type { SealingKeyName } from "../../store/key-name.ts";
import type { KeyProvider } from "../../vault/key-provider.ts";
import { sealingLabel, secretLabel } from "../../vault/labels.ts";
import { bytesOf } from "../row.ts";

/** `missing`: there is no such row. `damaged`: there is one, and it cannot be unwrapped. */
export type FoundKey = Buffer | "missing" | "damaged";

export interface KeyReader {
  /** By label. Each name once is enough. */
  sealing(names: readonly SealingKeyName[]): Promise<ReadonlyMap<string, FoundKey>>;
  /** The secret of one class of each subject, by label. */
  secrets(
    of: readonly Pick<SealingKeyName, "subject" | "retentionClass">[],
  ): Promise<ReadonlyMap<string, FoundKey>>;
}

/** Keys that are kept: some 10 MB. */
const KEPT = 20_000;

export function keyReader(keys: AuditSnapshot<"keys">, provider: KeyProvider): KeyReader {
  const sealingKept = new Map<string, FoundKey>();
  const secretsKept = new Map<string, FoundKey>();

  async function found<T>(
    kept: Map<string, FoundKey>,
    wanted: ReadonlyMap<string, T>,
    read: (missing: readonly T[]) => Promise<readonly (Buffer | null)[]>,
  ): Promise<ReadonlyMap<string, FoundKey>> {
    if (kept.size > KEPT) kept.clear();
    // Not what is kept: that may be cleared before the caller has looked.
    const all = new Map<string, FoundKey>();
    const missing: [label: string, name: T][] = [];
    for (const one of wanted) {
      const key = kept.get(one[0]);
      if (key === undefined) missing.push(one);
      else all.set(one[0], key);
    }
    if (missing.length === 0) return all;
    const wrapped = await read(missing.map(([, name]) => name));
    const boxes = missing.flatMap(([label], i) => {
      const bytes = wrapped[i];
      return bytes ? [{ label, bytes }] : [];
    });
    const opened = await provider.unwrap(boxes);
    let next = 0;
    for (const [i, [label]] of missing.entries()) {
      const key = wrapped[i] ? (opened[next++] ?? "damaged") : "missing";
      all.set(label, key);
      kept.set(label, key);
    }
    return all;
  }

  return {
    sealing(names) {
      const wanted = new Map(names.map((name) => [sealingLabel(name), name]));
      return found(sealingKept, wanted, async (missing) => {
        const rows = await keys.rows(
          "sealing_keys",
          missing.map((name) => [name.subject, name.retentionClass, name.expiry]),
        );
        return rows.map((row) => (row === null ? null : (bytesOf(row[3]) ?? NOTHING)));
      });
    },
    secrets(of) {
      const wanted = new Map(of.map((one) => [secretLabel(one.subject, one.retentionClass), one]));
      return found(secretsKept, wanted, async (missing) => {
        const rows = await keys.rows(
          "stream_secrets",
          missing.map(({ subject }) => [subject]),
        );
        return rows.map((row, i) => {
          const { retentionClass } = missing[i] as { readonly retentionClass: RetentionClass };
          return row === null ? null : (bytesOf(row[COLUMN[retentionClass]]) ?? NOTHING);
        });
      });
    },
  };
}

/** What is no blob is no wrapped key. */
const NOTHING = Buffer.alloc(0);

/** Places of the classes in a row: behind the subject, in their order. */
const COLUMN = Object.fromEntries(RETENTION_CLASSES.map((name, i) => [name, i + 1])) as Record<
  RetentionClass,
  number
>;
