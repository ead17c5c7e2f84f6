import { describe, expect, it } from "vitest";
import { rightsSettings } from "../../../../api/core/rights-settings.ts";
import { ruleFor } from "../../../../api/rights/deadline/rules.ts";

const settings = (values: Record<string, string> = {}) =>
  rightsSettings((name) => values[name] || undefined);

describe("the rule for an answer", () => {
  it.each(["EU", "DE", "FR", "IE", "GB", "NO"])("of %s is the GDPR's", (place) => {
    expect(ruleFor(settings({ TIME_ZONE: "Europe/Paris" }), place, "access")).toEqual({
      ...{ period: "P1M", extension: "P2M", nextWorkingDay: true },
      ...{ timeZone: "Europe/Paris", source: "GDPR 12(3)" },
    });
  });

  it("of China is fifteen days, and is not extended", () => {
    expect(ruleFor(settings(), "CN", "erasure")).toEqual({
      ...{ period: "P15D", nextWorkingDay: false, timeZone: "UTC", source: "PIPL 50" },
    });
  });

  it("of elsewhere is a month, by default", () => {
    const rule = ruleFor(settings(), "BR", "access");
    expect(rule).toMatchObject({ period: "P1M", nextWorkingDay: false, source: "default" });
  });

  it("is what the firm states, where it does; of complaints apart", () => {
    const stated = settings({ DEADLINES: "EU=20D+1Mw, CN=10D complaint=7D" });
    expect(ruleFor(stated, "EU", "access")).toEqual({
      ...{ period: "P20D", extension: "P1M", nextWorkingDay: true },
      ...{ timeZone: "UTC", source: "stated" },
    });
    expect(ruleFor(stated, "CN", "access").period).toBe("P10D");
    expect(ruleFor(stated, "CN", "complaint")).toMatchObject({ period: "P7D", source: "stated" });
    expect(ruleFor(stated, "DE", "access")).toMatchObject({ period: "P20D", source: "stated" });
    expect(ruleFor(stated, "GB", "access").source).toBe("GDPR 12(3)");
  });
});
