/** What a key store is like, read beside whoever owns it: nothing is written, and nothing secret is read. */
import Database from "better-sqlite3";
import { RETENTION_CLASSES } from "../../../portal/verify/subject.ts";
import { Refusal } from "../../core/errors.ts";
import { attempt } from "../fault.ts";
import type { FormCursor, FormPage, RootKeyRow, WrappedForm } from "../root-keys.ts";
import { rootKeyMethods } from "./key-forms.ts";

export interface KeyStatus {
  /** By number. */
  readonly roots: readonly RootKeyRow[];
  /** How many keys lie under each root key, by its id. */
  readonly under: ReadonlyMap<string, number>;
  /** Erasures: all; those that go on; and those of which an older copy of the key store still has what they destroyed, because its root key is not gone or that is not recorded yet. */
  readonly erasures: {
    readonly all: number;
    readonly unfinished: number;
    readonly uncompleted: number;
  };
}

/** Every wrapped form of a key store, read likewise, a page after the other. @throws Refusal `unknown_schema` */
export async function* readKeyForms(file: string): AsyncGenerator<readonly WrappedForm[]> {
  const client = attempt("forms", () => openBeside(file));
  try {
    const read = rootKeyMethods(client);
    for (let after: FormCursor | null = null; ; ) {
      const { forms, next }: FormPage = await read.forms(after, 500);
      yield forms;
      if (next === null) return;
      after = next;
    }
  } finally {
    client.close();
  }
}

function openBeside(file: string): Database.Database {
  const client = new Database(file, { readonly: true, fileMustExist: true });
  const isOurs = client
    .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'root_keys'")
    .get();
  if (isOurs !== undefined) return client;
  client.close();
  throw new Refusal("unknown_schema", { what: "keys" });
}

/** Every wrapped form begins with a byte and the id of its root key. */
const FORMS = [
  ["named_secrets", "wrapped"],
  ["sealing_keys", "wrapped"],
  ["certificates", "wrapped"],
  ["erasures", "list_key"],
  ...RETENTION_CLASSES.map((name) => ["stream_secrets", name] as const),
] as const;

/** @throws Refusal `unknown_schema` for a key store of an earlier version: the server makes it a newer one */
export function readKeyStatus(file: string): KeyStatus {
  return attempt("status", () => {
    const client = openBeside(file);
    try {
      return client.transaction(() => statusIn(client))();
    } finally {
      client.close();
    }
  });
}

function statusIn(client: Database.Database): KeyStatus {
  const under = new Map<string, number>();
  for (const [table, column] of FORMS) {
    const rows = client
      .prepare<[], { id: string; count: number }>(
        `SELECT lower(hex(substr(${column}, 2, 8))) AS id, count(*) AS count FROM ${table}
         WHERE substr(${column}, 1, 1) = x'01' GROUP BY 1`,
      )
      .all();
    for (const { id, count } of rows) under.set(id, (under.get(id) ?? 0) + count);
  }
  const count = (where: string): number =>
    client
      .prepare<[], number>(`SELECT count(*) FROM erasures WHERE ${where}`)
      .pluck()
      .get() as number;
  return {
    under,
    roots: client
      .prepare<[], RootKeyRow>(
        "SELECT number, id, begun_at AS begunAt, retired_at AS retiredAt, gone_at AS goneAt FROM root_keys ORDER BY number",
      )
      .all(),
    erasures: {
      all: count("TRUE"),
      unfinished: count("state <> 'done'"),
      uncompleted: count("completed_at IS NULL AND state IN ('keys-gone', 'copies-gone', 'done')"),
    },
  };
}
