import type Database from "better-sqlite3";

export interface PersonRow {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly organization: string | null;
  /** JSON. */
  readonly given: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Whether a second factor is set up. */
  readonly secondFactor: boolean;
}

export type NewPerson = Omit<PersonRow, "secondFactor">;

/** better-auth's tables of accounts, as whoever administers them changes them: by plain statements, so that a change is in one transaction with its note. */
export interface People {
  /** False: there is one of this address. */
  add(person: NewPerson): boolean;
  get(id: string): PersonRow | null;
  byEmail(email: string): PersonRow | null;
  /** By their ids, those behind `after` whose address has `search` in it. */
  page(which: {
    customers: boolean;
    search?: string;
    after: string;
    limit: number;
  }): readonly PersonRow[];
  /** Of an organization, by their ids. */
  members(organization: string): readonly PersonRow[];
  /** How many administrators there are. */
  administrators(): number;
  set(id: string, to: Pick<PersonRow, "role" | "organization" | "given">, at: number): void;
  /** With all that hangs on it. */
  remove(id: string): void;
  endSessions(id: string): void;
  /** How many there were. */
  removePasskeys(id: string): number;
  /** One of theirs. False: there is no such one. */
  removePasskey(id: string, passkey: string): boolean;
  /** Of a provider's accounts to this one. */
  removeLinks(id: string): void;
}

const COLUMNS = `id, email, role, organization, given, created_at AS "createdAt",
  EXISTS (SELECT 1 FROM second_factor f WHERE f.user_id = user.id AND f.confirmed_at IS NOT NULL) AS "secondFactor"`;

type Found = Omit<PersonRow, "secondFactor"> & { readonly secondFactor: number };
const seen = (row: Found): PersonRow => ({ ...row, secondFactor: row.secondFactor === 1 });

export function peopleIn(client: Database.Database): People {
  // Whoever has the code that is sent to the address has proven that it is theirs.
  const insert = client.prepare(
    `INSERT INTO user (id, name, email, email_verified, created_at, updated_at, role, organization, given)
     VALUES (@id, '', @email, 1, @createdAt, @createdAt, @role, @organization, @given)
     ON CONFLICT (email) DO NOTHING`,
  );
  const select = (rest: string) =>
    client.prepare<unknown[], Found>(`SELECT ${COLUMNS} FROM user ${rest}`);
  const byId = select("WHERE id = ?");
  const byEmail = select("WHERE email = ?");
  const page = select(
    "WHERE (role = 'customer') = ? AND id > ? AND instr(email, ?) > 0 ORDER BY id LIMIT ?",
  );
  const members = select("WHERE organization = ? AND role = 'partner' ORDER BY id");
  const administrators = client.prepare<[], { count: number }>(
    "SELECT count(*) AS count FROM user WHERE role = 'administrator'",
  );
  const set = client.prepare(
    `UPDATE user SET role = @role, organization = @organization, given = @given, updated_at = @at
     WHERE id = @id`,
  );
  const remove = client.prepare("DELETE FROM user WHERE id = ?");
  const endSessions = client.prepare("DELETE FROM session WHERE user_id = ?");
  const removePasskeys = client.prepare("DELETE FROM passkey WHERE user_id = ?");
  const removePasskey = client.prepare("DELETE FROM passkey WHERE user_id = ? AND id = ?");
  const removeLinks = client.prepare("DELETE FROM account WHERE user_id = ?");
  const one = (row: Found | undefined): PersonRow | null => (row === undefined ? null : seen(row));
  return {
    add: (person) => insert.run(person).changes === 1,
    get: (id) => one(byId.get(id)),
    byEmail: (email) => one(byEmail.get(email)),
    page: ({ customers, search = "", after, limit }) =>
      page.all(customers ? 1 : 0, after, search, limit).map(seen),
    members: (organization) => members.all(organization).map(seen),
    administrators: () => administrators.get()?.count ?? 0,
    set: (id, { role, organization, given }, at) =>
      void set.run({ id, role, organization, given, at }),
    remove: (id) => void remove.run(id),
    endSessions: (id) => void endSessions.run(id),
    removePasskeys: (id) => removePasskeys.run(id).changes,
    removePasskey: (id, passkey) => removePasskey.run(id, passkey).changes === 1,
    removeLinks: (id) => void removeLinks.run(id),
  };
}
