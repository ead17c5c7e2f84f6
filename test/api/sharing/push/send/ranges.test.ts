/** Every range by its first and last address and by both neighbours, in each spelling in which an address can be hidden in another. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rangeOf } from "../../../../../api/sharing/push/send/ranges.ts";

const number = (address: string): number =>
  address.split(".").reduce((all, byte) => all * 256 + Number(byte), 0);
const dotted = (n: number): string => [24, 16, 8, 0].map((shift) => (n >>> shift) & 255).join(".");

/** First and last, of RFC 6890's registry as it stands. */
const V4: readonly (readonly [string, string, string])[] = [
  ["unspecified", "0.0.0.0", "0.255.255.255"],
  ["private", "10.0.0.0", "10.255.255.255"],
  ["shared", "100.64.0.0", "100.127.255.255"],
  ["loopback", "127.0.0.0", "127.255.255.255"],
  ["link_local", "169.254.0.0", "169.254.255.255"],
  ["private", "172.16.0.0", "172.31.255.255"],
  ["reserved", "192.0.0.0", "192.0.0.255"],
  ["documentation", "192.0.2.0", "192.0.2.255"],
  ["reserved", "192.88.99.0", "192.88.99.255"],
  ["private", "192.168.0.0", "192.168.255.255"],
  ["reserved", "198.18.0.0", "198.19.255.255"],
  ["documentation", "198.51.100.0", "198.51.100.255"],
  ["documentation", "203.0.113.0", "203.0.113.255"],
  ["multicast", "224.0.0.0", "239.255.255.255"],
  ["reserved", "240.0.0.0", "255.255.255.255"],
];
/** Of an IPv4 address by the table above, number by number. */
const expected4 = (n: number): string | null =>
  V4.find(([, first, last]) => n >= number(first) && n <= number(last))?.[0] ?? null;

const EDGES = V4.flatMap(([, first, last]) => [
  ...[number(first) - 1, number(first), number(first) + 1],
  ...[number(last) - 1, number(last), number(last) + 1],
]).filter((n) => n >= 0 && n <= 0xffff_ffff);
const PUBLIC4 = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "223.255.255.255"];

/** Ways to write an IPv4 address as an IPv6 one that leads there. */
const hex = (n: number): string => `${(n >>> 16).toString(16)}:${(n & 0xffff).toString(16)}`;
const HIDDEN: readonly (readonly [string, (n: number) => string])[] = [
  ["mapped", (n) => `::ffff:${dotted(n)}`],
  ["mapped, in hex", (n) => `::ffff:${hex(n)}`],
  ["mapped, in full", (n) => `0:0:0:0:0:ffff:${dotted(n)}`],
  ["mapped, in capitals", (n) => `::FFFF:${hex(n).toUpperCase()}`],
  ["NAT64", (n) => `64:ff9b::${dotted(n)}`],
  ["NAT64, in hex", (n) => `64:ff9b:0:0:0:0:${hex(n)}`],
  ["6to4", (n) => `2002:${hex(n)}::1`],
  ["6to4, all of it", (n) => `2002:${hex(n)}:ffff:1:2:3:4`],
];

describe("an IPv4 address", () => {
  it("is judged by its range, at every edge", () => {
    for (const n of EDGES) expect(rangeOf(dotted(n)), dotted(n)).toBe(expected4(n));
    for (const address of PUBLIC4) expect(rangeOf(address), address).toBeNull();
  });

  it("is judged likewise wherever it is", () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), (n) => rangeOf(dotted(n)) === expected4(n)),
      { numRuns: 2_000 },
    );
  });

  it.each(HIDDEN)("is judged as itself where it is hidden: %s", (_, hide) => {
    for (const n of EDGES) expect(rangeOf(hide(n)), hide(n)).toBe(expected4(n));
    for (const address of PUBLIC4) expect(rangeOf(hide(number(address)))).toBeNull();
  });
});

describe("an IPv6 address", () => {
  it.each([
    ["unspecified", ["::", "0:0:0:0:0:0:0:0"]],
    ["loopback", ["::1", "0:0:0:0:0:0:0:1", "0000:0000:0000:0000:0000:0000:0000:0001"]],
    [
      "private",
      [
        ...["fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fd00:ec2::254"],
        ...["fec0::1", "feff::1", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:8.8.8.8"],
      ],
    ],
    ["link_local", ["fe80::", "febf:ffff::1", "fe80::1%eth0", "fe80::1%25eth0", "2a00::1%1"]],
    ["multicast", ["ff00::", "ff02::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]],
    [
      "documentation",
      ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "3fff::", "3fff:fff:ffff::1"],
    ],
    [
      "reserved",
      [
        // Teredo, in which the address of a server and that of its client stand; benchmarks; ORCHID.
        ...[
          "2001::",
          "2001:0:7f00:1::1",
          "2001:0:808:808:0:0:f7f7:f7f7",
          "2001:2::1",
          "2001:20::1",
        ],
        "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
        // IPv4-compatible ones (RFC 4291 §2.5.5.1), whatever stands in them.
        ...["::127.0.0.1", "::8.8.8.8", "::7f00:1", "::2"],
        // IPv4-translated ones; discarded ones; segment routing; what there is not yet.
        ...["::ffff:0:7f00:1", "::fffe:8.8.8.8", "100::1", "100:0:0:1::1", "5f00::1"],
        ...["200::1", "1fff:ffff::1", "4000::1", "8000::1", "fe00::1", "fbff::1"],
        // Near NAT64, and not it.
        ...["64:ff9b::1:8.8.8.8", "64:ff9b:0:1::8.8.8.8", "64:ff9a::8.8.8.8"],
      ],
    ],
  ])("is %s", (range, addresses) => {
    for (const address of addresses) expect(rangeOf(address), address).toBe(range);
  });

  it.each([
    ...["2000::1", "2001:200::1", "2001:4860:4860::8888", "2001:db7:ffff::1", "2001:db9::1"],
    ...[
      "2003::1",
      "2606:4700::1111",
      "2a00:1450::5",
      "3ffe::1",
      "3fff:1000::1",
      "2002:0808:0808::1",
    ],
  ])("is public: %s", (address) => {
    expect(rangeOf(address)).toBeNull();
  });

  it("is never public outside of 2000::/3 but where a public IPv4 address stands in it", () => {
    const group = fc.nat(0xffff).map((n) => n.toString(16));
    const first = fc.nat(0xffff).filter((n) => n >> 13 !== 1);
    fc.assert(
      fc.property(first, fc.array(group, { minLength: 7, maxLength: 7 }), (head, rest) => {
        const address = [head.toString(16), ...rest].join(":");
        return rangeOf(address) !== null;
      }),
    );
  });
});

describe("what is no address", () => {
  it.each([
    ...["", "localhost", "partner.example", "1.2.3", "0x7f.1", "2130706433", "127.0.0.1."],
    ...["0177.0.0.1", "127.000.0.1", "[::1]", "::1]", "1.2.3.4/8", "1.2.3.4 ", ":::", "12345::"],
  ])("is not public: “%s”", (text) => {
    expect(rangeOf(text)).toBe("reserved");
  });
});
