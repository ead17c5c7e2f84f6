import { describe, expect, it } from "vitest";
import { isRefusal } from "../../../api/core/errors.ts";
import { rightsSettings, toldRights } from "../../../api/core/rights-settings.ts";

const read = (values: Record<string, string>) => rightsSettings((name) => values[name]);

describe("settings of people's requests", () => {
  it("are told as they can be written, and read again", () => {
    const values = {
      ...{ TIME_ZONE: "Asia/Kolkata", JURISDICTION: "CN" },
      ...{ DEADLINES: "EU=1M+2Mw CN=15D complaint=30D+15D", HOLIDAYS: "2026-05-01 2026-12-25" },
    };
    const told = toldRights(read(values));
    expect(told).toMatchObject({ JURISDICTION: "CN", DEADLINES: values.DEADLINES });
    expect(read(told as Record<string, string>)).toEqual(read(values));
    expect(toldRights(read({}))).toEqual({
      ...{ TIME_ZONE: "UTC", JURISDICTION: "EU", DEADLINES: null, HOLIDAYS: null },
    });
  });

  it("take commas, any order, and days twice", () => {
    const found = read({ HOLIDAYS: "2026-12-26, 2026-12-25,2026-12-26" });
    expect(found.holidays).toEqual(["2026-12-25", "2026-12-26"]);
  });

  it.each([
    ["DEADLINES", "EU"],
    ["DEADLINES", "EU=1M+0M"],
    ["DEADLINES", "EU=1M+2M+3M"],
    ["DEADLINES", "eu=1M"],
    ["DEADLINES", "EU=1000M"],
    ["DEADLINES", "access=1M"],
    ["HOLIDAYS", "2027-02-29"],
    ["HOLIDAYS", "25.12.2026"],
    ["HOLIDAYS", "2026-13-01"],
    ["TIME_ZONE", "CEST/Summer"],
    ["JURISDICTION", "eu"],
  ])("%s=%s is refused, with the name of the setting", (name, value) => {
    const error = (() => {
      try {
        return read({ [name]: value });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(isRefusal(error, "invalid_setting")).toBe(true);
    expect(error).toMatchObject({ details: { setting: `COUNTERFOIL_${name}` } });
  });
});
