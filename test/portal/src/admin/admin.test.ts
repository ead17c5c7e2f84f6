/** What the pages of administrators compute. */
import { describe, expect, it } from "vitest";
import { readConfig } from "../../../../api/core/config.ts";
import type { Role } from "../../../../api/core/principal.ts";
import { SCOPES } from "../../../../api/core/principal.ts";
import { MATRIX } from "../../../../api/http/matrix.ts";
import { KEY_ROLES } from "../../../../api/identity/new-key.ts";
import { allSettings } from "../../../../api/start/settings-record.ts";
import { keyState, SCOPES_OF } from "../../../../portal/src/admin/keys/key-state.ts";
import { durationOf, lengthOf } from "../../../../portal/src/admin/parts/duration.ts";
import { languageName, regionName } from "../../../../portal/src/admin/parts/language-name.ts";
import { filled, inLanguage, withUsual } from "../../../../portal/src/admin/parts/languages.ts";
import { problemsIn } from "../../../../portal/src/admin/parts/problems.ts";
import { fromField, toField } from "../../../../portal/src/admin/parts/time.ts";
import { grantOf, grantText } from "../../../../portal/src/admin/people/grant.ts";
import { GROUPS, grouped } from "../../../../portal/src/admin/settings.ts";

const NOW = Date.UTC(2026, 10, 27, 12);
const at = (ms: number): string => new Date(ms).toISOString();
const DAY = 86_400_000;

describe("keys", () => {
  it.each([
    [at(NOW + 15 * DAY), null, "open"],
    [at(NOW + 14 * DAY), null, "ends"],
    [at(NOW), null, "over"],
    [at(NOW + 15 * DAY), at(NOW), "revoked"],
    [at(NOW - DAY), at(NOW), "revoked"],
  ])("ending %s, revoked %s: %s", (expiresAt, revokedAt, state) => {
    expect(keyState({ expiresAt, revokedAt }, NOW)).toBe(state);
  });

  it("are offered exactly the scopes that open something to their role", () => {
    const opening = (role: Role) =>
      SCOPES.filter((scope) =>
        MATRIX.some((line) => !("open" in line) && line.scope === scope && role in line.roles),
      );
    for (const role of KEY_ROLES)
      expect([...SCOPES_OF[role]].sort(), role).toEqual(opening(role).sort());
  });
});

describe("what an auditor is given", () => {
  const given = {
    ...{ from: at(NOW - 60_000), until: at(NOW), ends: at(NOW + DAY) },
    subjects: ["a", "b"],
  };

  it("goes into fields and back", () => {
    expect(grantOf(grantText(given, NOW))).toEqual(given);
    expect(grantOf(grantText({ ...given, subjects: null }, NOW))).toMatchObject({ subjects: null });
    expect(grantOf(grantText(null, NOW))).toMatchObject({ until: at(NOW), subjects: null });
  });

  it.each([
    ["no time", { from: "" }],
    ["a time that is none", { until: "soon" }],
    ["no period", { from: toField(at(NOW)), until: toField(at(NOW)) }],
    ["nobody", { whom: "some", subjects: " \n, " }],
  ] as const)("is not whole with %s", (_, change) => {
    expect(grantOf({ ...grantText(given, NOW), ...change })).toBeNull();
  });

  it("is of each person once, however they are parted", () => {
    const subjects = "a\nb, c，d、a ";
    expect(grantOf({ ...grantText(given, NOW), subjects })?.subjects).toEqual(["a", "b", "c", "d"]);
  });
});

it("times go into fields by the minute, and what is no time does not", () => {
  expect(fromField(toField(at(NOW)))).toBe(at(NOW));
  expect([toField("never"), fromField(""), fromField("never")]).toEqual(["", null, null]);
});

describe("texts in several languages", () => {
  const de = { language: "de", text: "Hallo" };

  it("offer the usual ones, and keep what was filled in", () => {
    const all = withUsual([de, { language: "en", text: " Hello " }]);
    expect(all.map(({ language }) => language)).toEqual(["de", "en", "zh-CN"]);
    expect(filled(all)).toEqual([de, { language: "en", text: "Hello" }]);
  });

  it("are read in the reader's, else in the first", () => {
    const zh = { language: "zh-CN", text: "你好" };
    expect(inLanguage([de, zh], "zh")).toBe(zh);
    expect(inLanguage([de, zh], "en")).toBe(de);
    expect(inLanguage([], "en")).toBeUndefined();
  });

  it("have names, and what has none keeps its code", () => {
    expect([languageName("de", "en"), languageName("de", "zh")]).toEqual(["German", "德语"]);
    expect([regionName("PT", "en"), regionName("EU", "zh")]).toEqual(["Portugal", "欧盟"]);
    expect([languageName("?", "en"), regionName("?", "zh")]).toEqual(["?", "?"]);
  });
});

it("lengths of one unit are told apart from others", () => {
  expect(lengthOf("P2Y")).toEqual({ count: 2, unit: "Y" });
  expect(durationOf({ count: 3, unit: "W" })).toBe("P3W");
  for (const other of ["P1Y6M", "P0D", "PT5M", ""]) expect(lengthOf(other), other).toBeNull();
});

it("problems of fields are read out of a refusal, whatever it holds", () => {
  const problem = { field: "email", code: "x", message: "is wrong" };
  expect(problemsIn({ errors: [problem, null, "x", { field: 1 }] })).toEqual([
    { field: "email", message: "is wrong" },
  ]);
  for (const errors of [undefined, null, "x", {}]) expect(problemsIn({ errors })).toEqual([]);
});

describe("settings", () => {
  const names = Object.keys(allSettings(readConfig({}), [], "1"));
  const all = names.map((name) => ({
    name: name === "version" ? name : `COUNTERFOIL_${name.replace("MILLISECONDS", "SECONDS")}`,
    value: null,
    isDefault: true,
  }));

  it("stand in one group each, all with words", () => {
    const shown = GROUPS.flatMap((group) => grouped(all, group));
    expect(shown.map(({ setting }) => setting.name).sort()).toEqual(
      all.map(({ name }) => name).sort(),
    );
    expect(shown.filter(({ known }) => known === null)).toEqual([]);
  });

  it("that nobody has put anywhere come last, by their name", () => {
    const fresh = { name: "COUNTERFOIL_NEW", value: "1", isDefault: false };
    expect(grouped([fresh], "rest")).toEqual([{ setting: fresh, known: null }]);
  });
});
