/**
 * The first administrator has nobody who could make them one. Whoever starts the ledger gets a link that does, once; and whoever has its files, one that makes
 * a further administrator, for where the others cannot sign in any more.
 */
import type { Clock } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";
import type { Random } from "../core/random.ts";
import type { Invitations } from "../store/sqlite/invitations.ts";
import type { Accounts } from "./accounts.ts";
import { OPERATOR } from "./administration.ts";
import { BASE_PATH } from "./paths.ts";

export interface FirstAdministrator {
  /**
   * A new link, behind the ledger's address; `null`: there is an administrator already. Those of before are void. What opens it stands behind `#`, which
   * no browser sends along: it is in no log and in no `Referer`.
   */
  invite(): Promise<string | null>;
  /** @throws Refusal `sign_in_refused`: `link` */
  accept(token: string, email: string): Promise<void>;
}

export const FIRST_PATH = `${BASE_PATH}/first-administrator`;
const DAY = 86_400_000;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export interface FirstAdministratorOptions {
  readonly accounts: Accounts;
  readonly drain: () => Promise<void>;
  readonly invitations: Invitations;
  readonly clock: Clock;
  readonly random: Random;
}

/** Of a link that also works where there is an administrator: another than that of a start, which must not. */
const furtherHash = (token: string): Uint8Array => sha256(`further administrator/${token}`);

/** A new link, behind the ledger's address. Those of before are void. */
export function inviteFurther({
  invitations,
  clock,
  random,
}: Pick<FirstAdministratorOptions, "invitations" | "clock" | "random">): string {
  const token = random.bytes(32).toString("base64url");
  invitations.replace(furtherHash(token), clock.now() + DAY);
  return `${FIRST_PATH}#${token}`;
}

export function firstAdministrator(options: FirstAdministratorOptions): FirstAdministrator {
  const { accounts, drain, invitations, clock, random } = options;
  return {
    async invite() {
      if (accounts.hasAdministrator()) return null;
      const token = random.bytes(32).toString("base64url");
      invitations.replace(sha256(token), clock.now() + DAY);
      return `${FIRST_PATH}#${token}`;
    },
    async accept(token, email) {
      const takes = (hash: Uint8Array): boolean =>
        TOKEN.test(token) && invitations.take(hash, clock.now());
      // Somebody may have become one since, by other means.
      const fits =
        takes(furtherHash(token)) || (takes(sha256(token)) && !accounts.hasAdministrator());
      if (!fits) throw new Refusal("sign_in_refused", { problem: "link" });
      const found = accounts.find(email);
      // Whoever runs the ledger has the link.
      if (found === null) accounts.create({ email, role: "administrator" }, OPERATOR);
      else accounts.setRole(found.id, { role: "administrator" }, OPERATOR);
      await drain();
    },
  };
}
