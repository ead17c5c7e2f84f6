/** Which hosts of the firm's own network this ledger may send to, as the operator names them (COUNTERFOIL_WEBHOOK_PRIVATE). Pure. */
import { type Networks, parseNetworks } from "./networks.ts";

export interface PrivateHosts {
  /** By the name in the address; whatever it leads to. */
  hasName(host: string): boolean;
  hasAddress(address: string): boolean;
}

export const NO_PRIVATE_HOSTS: PrivateHosts = { hasName: () => false, hasAddress: () => false };

/** As names are compared: lower case, without the dot at the end. */
export const plainHost = (host: string): string => host.toLowerCase().replace(/\.$/, "");

/** Its last label has a letter: what has none is read as an address, however it is spelled. */
const NAME =
  /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** `crm.internal, 10.0.0.0/8, fd00::/8`: names, addresses, networks, with commas between; `null`: something else is among them. */
export function parsePrivateHosts(text: string): PrivateHosts | null {
  const names = new Set<string>();
  const networks: Networks[] = [];
  for (const item of text.split(",").map((one) => plainHost(one.trim()))) {
    const network = parseNetworks(item);
    if (network !== null) networks.push(network);
    else if (NAME.test(item)) names.add(item);
    else return null;
  }
  return {
    hasName: (host) => names.has(plainHost(host)),
    hasAddress: (address) => networks.some((network) => network.has(address)),
  };
}
