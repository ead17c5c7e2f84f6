/** What the portal's frame computes. */
import { afterEach, describe, expect, it } from "vitest";
import { formatsOf } from "../../../../portal/src/frame/format.ts";
import { isOfOthers } from "../../../../portal/src/frame/nav.ts";
import {
  forgetReasons,
  NOBODY,
  reasonBefore,
  reasonFor,
  statedReason,
  stateReason,
} from "../../../../portal/src/frame/reasons.ts";

describe("pages of other roles", () => {
  it.each([
    ["partner", "/app/consents", true],
    ["customer", "/app/people/x", true],
    ["staff", "/app/people/x/consents/y", false],
    ["officer", "/app/people/x/stream", false],
    ["officer", "/app/entries/7", false],
    ["staff", "/app/entries/7", true],
    ["administrator", "/app/registry/notices/n", false],
    ["partner", "/app/organizations", true],
    ["partner", "/app", false],
    ["customer", "/app/nowhere", false],
  ] as const)("%s at %s: %s", (role, pathname, isTheirs) => {
    expect(isOfOthers(role, pathname)).toBe(isTheirs);
  });
});

describe("formats", () => {
  const en = formatsOf("en");
  const zh = formatsOf("zh");

  it("writes money with the decimals that are recorded, exactly", () => {
    expect(en.money({ amount: "1234.5", currency: "EUR" })).toBe("€1,234.5");
    expect(en.money({ amount: "12.50", currency: "CNY" })).toBe("CN¥12.50");
    expect(zh.money({ amount: "12.50", currency: "CNY" })).toBe("¥12.50");
    expect(en.money({ amount: "12345678901234567890.12", currency: "USD" })).toBe(
      "$12,345,678,901,234,567,890.12",
    );
    expect(en.money({ amount: "-3", currency: "JPY" })).toBe("-¥3");
    expect(en.money({ amount: "7", currency: "a-b" })).toBe("7 a-b");
  });

  it.each([
    [-30, "30 seconds ago", "30秒钟前"],
    [-150, "2 minutes ago", "2分钟前"],
    [-86_400, "yesterday", "昨天"],
    [0, "now", "现在"],
    [7_200, "in 2 hours", "2小时后"],
  ])("says how long ago: %i s", (seconds, english, chinese) => {
    const now = Date.UTC(2026, 10, 27);
    expect(en.ago(now + seconds * 1000, now)).toBe(english);
    expect(zh.ago(now + seconds * 1000, now)).toBe(chinese);
  });

  it("names the zone of an exact time behind it", () => {
    expect(en.exactTime("2026-03-05T09:30:07Z")).toMatch(/:07 [AP]M \S+$/);
    expect(zh.exactTime("2026-03-05T09:30:07Z")).toMatch(/:07 \S+$/);
  });

  it("says lengths of time in the largest unit that fits", () => {
    expect([en.duration(59), en.duration(3_600), zh.duration(120)]).toEqual([
      "59 seconds",
      "1 hour",
      "2分钟",
    ]);
  });
});

describe("why an officer reads", () => {
  const [anton, berta] = ["A".repeat(43), "B".repeat(43)];
  afterEach(forgetReasons);

  it("goes with requests about the person for whom it was said", () => {
    stateReason(anton, "case 1");
    stateReason(berta, "case 2");
    expect(reasonFor(`/v1/subjects/${anton}/consents`)).toBe("case 1");
    expect(reasonFor(`/v1/subjects/${berta}/consents`)).toBe("case 2");
    expect(statedReason(anton)).toBe("case 1");
  });

  it("of one person goes with no request about another, nor about nobody", () => {
    stateReason(anton, "case 1");
    stateReason(NOBODY, "looking around");
    expect(reasonFor(`/v1/subjects/${berta}/consents`)).toBeNull();
    expect(reasonFor(`/v1/records?subject=${berta}&limit=1`)).toBeNull();
    expect(reasonFor("/v1/records/x")).toBe("looking around");
    forgetReasons();
    stateReason(anton, "case 1");
    expect(reasonFor("/v1/records/x")).toBeNull();
    expect([statedReason(berta), statedReason(NOBODY)]).toEqual([null, null]);
  });

  it("is offered again, but not sent unseen", () => {
    stateReason(anton, "case 1");
    expect(reasonBefore()).toBe("case 1");
  });

  it("is for all where a page is about one thing alone", () => {
    stateReason(null, "to verify it");
    expect(reasonFor(`/v1/subjects/${anton}/evidence`)).toBe("to verify it");
    expect(reasonFor("/v1/records/x/evidence")).toBe("to verify it");
  });

  it("is forgotten with the session", () => {
    stateReason(anton, "case 1");
    forgetReasons();
    expect([reasonFor(`/v1/subjects/${anton}`), reasonBefore()]).toEqual([null, null]);
  });
});
