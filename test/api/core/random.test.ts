import { describe, expect, it } from "vitest";
import { newRecordId, systemRandom } from "../../../api/core/random.ts";
import { asRecordId } from "../../../portal/verify/brands.ts";
import { seededRandom, testClock } from "../../helpers/ledger.ts";

describe("the system's randomness", () => {
  it("gives the length asked for, also beyond its pool", () => {
    const random = systemRandom();
    for (const length of [0, 1, 16, 8191, 8192, 8193, 100_000]) {
      expect(random.bytes(length)).toHaveLength(length);
    }
  });

  it("gives no bytes twice, across refills, and nobody else holds them", () => {
    const random = systemRandom();
    const seen = new Set<string>();
    for (let i = 0; i < 5_000; i++) {
      const bytes = random.bytes(24);
      seen.add(bytes.toString("hex"));
      bytes.fill(0);
    }
    expect(seen.size).toBe(5_000);
    expect(seen.has("00".repeat(24))).toBe(false);
  });

  it("is fresh for each source", () => {
    expect(systemRandom().bytes(32)).not.toEqual(systemRandom().bytes(32));
  });
});

describe("a record id", () => {
  it("is a UUID of version 7 that begins with the clock's time", () => {
    const clock = testClock();
    const random = seededRandom();
    for (let i = 0; i < 200; i++) {
      const id = newRecordId(clock, random);
      expect(asRecordId(id)).toBe(id);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(clock.now());
      clock.advance(i * 1_000);
    }
  });

  it("is another at the same time, and the same only by the same chance", () => {
    const clock = testClock();
    const random = seededRandom();
    const ids = Array.from({ length: 1_000 }, () => newRecordId(clock, random));
    expect(new Set(ids).size).toBe(ids.length);
    expect(newRecordId(clock, seededRandom())).toBe(ids[0]);
  });
});
