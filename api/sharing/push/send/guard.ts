/**
 * Where webhooks may lead. A partner names an address, and this server speaks to it from inside of the firm's network: so it is judged when it is registered, and again, by what its
 * name leads to then, each time before anything is sent.
 */
import { isIP } from "node:net";
import { Refusal } from "../../../core/errors.ts";
import { type PrivateHosts, plainHost } from "../../../core/private-hosts.ts";
import { rangeOf } from "./ranges.ts";
import type { Resolver } from "./resolve.ts";

/** Characters. */
export const MOST_URL = 2_000;

export interface GuardOptions {
  /** What the operator lets them lead to besides the internet at large. */
  readonly allowed: PrivateHosts;
  readonly resolve: Resolver;
}

/** Its name as it is resolved, or the address itself, without brackets. */
export const hostOf = (url: URL): string => plainHost(url.hostname.replace(/^\[(.*)\]$/, "$1"));

/** Whether this server may send there. In clear only to whom the operator has named: else anybody on the way reads of whom it is. */
function mayReach(url: URL, address: string, allowed: PrivateHosts): boolean {
  if (allowed.hasName(hostOf(url)) || allowed.hasAddress(address)) return true;
  return url.protocol === "https:" && rangeOf(address) === null;
}

/** The addresses to which something may be sent now; empty: none, or the name leads nowhere. Whatever spelling of an address stands in it, `URL` has made it one. */
export async function reachable(
  url: URL,
  { allowed, resolve }: GuardOptions,
): Promise<readonly string[]> {
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await resolve(host).catch(() => []) : [host];
  return addresses.filter((address) => mayReach(url, address, allowed));
}

/** @throws Refusal `webhook_refused`, of what can be told without asking anybody */
function parseWebhookUrl(text: string, allowed: PrivateHosts): URL {
  const refuse = (problem: "not_a_url" | "credentials" | "fragment" | "not_https"): never => {
    throw new Refusal("webhook_refused", { problem });
  };
  if (text.length > MOST_URL || !URL.canParse(text)) refuse("not_a_url");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") refuse("not_https");
  // `URL` takes an empty one away, which is there all the same.
  if (url.username + url.password !== "" || /^[^/?#]*:\/\/[^/?#]*@/.test(text))
    refuse("credentials");
  if (text.includes("#")) refuse("fragment");
  const host = hostOf(url);
  if (isIP(host) !== 0 && !mayReach(url, host, allowed)) {
    const range = rangeOf(host);
    if (range !== null) throw new Refusal("webhook_refused", { problem: "not_public", range });
    refuse("not_https");
  }
  return url;
}

/**
 * Takes an address for a webhook. Of a name it is not told whether it leads nowhere or to where it may not: nobody learns by it which names there are in the firm's network.
 *
 * @returns its one spelling
 * @throws Refusal `webhook_refused`, naming what is wrong with it
 */
export async function acceptUrl(text: string, options: GuardOptions): Promise<string> {
  const url = parseWebhookUrl(text, options.allowed);
  if ((await reachable(url, options)).length === 0) {
    // In clear to a name that the operator has not named: whatever it leads to.
    const problem = url.protocol === "http:" ? "not_https" : "nowhere";
    throw new Refusal("webhook_refused", { problem });
  }
  return url.href;
}
