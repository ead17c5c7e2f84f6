import { expect, test } from "vitest";
import { countryCode } from "../../../scripts/import/country.ts";

test.each([
  ["Germany", "DE"],
  ["USA", "US"],
  ["UK", "GB"],
  ["United Kingdom", "GB"],
  ["EIRE", "IE"],
  ["Ireland", "IE"],
  ["Venezuela", "VE"],
  ["Hong Kong", "HK"],
  ["Czech Republic", "CZ"],
  ["United Arab Emirates", "AE"],
  ["Saudi Arabia", "SA"],
  ["China", "CN"],
])("%s is %s", (name, code) => {
  expect(countryCode(name)).toBe(code);
});

test.each([
  "Unspecified",
  "European Community",
  "European Union",
  "Channel Islands",
  "",
  "germany",
])("%j names no single country", (name) => {
  expect(countryCode(name)).toBeUndefined();
});

test("what the tables know beside countries is not taken for one", () => {
  for (const name of ["Soviet Union", "Yugoslavia", "World", "United Nations", "Eurozone"]) {
    expect(countryCode(name)).toBeUndefined();
  }
});
