import { describe, expect, it } from "vitest";
import { parseNetworks, plainAddress } from "../../../api/core/networks.ts";

describe("networks", () => {
  it.each([
    ["127.0.0.1", "127.0.0.1", true],
    ["127.0.0.1", "127.0.0.2", false],
    ["127.0.0.1", "::ffff:127.0.0.1", true],
    ["::ffff:127.0.0.1", "127.0.0.1", true],
    ["10.0.0.0/8", "10.255.0.1", true],
    ["10.0.0.0/8", "11.0.0.1", false],
    ["10.1.2.3/8", "10.9.9.9", true],
    ["192.0.2.0/31", "192.0.2.1", true],
    ["192.0.2.0/31", "192.0.2.2", false],
    ["2001:db8::/32", "2001:db8:ffff::1", true],
    ["2001:db8::/32", "2001:db9::1", false],
    ["2001:db8::1", "2001:0DB8:0:0::1", true],
    ["::1 , 10.0.0.1", "10.0.0.1", true],
    ["::1", "127.0.0.1", false],
    ["127.0.0.1", "", false],
    ["127.0.0.1", "127.0.0.1, 1.2.3.4", false],
    ["127.0.0.1", "127.0.0.1:80", false],
    ["fe80::/10", "fe80::1%eth0", false],
  ])("%s has %s: %s", (text, address, has) => {
    expect(parseNetworks(text)?.has(address)).toBe(has);
  });

  it.each([
    ...["", ",", "localhost", "127.0.0.1,", "127.0.0.1 10.0.0.1", "127.0.0", "0177.0.0.1", "*"],
    ...["0.0.0.0/0", "::/0", "10.0.0.0/33", "::1/129", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8"],
    ...["10.0.0.0/255.0.0.0", "fe80::1%eth0", "::ffff:10.0.0.0/104", "127.0.0.1:80", "[::1]"],
  ])("“%s” is none", (text) => {
    expect(parseNetworks(text)).toBeNull();
  });

  it("have one spelling of an IPv4 address", () => {
    expect(plainAddress("::ffff:192.0.2.1")).toBe("192.0.2.1");
    expect(plainAddress("::FFFF:192.0.2.1")).toBe("192.0.2.1");
    expect(plainAddress("::ffff:999.0.2.1")).toBe("::ffff:999.0.2.1");
    expect(plainAddress("::1")).toBe("::1");
  });
});
