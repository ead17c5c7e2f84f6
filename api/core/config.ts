import { isIP } from "node:net";
import { relative, resolve, sep } from "node:path";
import { Refusal } from "./errors.ts";
import { isExplorerTemplate } from "./explorer.ts";
import { parseNetworks } from "./networks.ts";
import { parsePrivateHosts } from "./private-hosts.ts";
import { RIGHTS_SETTINGS, type RightsSettings, rightsSettings } from "./rights-settings.ts";
import type { SettingProblem } from "./setting-problems.ts";

/** Where the chain is. `embedded`: we run it. `remote`: any EVM chain that somebody else runs. */
export type ChainSettings =
  | { readonly mode: "embedded"; readonly port: number }
  | {
      readonly mode: "remote";
      readonly rpcUrl: string;
      readonly contract: string;
      readonly anchorerKeyFile: string;
    };

/** All settings of the server, checked. Durations are milliseconds, paths are absolute. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly dataDirectory: string;
  readonly keysDirectory: string;
  /** Where the second copy of the log's entries is; `null`: there is none. */
  readonly copyDirectory: string | null;
  readonly origin: string;
  /** Where people reach this ledger, without a slash at the end; `null`: nobody has said. */
  readonly publicUrl: string | null;
  /** Where a block explorer shows a transaction, with `{tx}` in its place; `null`: nowhere. */
  readonly explorerUrl: string | null;
  /** As they are written, checked; `null`: nobody is trusted to say for whom a request comes. */
  readonly trustedProxies: string | null;
  /** How many requests a minute are taken of an address that is nobody's who is known; 0: all. */
  readonly requestsPerAddress: number;
  /** Of an account or key, likewise. */
  readonly requestsPerAccount: number;
  readonly chain: ChainSettings;
  /** On a chain of others: the contract on which terms with partners are signed, in lower case; `null`: none, or the embedded chain's own. */
  readonly sharingContract: string | null;
  /** So many people must an agreement cover, or its partner is told no number. */
  readonly countThreshold: number;
  /** Which hosts of its own network it may send to partners at, as they are written, checked; `null`: none. */
  readonly webhookPrivate: string | null;
  /** The server that takes mail, with its password, and the sender; `null`: none is sent. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  /** The firm's gateway for text messages, and a file with the secret that they are signed with; `null`: none are sent. */
  readonly sms: { readonly url: string; readonly secretFile: string } | null;
  /** The firm's own OpenID provider; `null`: there is no single sign-on. */
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecretFile: string;
  } | null;
  /** Of people's requests. */
  readonly rights: RightsSettings;
  /** How old a root key gets under which keys were destroyed. */
  readonly rootKeyDays: number;
  readonly demo: boolean;
  /** The file that says which auditors and witnesses are asked for cosignatures; `null`: none are. */
  readonly auditorsFile: string | null;
  /** Whether a demonstration auditor is run beside the server … */
  readonly demoAuditor: boolean;
  /** … and where its keys and state are. */
  readonly demoAuditorDirectory: string;
  readonly batchMilliseconds: number;
  readonly batchEntries: number;
  readonly heartbeatMilliseconds: number;
  readonly anchorMilliseconds: number;
  readonly logLevel: "silent" | "error" | "warn" | "info" | "debug";
}

type Environment = Readonly<Record<string, string | undefined>>;

const refuse = (setting: string, problem: SettingProblem, allowed?: string): never => {
  throw new Refusal("invalid_setting", {
    setting,
    problem,
    ...(allowed === undefined ? {} : { allowed }),
  });
};

const KNOWN = [
  "HOST",
  "DATA",
  "KEYS",
  "COPY",
  "RPC_URL",
  "ORIGIN",
  "PUBLIC_URL",
  "EXPLORER_URL",
  "TRUSTED_PROXIES",
  "REQUESTS_PER_ADDRESS",
  "REQUESTS_PER_ACCOUNT",
  "SMTP_URL",
  "MAIL_FROM",
  "SMS_URL",
  "SMS_SECRET_FILE",
  "OIDC_ISSUER",
  "OIDC_CLIENT_ID",
  "OIDC_CLIENT_SECRET_FILE",
  "CONTRACT",
  "ANCHORER_KEY_FILE",
  "SHARING_CONTRACT",
  "COUNT_THRESHOLD",
  ...RIGHTS_SETTINGS,
  "WEBHOOK_PRIVATE",
  "CHAIN_PORT",
  "ROOT_KEY_DAYS",
  "DEMO",
  "AUDITORS",
  "DEMO_AUDITOR",
  "BATCH_SECONDS",
  "BATCH_ENTRIES",
  "HEARTBEAT_SECONDS",
  "ANCHOR_SECONDS",
  "LOG_LEVEL",
  "LANG",
  // Of the command line, which has the same environment.
  "URL",
  "TOKEN_FILE",
] as const;

const PREFIX = "COUNTERFOIL_";

function number(
  environment: Environment,
  name: string,
  standard: number,
  least: number,
  most: number,
): number {
  const text = environment[name];
  if (text === undefined || text === "") return standard;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) refuse(name, "not_a_number", `${least}–${most}`);
  return value;
}

/** `least` is 0 where the operating system may choose. */
function port(environment: Environment, name: string, standard: number, least: 0 | 1): number {
  const text = environment[name];
  if (text === undefined || text === "") return standard;
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= 65_535)) refuse(name, "not_a_port", `${least}–65535`);
  return value;
}

function flag(environment: Environment, name: string, standard: boolean): boolean {
  const text = environment[name]?.toLowerCase();
  if (text === undefined || text === "") return standard;
  if (["1", "true", "on", "yes"].includes(text)) return true;
  if (["0", "false", "off", "no"].includes(text)) return false;
  return refuse(name, "not_boolean", "on, off");
}

/** True for an address that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Whether a path is another one, or lies below it. */
export const inside = (inner: string, outer: string): boolean => {
  const path = relative(outer, inner);
  return path === "" || !(path === ".." || path.startsWith(`..${sep}`) || resolve(path) === path);
};

/** `off`, or a directory that shares no part with the others. */
function copyDirectory(
  environment: Environment,
  dataDirectory: string,
  others: readonly string[],
): string | null {
  const name = `${PREFIX}COPY`;
  const text = environment[name] || `${dataDirectory}-copy`;
  if (text.toLowerCase() === "off") return null;
  const path = resolve(text);
  for (const other of [dataDirectory, ...others]) {
    if (inside(path, other) || inside(other, path)) refuse(name, "copy_not_apart");
  }
  return path;
}

function webUrl(text: string, name: string): string {
  if (!URL.canParse(text)) refuse(name, "not_a_url", "http://…, https://…");
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    refuse(name, "not_a_url", "http://…, https://…");
  }
  return text;
}

function chainSettings(environment: Environment): ChainSettings {
  const value = (name: string) => environment[PREFIX + name] || undefined;
  const url = value("RPC_URL");
  const contract = value("CONTRACT");
  const keyFile = value("ANCHORER_KEY_FILE");
  if (url === undefined) {
    if (contract !== undefined) refuse(`${PREFIX}CONTRACT`, "only_with_rpc");
    if (keyFile !== undefined) refuse(`${PREFIX}ANCHORER_KEY_FILE`, "only_with_rpc");
    return { mode: "embedded", port: port(environment, `${PREFIX}CHAIN_PORT`, 8545, 1) };
  }
  if (contract === undefined || keyFile === undefined) {
    return refuse(`${PREFIX}RPC_URL`, "needs_contract_and_key");
  }
  if (!/^0x[0-9a-fA-F]{40}$/.test(contract)) refuse(`${PREFIX}CONTRACT`, "not_an_address");
  return {
    mode: "remote",
    rpcUrl: webUrl(url, `${PREFIX}RPC_URL`),
    contract: contract.toLowerCase(),
    anchorerKeyFile: resolve(keyFile),
  };
}

function sharingContract(environment: Environment, { mode }: ChainSettings): string | null {
  const name = `${PREFIX}SHARING_CONTRACT`;
  const text = environment[name] || undefined;
  if (text === undefined) return null;
  if (mode === "embedded") return refuse(name, "only_with_rpc");
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) refuse(name, "not_an_address");
  return text.toLowerCase();
}

/** On by itself with the embedded chain, and there alone: nobody shall take what is shown for what is meant. */
function demonstration(environment: Environment, name: string, { mode }: ChainSettings): boolean {
  const wanted = flag(environment, name, mode === "embedded");
  if (wanted && mode !== "embedded") refuse(name, "demo_needs_embedded");
  return wanted;
}

function origin(environment: Environment): string {
  const text = environment[`${PREFIX}ORIGIN`] || "localhost/counterfoil";
  // Schema-less URL without spaces or "+" (C2SP tlog-checkpoint); kept to what is safe in file names and headers.
  if (!/^[a-z0-9][a-z0-9.-]*(:\d{1,5})?(\/[A-Za-z0-9._~-]+)*$/.test(text) || text.length > 200) {
    refuse(`${PREFIX}ORIGIN`, "bad_origin", "ledger.example.com/main");
  }
  return text;
}

/** It stands on paper: nothing of it may be a secret, or lead elsewhere. */
function publicUrl(environment: Environment): string | null {
  const name = `${PREFIX}PUBLIC_URL`;
  const text = environment[name] || undefined;
  if (text === undefined) return null;
  const url = new URL(webUrl(text, name));
  if (url.username + url.password + url.search + url.hash !== "" || url.href.length > 200) {
    refuse(name, "not_a_url", "https://ledger.example.com");
  }
  return url.href.replace(/\/+$/, "");
}

function explorerUrl(environment: Environment): string | null {
  const name = `${PREFIX}EXPLORER_URL`;
  const text = environment[name] || null;
  if (text !== null && !isExplorerTemplate(text))
    refuse(name, "not_a_url", "https://etherscan.io/tx/{tx}");
  return text;
}

function trustedProxies(environment: Environment): string | null {
  const name = `${PREFIX}TRUSTED_PROXIES`;
  const text = environment[name] || null;
  if (text !== null && parseNetworks(text) === null)
    refuse(name, "not_networks", "127.0.0.1, 10.0.0.0/8, 2001:db8::/32");
  return text;
}

function webhookPrivate(environment: Environment): string | null {
  const name = `${PREFIX}WEBHOOK_PRIVATE`;
  const text = environment[name] || null;
  if (text !== null && parsePrivateHosts(text) === null)
    refuse(name, "not_hosts", "crm.internal, 10.0.0.0/8, fd00::/8");
  return text;
}

/** Where mail goes, and who it is from: both or neither. */
function mailSettings(environment: Environment): Config["mail"] {
  const url = environment[`${PREFIX}SMTP_URL`] || undefined;
  const from = environment[`${PREFIX}MAIL_FROM`] || undefined;
  if (url === undefined && from === undefined) return null;
  if (url === undefined) return refuse(`${PREFIX}SMTP_URL`, "mail_by_halves");
  if (!URL.canParse(url) || !/^smtps?:\/\/[^/]/i.test(url))
    refuse(`${PREFIX}SMTP_URL`, "not_a_url", "smtp://…, smtps://…");
  // One line, one address: what stands here goes into the head of every mail.
  if (from === undefined || !/^([^<>"@,;\r\n]* )?<?[^\s<>@",;]+@[^\s<>@",;]+>?$/.test(from))
    return refuse(`${PREFIX}MAIL_FROM`, "mail_by_halves");
  return { smtpUrl: url, from };
}

/** Both, or none. Beyond this machine by TLS alone: numbers and codes are for nobody on the way. */
function smsSettings(environment: Environment): Config["sms"] {
  const text = environment[`${PREFIX}SMS_URL`] || undefined;
  const file = environment[`${PREFIX}SMS_SECRET_FILE`] || undefined;
  if (text === undefined && file === undefined) return null;
  if (text === undefined) return refuse(`${PREFIX}SMS_URL`, "sms_incomplete");
  const url = new URL(webUrl(text, `${PREFIX}SMS_URL`));
  if (url.protocol !== "https:" && !isLoopback(url.hostname))
    refuse(`${PREFIX}SMS_URL`, "not_a_url", "https://…");
  if (file === undefined) return refuse(`${PREFIX}SMS_SECRET_FILE`, "sms_incomplete");
  return { url: text, secretFile: resolve(file) };
}

/** All three, or none. Beyond this machine by TLS alone: what a provider says of people must not be made up on the way. */
function oidcSettings(environment: Environment): Config["oidc"] {
  const names = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET_FILE"] as const;
  const [issuer, clientId, file] = names.map((name) => environment[PREFIX + name] || undefined);
  if (issuer === undefined && clientId === undefined && file === undefined) return null;
  const url = new URL(webUrl(issuer ?? "", `${PREFIX}OIDC_ISSUER`));
  if (url.protocol !== "https:" && !isLoopback(url.hostname))
    refuse(`${PREFIX}OIDC_ISSUER`, "not_a_url", "https://…");
  if (clientId === undefined) return refuse(`${PREFIX}OIDC_CLIENT_ID`, "oidc_incomplete");
  if (file === undefined) return refuse(`${PREFIX}OIDC_CLIENT_SECRET_FILE`, "oidc_incomplete");
  return { issuer: issuer as string, clientId, clientSecretFile: resolve(file) };
}

/**
 * Reads the settings. An unknown `COUNTERFOIL_…` name is refused too: a misspelt setting must not be ignored silently.
 *
 * @throws Refusal `invalid_setting`, naming the setting
 */
export function readConfig(environment: Environment): Config {
  for (const name of Object.keys(environment)) {
    if (!name.startsWith(PREFIX)) continue;
    const rest = name.slice(PREFIX.length);
    if (!KNOWN.some((known) => known === rest))
      refuse(name, "unknown_setting", KNOWN.map((k) => PREFIX + k).join(", "));
  }
  const value = (name: string) => environment[PREFIX + name] || undefined;
  const chain = chainSettings(environment);
  const dataDirectory = resolve(value("DATA") ?? "data");
  const keysDirectory = resolve(value("KEYS") ?? "keys");
  const demoAuditorDirectory = `${dataDirectory}-auditor`;
  for (const other of [dataDirectory, demoAuditorDirectory]) {
    if (inside(keysDirectory, other)) refuse(`${PREFIX}KEYS`, "keys_inside_data");
  }
  const host = value("HOST") ?? "127.0.0.1";
  const language = value("LANG")?.toLowerCase() ?? "en";
  if (!/^(en|zh)([-_.]|$)/.test(language)) refuse(`${PREFIX}LANG`, "not_in_list", "en, zh");
  const demo = demonstration(environment, `${PREFIX}DEMO`, chain);
  // What it makes for whoever tries it out, a key and a mailbox, is for this machine.
  if (demo && !isLoopback(host)) refuse(`${PREFIX}HOST`, "not_loopback_with_demo");
  const demoAuditor = demonstration(environment, `${PREFIX}DEMO_AUDITOR`, chain);
  const auditorsFile = value("AUDITORS");
  const level = value("LOG_LEVEL") ?? "warn";
  const levels = ["silent", "error", "warn", "info", "debug"] as const;
  const logLevel = levels.find((each) => each === level);
  return {
    host,
    port: port(environment, "PORT", 3000, 0),
    dataDirectory,
    keysDirectory,
    copyDirectory: copyDirectory(environment, dataDirectory, [keysDirectory, demoAuditorDirectory]),
    origin: origin(environment),
    publicUrl: publicUrl(environment),
    explorerUrl: explorerUrl(environment),
    trustedProxies: trustedProxies(environment),
    requestsPerAddress: number(environment, `${PREFIX}REQUESTS_PER_ADDRESS`, 6_000, 0, 10_000_000),
    requestsPerAccount: number(
      environment,
      `${PREFIX}REQUESTS_PER_ACCOUNT`,
      120_000,
      0,
      10_000_000,
    ),
    chain,
    sharingContract: sharingContract(environment, chain),
    countThreshold: number(environment, `${PREFIX}COUNT_THRESHOLD`, 20, 2, 1_000_000),
    webhookPrivate: webhookPrivate(environment),
    rights: rightsSettings(value),
    mail: mailSettings(environment),
    sms: smsSettings(environment),
    oidc: oidcSettings(environment),
    rootKeyDays: number(environment, `${PREFIX}ROOT_KEY_DAYS`, 30, 1, 30),
    demo,
    auditorsFile: auditorsFile === undefined ? null : resolve(auditorsFile),
    demoAuditor,
    demoAuditorDirectory,
    batchMilliseconds: number(environment, `${PREFIX}BATCH_SECONDS`, 5, 1, 3600) * 1000,
    batchEntries: number(environment, `${PREFIX}BATCH_ENTRIES`, 10_000, 1, 1_000_000),
    heartbeatMilliseconds:
      number(environment, `${PREFIX}HEARTBEAT_SECONDS`, 3600, 10, 86_400) * 1000,
    anchorMilliseconds:
      number(
        environment,
        `${PREFIX}ANCHOR_SECONDS`,
        chain.mode === "embedded" ? 10 : 900,
        1,
        86_400,
      ) * 1000,
    logLevel: logLevel ?? refuse(`${PREFIX}LOG_LEVEL`, "not_in_list", levels.join(", ")),
  };
}
