import { BlockList, isIP } from "node:net";

/** Addresses and networks. */
export interface Networks {
  has(address: string): boolean;
}

export const NO_NETWORKS: Networks = { has: () => false };

/** One spelling for an IPv4 address, whichever socket it came through; what is no address stays as it is. */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped !== undefined && isIP(mapped) === 4 ? mapped : address;
}

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 4 ? "ipv4" : "ipv6");

/** `192.0.2.1, 2001:db8::/32`: addresses, or networks with their prefix, with commas between; `null`: something else is among them. */
export function parseNetworks(text: string): Networks | null {
  const list = new BlockList();
  for (const item of text.split(",").map((one) => one.trim())) {
    const [address = "", prefix, more] = item.split("/");
    const version = isIP(address);
    // With a zone (`fe80::1%eth0`) it is an address, and of this machine's wiring: not to be compared.
    if (version === 0 || more !== undefined || address.includes("%")) return null;
    const most = version === 4 ? 32 : 128;
    const bits = prefix === undefined ? most : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
    // Of everybody nobody means to believe what they say.
    if (bits < 1 || bits > most) return null;
    const plain = plainAddress(address);
    if (plain !== address && prefix !== undefined) return null;
    if (bits === most) list.addAddress(plain, familyOf(plain));
    else list.addSubnet(plain, bits, familyOf(plain));
  }
  return {
    has(address) {
      const plain = plainAddress(address);
      return isIP(plain) !== 0 && !plain.includes("%") && list.check(plain, familyOf(plain));
    },
  };
}

const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));

/** An IPv4 address itself; of an IPv6 address its first 64 bits, which one customer of a provider has all of. */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  if (isIP(plain) !== 6) return plain;
  const [head = "", tail] = plain.split("::");
  const [before, after] = [groups(head), groups(tail ?? "")];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array.from({ length: zeros }, () => "0"), ...after];
  const first = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${first.join(":")}::/64`;
}
