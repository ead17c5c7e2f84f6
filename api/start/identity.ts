/** Accounts, and how codes reach people, put together from settings. */
import { join } from "node:path";
import type { Clock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { isLoopback } from "../core/config.ts";
import { readPrivate } from "../core/private-files.ts";
import type { Random } from "../core/random.ts";
import { createMailbox, type Mailbox } from "../identity/mailbox.ts";
import type { Mailer } from "../identity/mailer.ts";
import { createIdentity, type Identity } from "../identity/service.ts";
import type { OidcProvider } from "../identity/single-sign-on.ts";
import { smtpMailer } from "../identity/smtp.ts";
import type { Ledger } from "../ledger/service.ts";
import { openAccountsFile } from "../store/sqlite/accounts.ts";
import type { Mac } from "../vault/macs.ts";
import type { Undo } from "./stored.ts";

export interface IdentityParts {
  readonly mac: Mac;
  readonly clock: Clock;
  readonly random: Random;
  readonly ledger: Pick<Ledger, "knownSubjects" | "firms">;
  readonly onBug: (error: unknown) => void;
}

/** Whoever reads the page of the mailbox is anybody that they like: it is there for nobody but who sits at this machine, and tries things out. */
const mayHaveMailbox = ({ demo, host, publicUrl }: Config): boolean =>
  demo && isLoopback(host) && publicUrl === null;

/** What sends mail, and the mailbox if that is where it goes. Neither: nobody can sign in by code. */
export function mailOf(config: Config): { mailer: Mailer | null; mailbox: Mailbox | null } {
  const { mail } = config;
  if (mail !== null) return { mailer: smtpMailer(mail.smtpUrl, mail.from), mailbox: null };
  const mailbox = mayHaveMailbox(config) ? createMailbox() : null;
  return { mailer: mailbox, mailbox };
}

/** @throws Refusal `invalid_setting` */
async function providerOf({ oidc }: Config): Promise<OidcProvider | null> {
  if (oidc === null) return null;
  const { issuer, clientId, clientSecretFile } = oidc;
  const text = await readPrivate(clientSecretFile, "COUNTERFOIL_OIDC_CLIENT_SECRET_FILE");
  return { issuer, clientId, clientSecret: text.trimEnd() };
}

/** @throws Refusal `invalid_setting`, `in_use`, `unknown_schema` */
export async function openIdentity(
  config: Config,
  parts: IdentityParts,
  undo: Undo,
): Promise<Identity> {
  const provider = await providerOf(config);
  const file = openAccountsFile({ file: join(config.dataDirectory, "accounts.db") });
  undo.push(async () => file.close());
  const { mailer, mailbox } = mailOf(config);
  const { publicUrl } = config;
  const identity = createIdentity({ ...parts, file, publicUrl, mailer, mailbox, provider });
  undo.push(async () => {
    await identity.settle();
    mailer?.close();
  });
  return identity;
}
