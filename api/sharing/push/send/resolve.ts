/** What a name leads to. */
import { promises as dns } from "node:dns";
import type { PrivateHosts } from "../../../core/private-hosts.ts";

/** The addresses of a name; none, or a rejection: it leads nowhere. */
export type Resolver = (host: string) => Promise<readonly string[]>;

const TIMEOUT_MILLISECONDS = 3_000;
const TRIES = 2;

/**
 * Names of others are asked of the name servers alone, outside of the pool of threads in which the system's resolver waits: a partner whose name server does not answer holds up nothing
 * else. Those that the operator has named may stand in this machine's own lists.
 */
export function systemResolver(allowed: PrivateHosts): Resolver {
  const resolver = new dns.Resolver({ timeout: TIMEOUT_MILLISECONDS, tries: TRIES });
  return async (host) => {
    if (allowed.hasName(host))
      return (await dns.lookup(host, { all: true })).map(({ address }) => address);
    const none = (): string[] => [];
    const [four, six] = await Promise.all([
      resolver.resolve4(host).catch(none),
      resolver.resolve6(host).catch(none),
    ]);
    return [...four, ...six];
  };
}
