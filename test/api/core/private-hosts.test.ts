import { describe, expect, it } from "vitest";
import { parsePrivateHosts } from "../../../api/core/private-hosts.ts";

describe("hosts of the firm's own network", () => {
  const hosts = parsePrivateHosts("crm.internal, 10.1.0.0/16,fd00::/8 ,127.0.0.1, Till")!;

  it("are known by name, however it is spelled, and not by what it ends in", () => {
    for (const name of ["crm.internal", "CRM.Internal", "crm.internal.", "till"])
      expect(hosts.hasName(name), name).toBe(true);
    for (const name of ["a.crm.internal", "internal", "crm.internal.example", "10.1.0.1", ""])
      expect(hosts.hasName(name), name).toBe(false);
  });

  it("are known by address", () => {
    for (const address of ["10.1.255.1", "fd12::1", "127.0.0.1", "::ffff:10.1.0.1"])
      expect(hosts.hasAddress(address), address).toBe(true);
    for (const address of ["10.2.0.1", "fe80::1", "127.0.0.2", "fd00::1%eth0", "crm.internal"])
      expect(hosts.hasAddress(address), address).toBe(false);
  });

  it.each([
    ["nothing", ""],
    ["a comma too many", "10.0.0.0/8,"],
    ["a number", "127.1"],
    ["an address in hex", "0x7f.0.0.1"],
    ["everything", "0.0.0.0/0"],
    ["an address with a port", "crm.internal:8080"],
    ["an address of the web", "https://crm.internal"],
    ["a joker", "*.internal"],
    ["a prefix too long", "10.0.0.0/33"],
    ["a label too long", `${"a".repeat(64)}.internal`],
  ])("are not %s", (_, text) => {
    expect(parsePrivateHosts(text)).toBeNull();
  });
});
