/**
 * Which addresses are of the internet at large, and which are not: by them a partner could have this server speak to what only it reaches. Pure.
 *
 * After the registries of special-purpose addresses of IANA (RFC 6890). Of IPv6 what is not global unicast (2000::/3) is not public, whatever it may be for one day.
 */
import { BlockList, isIP } from "node:net";
import type { AddressRange } from "../../../core/webhook-problems.ts";

type Table = readonly (readonly [AddressRange, ...(readonly string[])])[];

const IPV4: Table = [
  ["unspecified", "0.0.0.0/8"],
  ["loopback", "127.0.0.0/8"],
  ["private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
  // Between a provider and its customers (RFC 6598).
  ["shared", "100.64.0.0/10"],
  // Among it what clouds tell their machines (169.254.169.254).
  ["link_local", "169.254.0.0/16"],
  ["multicast", "224.0.0.0/4"],
  ["documentation", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"],
  // Protocols; relays of 6to4; measurements (RFC 2544); what is left, and the broadcast.
  ["reserved", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4"],
];

/** What is neither here nor outside of 2000::/3 is public. */
const IPV6: Table = [
  ["unspecified", "::/128"],
  ["loopback", "::1/128"],
  // Also site-local ones (RFC 3879), and those of a local NAT64 (RFC 8215).
  ["private", "fc00::/7", "fec0::/10", "64:ff9b:1::/48"],
  ["link_local", "fe80::/10"],
  ["multicast", "ff00::/8"],
  ["documentation", "2001:db8::/32", "3fff::/20"],
  // Of protocols (RFC 2928): Teredo, which leads to an address behind somebody's NAT, benchmarks, ORCHID.
  ["reserved", "2001::/23"],
];

const listOf = (networks: readonly string[], family: "ipv4" | "ipv6"): BlockList => {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
};

const listsOf = (table: Table, family: "ipv4" | "ipv6") =>
  table.map(([range, ...networks]) => ({ range, list: listOf(networks, family) }));

const LISTS_4 = listsOf(IPV4, "ipv4");
const LISTS_6 = listsOf(IPV6, "ipv6");
const GLOBAL_6 = listOf(["2000::/3"], "ipv6");

/** The eight groups of an IPv6 address in any spelling. */
function groupsOf(address: string): readonly number[] {
  // The last 32 bits may be spelled as IPv4 are.
  const hex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => {
    const pair = (high: string, low: string) => (Number(high) * 256 + Number(low)).toString(16);
    return `${pair(a, b)}:${pair(c, d)}`;
  });
  const split = (text: string): number[] =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const [head = "", tail] = hex.split("::");
  const [before, after] = [split(head), split(tail ?? "")];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

const dotted = (high: number, low: number): string =>
  [high >> 8, high & 255, low >> 8, low & 255].join(".");

/** The IPv4 address to which something on the way turns an IPv6 address; `null`: it stands for itself. */
function embedded(address: string): string | null {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groupsOf(address);
  const isMapped = (a | b | c | d | e) === 0 && f === 0xffff;
  const isNat64 = a === 0x64 && b === 0xff9b && (c | d | e | f) === 0;
  if (isMapped || isNat64) return dotted(g, h);
  return a === 0x2002 ? dotted(b, c) : null;
}

/**
 * Why an address is not public; `null`: it is. An address with a zone (`fe80::1%eth0`) names this machine's wiring, and what is no address leads nowhere that could be judged:
 * neither is public.
 */
export function rangeOf(address: string): AddressRange | null {
  const version = isIP(address);
  if (address.includes("%")) return "link_local";
  if (version === 4) return LISTS_4.find(({ list }) => list.check(address, "ipv4"))?.range ?? null;
  if (version !== 6) return "reserved";
  const inner = embedded(address);
  if (inner !== null) return rangeOf(inner);
  const found = LISTS_6.find(({ list }) => list.check(address, "ipv6"));
  if (found !== undefined) return found.range;
  return GLOBAL_6.check(address, "ipv6") ? null : "reserved";
}
