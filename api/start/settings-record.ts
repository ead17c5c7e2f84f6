/** Under which settings a ledger runs: what changed of them from one start to the next is recorded like everything else that is done to it. */
import { z } from "@hono/zod-openapi";
import type { Config } from "../core/config.ts";
import { sha256 } from "../core/hash.ts";
import { toldRights } from "../core/rights-settings.ts";
import type { Cosigner } from "../cosign/cosigners.ts";
import type { AdministrationEvent } from "../ledger/administration.ts";
import type { Ledger } from "../ledger/service.ts";
import type { Store } from "../store/store.ts";

const REMEMBERED = "settings";
/** FORMAT §2.1: of a text that a change names. */
const MOST_CHARACTERS = 1000;

export type ToldSettings = Readonly<Record<string, string>>;

/**
 * What is told of the settings, by their names. Secrets, and what may hold some (addresses with a password or a key in their path), are told by their host alone; paths of this
 * machine, which may name a person, are not told.
 */
export function toldSettings(
  config: Config,
  cosigners: readonly Pick<Cosigner, "kind" | "vkey">[],
  version: string,
): ToldSettings {
  const all = allSettings(config, cosigners, version);
  const told = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(told.map(([name, text]) => [name, whole(text)]));
}

/** Likewise; `null`: it is not set, and nothing stands for it. */
export function allSettings(
  config: Config,
  cosigners: readonly Pick<Cosigner, "kind" | "vkey">[],
  version: string,
): Readonly<Record<string, string | null>> {
  const { chain, mail, sms, oidc } = config;
  const named = cosigners.map(({ kind, vkey }) => `${kind} ${vkey}`).join("\n");
  return {
    version,
    HOST: config.host,
    COPY: config.copyDirectory === null ? "off" : "on",
    ORIGIN: config.origin,
    PUBLIC_URL: config.publicUrl,
    EXPLORER_URL: config.explorerUrl,
    TRUSTED_PROXIES: config.trustedProxies,
    REQUESTS_PER_ADDRESS: String(config.requestsPerAddress),
    REQUESTS_PER_ACCOUNT: String(config.requestsPerAccount),
    SMTP_URL: mail && hostOf(mail.smtpUrl),
    MAIL_FROM: mail && domainOf(mail.from),
    SMS_URL: sms && hostOf(sms.url),
    OIDC_ISSUER: oidc?.issuer ?? null,
    OIDC_CLIENT_ID: oidc?.clientId ?? null,
    RPC_URL: chain.mode === "remote" ? hostOf(chain.rpcUrl) : null,
    CONTRACT: chain.mode === "remote" ? chain.contract : null,
    SHARING_CONTRACT: config.sharingContract,
    COUNT_THRESHOLD: String(config.countThreshold),
    WEBHOOK_PRIVATE: config.webhookPrivate,
    ...toldRights(config.rights),
    AUDITORS: named === "" ? null : named,
    ROOT_KEY_DAYS: String(config.rootKeyDays),
    DEMO: config.demo ? "on" : "off",
    DEMO_AUDITOR: config.demoAuditor ? "on" : "off",
    BATCH_MILLISECONDS: String(config.batchMilliseconds),
    BATCH_ENTRIES: String(config.batchEntries),
    HEARTBEAT_MILLISECONDS: String(config.heartbeatMilliseconds),
    ANCHOR_MILLISECONDS: String(config.anchorMilliseconds),
    LOG_LEVEL: config.logLevel,
  };
}

/** What is too long for a record ends in its hash, so that a change behind the cut is one too. */
const whole = (text: string): string =>
  text.length <= MOST_CHARACTERS
    ? text
    : `${text.slice(0, MOST_CHARACTERS - 80)} … SHA-256 ${sha256(text).toString("base64url")}`;

const hostOf = (url: string): string => new URL(url).host;
const domainOf = (address: string): string => address.replace(/^.*@/, "").replace(/>$/, "");

/** What is another than before, by name. */
export function changesOf(
  before: ToldSettings,
  after: ToldSettings,
): NonNullable<AdministrationEvent["changes"]> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const at = (settings: ToldSettings, name: string): string | undefined =>
    Object.hasOwn(settings, name) ? settings[name] : undefined;
  return names
    .map((name) => ({ name, before: at(before, name), after: at(after, name) }))
    .filter((change) => change.before !== change.after)
    .map(({ name, before: was, after: is }) => ({
      name,
      ...(was === undefined ? {} : { before: was }),
      ...(is === undefined ? {} : { after: is }),
    }));
}

const remembered = z.record(z.string(), z.string());

/**
 * Records what changed since the start before, and remembers what is so now. The first start has nothing to compare with, and records nothing. Where a process ends in between, the
 * next start records it again.
 */
export async function recordSettings(
  { store, ledger }: { store: Store; ledger: Pick<Ledger, "recordAdministration"> },
  settings: ToldSettings,
): Promise<void> {
  const text = await store.meta(REMEMBERED);
  const now = JSON.stringify(settings);
  if (text === now) return;
  if (text !== null) {
    const changes = changesOf(remembered.parse(JSON.parse(text)), settings);
    if (changes.length > 0)
      await ledger.recordAdministration({ event: "configuration-changed", actor: null, changes });
  }
  await store.swapMeta(REMEMBERED, text, now);
}
