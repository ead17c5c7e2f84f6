import { isIP } from "node:net";
import { describe, expect, it } from "vitest";
import { parsePrivateHosts } from "../../../../../api/core/private-hosts.ts";
import { rangeOf } from "../../../../../api/sharing/push/send/ranges.ts";
import { systemResolver } from "../../../../../api/sharing/push/send/resolve.ts";

describe("a name", () => {
  it("that the operator has named may stand in this machine's own lists", async () => {
    const addresses = await systemResolver(parsePrivateHosts("localhost")!)("localhost");
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) {
      expect(isIP(address)).toBeGreaterThan(0);
      expect(rangeOf(address)).toBe("loopback");
    }
  });
});
