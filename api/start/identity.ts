/** Accounts, and how codes reach people, put together from settings. */
import { join } from "node:path";
import type { Clock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { isLoopback } from "../core/config.ts";
import { Refusal } from "../core/errors.ts";
import { readPrivate } from "../core/private-files.ts";
import type { Random } from "../core/random.ts";
import { createMailbox, type Mailbox } from "../identity/mailbox.ts";
import type { Mailer } from "../identity/mailer.ts";
import { createIdentity, type Identity, type IdentityOptions } from "../identity/service.ts";
import type { OidcProvider } from "../identity/single-sign-on.ts";
import { smsGateway } from "../identity/sms.ts";
import { smtpMailer } from "../identity/smtp.ts";
import type { Ledger } from "../ledger/service.ts";
import { openAccountsFile } from "../store/sqlite/accounts.ts";
import type { Mac } from "../vault/macs.ts";
import type { Undo } from "./stored.ts";

export interface IdentityParts {
  readonly mac: Mac;
  readonly clock: Clock;
  readonly random: Random;
  readonly ledger: Pick<Ledger, "knownSubjects" | "firms" | "recordAdministration">;
  readonly onBug: (error: unknown) => void;
  readonly onUnsent: IdentityOptions["onUnsent"];
}

/** Whoever reads the page of the mailbox is anybody that they like: it is there for nobody but who sits at this machine, and tries things out. */
const mayHaveMailbox = ({ demo, host, publicUrl, trustedProxies }: Config): boolean =>
  demo && isLoopback(host) && publicUrl === null && trustedProxies === null;

/** What sends mail, and the mailbox if that is where it goes. Neither: nobody can sign in by code. */
export function mailOf(config: Config): { mailer: Mailer | null; mailbox: Mailbox | null } {
  const { mail } = config;
  if (mail !== null) return { mailer: smtpMailer(mail.smtpUrl, mail.from), mailbox: null };
  const mailbox = mayHaveMailbox(config) ? createMailbox() : null;
  return { mailer: mailbox, mailbox };
}

/** What sends text messages; where mail goes into a mailbox, they do too. @throws Refusal `invalid_setting` */
async function texterOf(
  { sms }: Config,
  mailbox: Mailbox | null,
  parts: Pick<IdentityParts, "clock" | "random">,
): Promise<Mailer | null> {
  if (sms === null) return mailbox;
  const text = await readPrivate(sms.secretFile, "COUNTERFOIL_SMS_SECRET_FILE");
  return smsGateway({ url: sms.url, secret: text.trimEnd() }, parts);
}

/** @throws Refusal `invalid_setting` */
async function providerOf({ oidc }: Config): Promise<OidcProvider | null> {
  if (oidc === null) return null;
  const { issuer, clientId, clientSecretFile } = oidc;
  const text = await readPrivate(clientSecretFile, "COUNTERFOIL_OIDC_CLIENT_SECRET_FILE");
  return { issuer, clientId, clientSecret: text.trimEnd() };
}

/** @throws Refusal `invalid_setting`, `unknown_schema` */
export async function openIdentity(
  config: Config,
  parts: IdentityParts,
  undo: Undo,
): Promise<Identity> {
  const provider = await providerOf(config);
  const { mailer, mailbox } = mailOf(config);
  const texter = await texterOf(config, mailbox, parts);
  const file = openAccountsFile({ file: join(config.dataDirectory, "accounts.db") });
  undo.push(async () => file.close());
  const { publicUrl } = config;
  const sending = { mailer, texter, mailbox };
  const identity = createIdentity({ ...parts, file, publicUrl, ...sending, provider });
  undo.push(async () => {
    await identity.end();
    mailer?.close();
  });
  return identity;
}

/** How often it is looked for what others did to the file of accounts: the command line, while this server runs. */
const DRAIN_MS = 2_000;

/** Records what was done to accounts and keys: what a crash left first, then whatever comes. To be called once the ledger takes records. */
export async function recordChanges(
  { drain }: Pick<Identity, "drain">,
  { onBug }: Pick<IdentityParts, "onBug">,
  undo: Undo,
): Promise<void> {
  await drain();
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    // A ledger that takes nothing says so everywhere else; what is noted waits for one that does.
    running = drain().catch((error) => void (error instanceof Refusal || onBug(error)));
  }, DRAIN_MS);
  undo.push(async () => {
    clearInterval(timer);
    await running;
  });
}
