/** Accounts of people who are erased: all that hangs on them goes, and nothing of anybody else. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AccountsFile, openAccountsFile } from "../../../../api/store/sqlite/accounts.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { bytesOf } from "../../../helpers/store/units.ts";

let file: string;
let accounts: AccountsFile;
let remove: () => void;

const names = { macOf: bytesOf, codesOf: (address: string) => [`code of ${address}`] };
const TABLES = ["session", "account", "passkey", "second_factor", "recovery_code"] as const;

beforeEach(() => {
  const place = newPlace();
  ({ remove } = place);
  file = join(place.directory, "accounts.db");
  accounts = openAccountsFile({ file });
});
afterEach(() => {
  accounts.close();
  remove();
});

function inSql<T>(work: (sql: Database.Database) => T): T {
  const sql = new Database(file);
  try {
    return work(sql);
  } finally {
    sql.close();
  }
}

/** An account with all that can hang on one. */
function person(email: string, role = "customer"): void {
  accounts.people.add({
    ...{ id: email, email, role, organization: null, given: null, createdAt: 1 },
  });
  inSql((sql) =>
    sql.exec(`
      INSERT INTO session (id, expires_at, token, created_at, updated_at, user_id) VALUES ('${email}', 9, '${email}', 1, 1, '${email}');
      INSERT INTO account (id, account_id, provider_id, user_id, created_at, updated_at) VALUES ('${email}', 'x', 'p', '${email}', 1, 1);
      INSERT INTO passkey (id, public_key, user_id, credential_id, counter, device_type, backed_up) VALUES ('${email}', 'k', '${email}', '${email}', 0, 'd', 0);
      INSERT INTO second_factor (user_id, secret, last_step) VALUES ('${email}', x'00', 0);
      INSERT INTO recovery_code (user_id, hash) VALUES ('${email}', zeroblob(32));
      INSERT INTO verification (id, identifier, value, expires_at, created_at, updated_at) VALUES ('${email}', 'code of ${email}', 'v', 9, 1, 1);`),
  );
}

const tie = (email: string, subject: string, relation = "self"): void =>
  accounts.contacts.tie(bytesOf(email), { subject, relation, createdAt: 1 });

/** Of whom there still is something, by table. */
function left(): Record<string, string[]> {
  return inSql((sql) => {
    const of = (query: string) => sql.prepare<[], string>(query).pluck().all();
    return Object.fromEntries([
      ["user", of("SELECT id FROM user ORDER BY id")],
      ["verification", of("SELECT id FROM verification ORDER BY id")],
      ...TABLES.map(
        (table) => [table, of(`SELECT user_id FROM ${table} ORDER BY user_id`)] as const,
      ),
    ]);
  });
}

const only = (...emails: string[]): Record<string, string[]> =>
  Object.fromEntries(["user", "verification", ...TABLES].map((table) => [table, emails]));

describe("erasing", () => {
  it("takes the account, and all that hangs on it", () => {
    for (const [email, subject] of [
      ["a@x.org", "A"],
      ["b@x.org", "B"],
    ] as const) {
      person(email);
      tie(email, subject);
    }
    expect(accounts.eraseSubjects(["A"], names)).toEqual({ accounts: 1, contacts: 1 });
    expect(left()).toEqual(only("b@x.org"));
    expect(accounts.contacts.of(bytesOf("a@x.org"))).toEqual([]);
    expect(accounts.contacts.of(bytesOf("b@x.org"))).toHaveLength(1);
    expect(accounts.eraseSubjects(["A"], names)).toEqual({ accounts: 0, contacts: 0 });
  });

  it("takes each of several addresses of a person", () => {
    for (const email of ["a@x.org", "a2@x.org"]) {
      person(email);
      tie(email, "A");
    }
    expect(accounts.eraseSubjects(["A"], names)).toEqual({ accounts: 2, contacts: 2 });
    expect(left()).toEqual(only());
  });

  it("leaves the account of who acts for somebody else", () => {
    person("a@x.org");
    tie("a@x.org", "A");
    tie("a@x.org", "child", "guardian");
    expect(accounts.eraseSubjects(["A"], names)).toEqual({ accounts: 0, contacts: 1 });
    expect(left()).toEqual(only("a@x.org"));
    expect(accounts.eraseSubjects(["child"], names)).toEqual({ accounts: 1, contacts: 1 });
    expect(left()).toEqual(only());
  });

  it("takes all identifiers of a person together", () => {
    person("a@x.org");
    tie("a@x.org", "A");
    tie("a@x.org", "A2");
    expect(accounts.eraseSubjects(["A", "A2"], names)).toEqual({ accounts: 1, contacts: 2 });
    expect(left()).toEqual(only());
  });

  it("leaves the account of who is somebody of the firm", () => {
    person("staff@x.org", "staff");
    tie("staff@x.org", "A");
    expect(accounts.eraseSubjects(["A"], names)).toEqual({ accounts: 0, contacts: 1 });
    expect(left()).toEqual(only("staff@x.org"));
  });

  it("does nothing for who has none", () => {
    person("a@x.org");
    expect(accounts.eraseSubjects(["A", "nobody"], names)).toEqual({ accounts: 0, contacts: 0 });
    expect(accounts.eraseSubjects([], names)).toEqual({ accounts: 0, contacts: 0 });
    expect(left()).toEqual(only("a@x.org"));
  });
});
