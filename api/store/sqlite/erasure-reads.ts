import type Database from "better-sqlite3";
import type { RetentionClass } from "../../../portal/verify/subject.ts";
import type {
  ClosedName,
  Erasure,
  ErasureQuery,
  ErasureScope,
  ErasureState,
  ErasureStore,
  KeptKey,
} from "../erasures.ts";
import { attempt } from "../fault.ts";
import type { SealingKeyName } from "../key-name.ts";
import { plain } from "./bytes.ts";

type Reads = Pick<
  ErasureStore,
  | "erasure"
  | "erasures"
  | "erasureCount"
  | "certified"
  | "closedNames"
  | "keptKeys"
  | "keptOf"
  | "expiredKeys"
  | "sealingKeysOf"
>;

interface Row {
  readonly number: number;
  readonly id: string;
  readonly cause: string;
  readonly state: ErasureState;
  readonly begun_at: number;
  readonly done_at: number | null;
  readonly completed_at: number | null;
  readonly root: number | null;
  readonly list_key: Uint8Array | null;
  readonly list: Uint8Array | null;
  readonly sealed_list: Uint8Array | null;
  readonly certificate: Uint8Array | null;
  readonly wrapped: Uint8Array | null;
}

interface NameRow {
  readonly subject: string;
  readonly retentionClass: RetentionClass;
  readonly expiry: string;
}

const SELECT =
  "SELECT e.*, c.wrapped FROM erasures e LEFT JOIN certificates c ON c.id = e.certificate";
const WHICH: Record<ErasureQuery["which"], string> = {
  all: "TRUE",
  unfinished: "e.state <> 'done'",
  uncompleted: "e.completed_at IS NULL AND e.state IN ('keys-gone', 'copies-gone', 'done')",
};
const KEPT = `SELECT k.subject, k.retention_class AS retentionClass, k.expiry, k.until, k.ground FROM kept_keys k
  WHERE NOT EXISTS (SELECT 1 FROM erased_keys x WHERE x.subject = k.subject AND x.retention_class = k.retention_class AND x.expiry IN ('', k.expiry))`;

const bytesOrNull = (bytes: Uint8Array | null): Uint8Array | null =>
  bytes === null ? null : plain(bytes);

export function erasureReads(client: Database.Database): Reads {
  const byId = client.prepare<[string], Row>(`${SELECT} WHERE e.id = ?`);
  const byCertificate = client.prepare<[Uint8Array], Row>(
    `${SELECT} WHERE e.certificate = ? ORDER BY e.number`,
  );
  const count = client.prepare<[], number>("SELECT count(*) FROM erasures").pluck();
  const closedBy = client.prepare<[number], NameRow>(
    `SELECT subject, retention_class AS retentionClass, expiry FROM erased_keys WHERE erasure = ? ORDER BY 1, 2, 3`,
  );
  const keptBy = client.prepare<[number], KeptKey>(
    `SELECT subject, retention_class AS retentionClass, expiry, until, ground FROM kept_keys WHERE erasure = ? ORDER BY 1, 2, 3`,
  );
  const closedOf = client.prepare<[string], NameRow>(
    `SELECT subject, retention_class AS retentionClass, expiry FROM erased_keys WHERE subject = ? ORDER BY 2, 3`,
  );
  const keptOf = client.prepare<[string], KeptKey>(`${KEPT} AND k.subject = ? ORDER BY 2, 3`);
  const keptPage = client.prepare<[string, string, string, number, number], KeptKey>(
    `${KEPT} AND (k.subject, k.retention_class, k.expiry) > (?, ?, ?) AND (k.until IS NULL OR k.until <= ?)
     ORDER BY 1, 2, 3 LIMIT ?`,
  );
  const keptUntil = client.prepare<[string, string, string, number, number], KeptKey>(
    `${KEPT} AND (k.subject, k.retention_class, k.expiry) > (?, ?, ?) AND k.until <= ? ORDER BY 1, 2, 3 LIMIT ?`,
  );
  const keysOf = client.prepare<[string], SealingKeyName>(
    "SELECT subject, retention_class AS retentionClass, expiry FROM sealing_keys WHERE subject = ? ORDER BY 2, 3",
  );

  // In the order of the primary key, so that no page takes longer than another, however few are over.
  const names = client.prepare<[string, string, string, number], SealingKeyName>(
    `SELECT subject, retention_class AS retentionClass, expiry FROM sealing_keys
     WHERE (subject, retention_class, expiry) > (?, ?, ?) ORDER BY 1, 2, 3 LIMIT ?`,
  );

  function whole(row: Row): Erasure {
    const { list_key: key, list, certificate } = row;
    return {
      ...{ number: row.number, id: row.id, cause: row.cause, state: row.state, root: row.root },
      ...{ begunAt: row.begun_at, doneAt: row.done_at, completedAt: row.completed_at },
      scopes: scopesOf(closedBy.all(row.number)),
      kept: keptBy.all(row.number),
      list: key === null || list === null ? null : { key: plain(key), box: plain(list) },
      sealedList: bytesOrNull(row.sealed_list),
      certificate:
        certificate === null ? null : { id: plain(certificate), wrapped: bytesOrNull(row.wrapped) },
    };
  }

  // One transaction for a row and what belongs to it.
  const one = client.transaction((id: string) => {
    const row = byId.get(id);
    return row === undefined ? null : whole(row);
  });
  const many = client.transaction(({ which, after, limit }: ErasureQuery) =>
    client
      .prepare<[number, number], Row>(
        `${SELECT} WHERE ${WHICH[which]} AND e.number > ? ORDER BY e.number LIMIT ?`,
      )
      .all(after, limit)
      .map(whole),
  );
  const certified = client.transaction((id: Uint8Array) => byCertificate.all(id).map(whole));

  return {
    erasure: async (id) => attempt("erasure", () => one(id)),
    erasures: async (query) => attempt("erasures", () => many(query)),
    erasureCount: async () => attempt("erasureCount", () => count.get() as number),
    certified: async (id) => attempt("certified", () => certified(id)),
    closedNames: async (subjects) =>
      attempt("closedNames", () => {
        const found = [...new Set(subjects)].map((s) => [s, closedOf.all(s)] as const);
        return new Map(
          found.filter(([, rows]) => rows.length > 0).map(([s, rows]) => [s, rows.map(closedName)]),
        );
      }),
    keptKeys: async ({ until, after, limit }) =>
      attempt("keptKeys", () => {
        const from = [
          after?.subject ?? "",
          after?.retentionClass ?? "",
          after?.expiry ?? "",
        ] as const;
        return until === null
          ? keptPage.all(...from, Number.MAX_SAFE_INTEGER, limit)
          : keptUntil.all(...from, until, limit);
      }),
    keptOf: async (subjects) =>
      attempt("keptOf", () => [...new Set(subjects)].sort().flatMap((s) => keptOf.all(s))),
    expiredKeys: async ({ below, after, limit }) =>
      attempt("expiredKeys", () => {
        const { subject = "", retentionClass = "", expiry = "" } = after ?? {};
        const page = names.all(subject, retentionClass, expiry, limit);
        // Years have four digits, and `open` comes behind them.
        const isOver = (key: SealingKeyName): boolean =>
          key.retentionClass === "statutory" && key.expiry < String(below);
        return {
          keys: page.filter(isOver),
          next: page.length < limit ? null : (page.at(-1) ?? null),
        };
      }),
    sealingKeysOf: async (subjects) =>
      attempt("sealingKeysOf", () => [...new Set(subjects)].sort().flatMap((s) => keysOf.all(s))),
  };
}

const closedName = ({ expiry, ...row }: NameRow): ClosedName => ({
  ...row,
  expiry: expiry === "" ? null : expiry,
});

/** One scope for each subject, in the rows' order. */
function scopesOf(rows: readonly NameRow[]): ErasureScope[] {
  const subjects = [...new Set(rows.map(({ subject }) => subject))];
  return subjects.map((subject) => {
    const own = rows.filter((row) => row.subject === subject);
    return {
      subject,
      keys: own
        .filter(({ expiry }) => expiry !== "")
        .map(({ retentionClass, expiry }) => ({ retentionClass, expiry })),
      secrets: own.filter(({ expiry }) => expiry === "").map((row) => row.retentionClass),
    };
  });
}
