/** Every wrapped form of the key store, walked over and replaced; and which root keys there were. */
import type Database from "better-sqlite3";
import { RETENTION_CLASSES, type RetentionClass } from "../../../portal/verify/subject.ts";
import { remainsOf } from "../erasures.ts";
import { attempt } from "../fault.ts";
import type {
  FormCursor,
  FormPage,
  FormPlace,
  RootKeyRow,
  RootKeyStore,
  WrappedForm,
} from "../root-keys.ts";
import { plain } from "./bytes.ts";
import { scrubber } from "./scrub.ts";

type Row = readonly (string | Uint8Array)[];
type Replacement = WrappedForm & { readonly next: Uint8Array };

interface Table {
  readonly name: FormPlace["table"];
  readonly key: readonly string[];
  readonly from: string;
  readonly columns: readonly string[];
  places(row: Row): WrappedForm[];
}

const bytes = (value: string | Uint8Array | undefined): Uint8Array => plain(value as Uint8Array);
const text = (value: string | Uint8Array | undefined): string => value as string;

const TABLES: readonly Table[] = [
  {
    name: "named",
    key: ["name"],
    from: "named_secrets",
    columns: ["wrapped"],
    places: ([name, wrapped]) => [
      { place: { table: "named", name: text(name) }, bytes: bytes(wrapped) },
    ],
  },
  {
    name: "secrets",
    key: ["subject"],
    from: "stream_secrets",
    columns: RETENTION_CLASSES,
    places: ([subject, ...wrapped]) =>
      RETENTION_CLASSES.map((retentionClass, i) => ({
        place: { table: "secrets" as const, subject: text(subject), retentionClass },
        bytes: bytes(wrapped[i]),
      })).filter((form) => remainsOf(form.bytes) === null),
  },
  {
    name: "sealing",
    key: ["subject", "retention_class", "expiry"],
    from: "sealing_keys",
    columns: ["wrapped"],
    places: ([subject, retentionClass, expiry, wrapped]) => [
      {
        place: {
          table: "sealing",
          subject: text(subject),
          retentionClass: text(retentionClass) as RetentionClass,
          expiry: text(expiry),
        },
        bytes: bytes(wrapped),
      },
    ],
  },
  {
    name: "list",
    key: ["id"],
    from: "erasures WHERE list_key IS NOT NULL",
    columns: ["list_key"],
    places: ([erasure, wrapped]) => [
      { place: { table: "list", erasure: text(erasure) }, bytes: bytes(wrapped) },
    ],
  },
  {
    name: "certificate",
    key: ["id"],
    from: "certificates WHERE wrapped IS NOT NULL",
    columns: ["wrapped"],
    places: ([id, wrapped]) => [
      { place: { table: "certificate", id: bytes(id) }, bytes: bytes(wrapped) },
    ],
  },
];

export function rootKeyMethods(client: Database.Database): RootKeyStore {
  const emptyLog = scrubber(client);
  const pages = new Map(TABLES.map((table) => [table.name, pageOf(client, table)]));
  const replace = replacing(client);
  const begin = client.prepare(
    "INSERT INTO root_keys (id, begun_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
  );
  const all = client.prepare<[], RootKeyRow>(
    `SELECT number, id, begun_at AS begunAt, retired_at AS retiredAt, gone_at AS goneAt FROM root_keys ORDER BY number`,
  );
  const retire = client.prepare(
    "UPDATE root_keys SET retired_at = ? WHERE retired_at IS NULL AND number < (SELECT max(number) FROM root_keys)",
  );
  const gone = client.prepare("UPDATE root_keys SET gone_at = ? WHERE id = ? AND gone_at IS NULL");

  function page(after: FormCursor | null, limit: number): FormPage {
    const at = after === null ? 0 : TABLES.findIndex(({ name }) => name === after.table);
    const table = TABLES[at]!;
    const rows = pages.get(table.name)!(after?.after ?? [], limit);
    const forms = rows.flatMap((row) => table.places(row));
    const last = rows.at(-1);
    if (last !== undefined && rows.length === limit)
      return { forms, next: { table: table.name, after: last.slice(0, table.key.length) } };
    const following = TABLES[at + 1];
    return { forms, next: following === undefined ? null : { table: following.name, after: [] } };
  }

  return {
    beginRoot: async (id, at) => attempt("beginRoot", () => void begin.run(id, at)),
    roots: async () => attempt("roots", () => all.all()),
    forms: async (after, limit) => attempt("forms", () => page(after, limit)),
    replaceForms: async (forms) => attempt("replaceForms", () => void replace.immediate(forms)),
    retireRoots: async (at) =>
      attempt("retireRoots", () => {
        if (!emptyLog()) return false;
        retire.run(at);
        return true;
      }),
    rootGone: async (id, at) => attempt("rootGone", () => void gone.run(at, id)),
  };
}

/** Rows behind a key; an empty one: from the first. */
function pageOf(client: Database.Database, { key, from, columns }: Table) {
  const [table, condition = "TRUE"] = from.split(" WHERE ");
  const select = `SELECT ${[...key, ...columns].join(", ")} FROM ${table} WHERE ${condition}`;
  const order = `ORDER BY ${key.join(", ")} LIMIT ?`;
  const first = client.prepare<unknown[], Row>(`${select} ${order}`).raw();
  const later = client
    .prepare<unknown[], Row>(
      `${select} AND (${key.join(", ")}) > (${key.map(() => "?").join(", ")}) ${order}`,
    )
    .raw();
  return (after: Row, limit: number): Row[] =>
    after.length === 0 ? first.all(limit) : later.all(...after, limit);
}

function replacing(client: Database.Database) {
  const named = client.prepare(
    "UPDATE named_secrets SET wrapped = ? WHERE name = ? AND wrapped = ?",
  );
  const sealing = client.prepare(
    "UPDATE sealing_keys SET wrapped = ? WHERE subject = ? AND retention_class = ? AND expiry = ? AND wrapped = ?",
  );
  const list = client.prepare("UPDATE erasures SET list_key = ? WHERE id = ? AND list_key = ?");
  const certificate = client.prepare(
    "UPDATE certificates SET wrapped = ? WHERE id = ? AND wrapped = ?",
  );
  const secrets = Object.fromEntries(
    RETENTION_CLASSES.map((name) => [
      name,
      client.prepare(`UPDATE stream_secrets SET ${name} = ? WHERE subject = ? AND ${name} = ?`),
    ]),
  ) as Record<RetentionClass, Database.Statement>;

  function one({ place, bytes: old, next }: Replacement): void {
    switch (place.table) {
      case "named":
        named.run(next, place.name, old);
        return;
      case "secrets":
        secrets[place.retentionClass].run(next, place.subject, old);
        return;
      case "sealing":
        sealing.run(next, place.subject, place.retentionClass, place.expiry, old);
        return;
      case "list":
        list.run(next, place.erasure, old);
        return;
      case "certificate":
        certificate.run(next, place.id, old);
    }
  }
  return client.transaction((forms: readonly Replacement[]) => {
    for (const form of forms) one(form);
  });
}
