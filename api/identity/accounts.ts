/** Accounts, as an administrator sees them. */
import { Refusal } from "../core/errors.ts";
import type { PersonRole } from "../core/principal.ts";
import type { Auth } from "./auth.ts";
import type { SecondFactor } from "./second-factor.ts";

export interface NewAccount {
  /** Lower case. */
  readonly email: string;
  readonly role: PersonRole;
  /** Of a partner's member. */
  readonly organization?: string;
}

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly role: PersonRole;
}

export interface Accounts {
  /** @throws Refusal `account_refused`: `exists` */
  create(account: NewAccount): Promise<Account>;
  find(email: string): Promise<Account | null>;
  get(id: string): Promise<Account | null>;
  /** Whoever is signed in must do so again: nothing that a session was given goes on. @throws Refusal `account_refused`: `unknown`, `last_administrator` */
  setRole(id: string, role: PersonRole): Promise<void>;
  /** With all its sessions. Its id is never given again. @throws Refusal as {@link Accounts.setRole} */
  remove(id: string): Promise<void>;
  /** For somebody who has lost it, and with their passkeys: the next sign-in sets up another one. Sessions end. @throws Refusal `account_refused`: `unknown` */
  removeSecondFactor(id: string): Promise<void>;
  /** Whether anybody administers this ledger. */
  hasAdministrator(): Promise<boolean>;
}

type Row = { id: string; email: string; role: PersonRole };
const seen = ({ id, email, role }: Row): Account => ({ id, email, role });
const refuse = (problem: "exists" | "unknown" | "last_administrator"): never => {
  throw new Refusal("account_refused", { problem });
};

export function accountsOf(auth: Auth, secondFactor: Pick<SecondFactor, "remove">): Accounts {
  async function rowOf(id: string): Promise<Row | null> {
    const { internalAdapter } = await auth.$context;
    return (await internalAdapter.findUserById(id)) as Row | null;
  }

  async function administrators(): Promise<number> {
    const { adapter } = await auth.$context;
    return adapter.count({ model: "user", where: [{ field: "role", value: "administrator" }] });
  }

  /** Another one must be left. */
  async function assertNotLast({ role }: Row): Promise<void> {
    if (role === "administrator" && (await administrators()) < 2) refuse("last_administrator");
  }

  async function find(email: string): Promise<Account | null> {
    const { internalAdapter } = await auth.$context;
    const found = await internalAdapter.findUserByEmail(email);
    return found === null ? null : seen(found.user as unknown as Row);
  }

  return {
    find,
    async get(id) {
      const row = await rowOf(id);
      return row && seen(row);
    },
    hasAdministrator: async () => (await administrators()) > 0,
    async create({ email, role, organization }) {
      if ((await find(email)) !== null) refuse("exists");
      const { internalAdapter } = await auth.$context;
      const made = await internalAdapter.createUser(
        {
          ...{ email, role, name: "", organization: organization ?? null },
          // Whoever has the code that is sent there has proven it.
          emailVerified: true,
        },
        { method: "admin" },
      );
      return seen(made as unknown as Row);
    },
    async setRole(id, role) {
      const row = (await rowOf(id)) ?? refuse("unknown");
      if (role !== row.role) await assertNotLast(row);
      const { internalAdapter } = await auth.$context;
      await internalAdapter.updateUser(id, { role });
      await internalAdapter.deleteUserSessions(id);
    },
    async removeSecondFactor(id) {
      if ((await rowOf(id)) === null) refuse("unknown");
      secondFactor.remove(id);
      const { internalAdapter, adapter } = await auth.$context;
      await adapter.deleteMany({ model: "passkey", where: [{ field: "userId", value: id }] });
      await internalAdapter.deleteUserSessions(id);
    },
    async remove(id) {
      const row = (await rowOf(id)) ?? refuse("unknown");
      await assertNotLast(row);
      const { internalAdapter } = await auth.$context;
      await internalAdapter.deleteUserSessions(id);
      await internalAdapter.deleteUser(id);
    },
  };
}
