import { describe, expect, it } from "vitest";
import type { Given } from "../../../api/core/principal.ts";
import { reachOf } from "../../../api/core/reach.ts";
import { person } from "../http/principals.ts";

const at = (text: string): number => Date.parse(text);
const FROM = "2026-03-01T00:00:00.000Z";
const UNTIL = "2026-04-01T00:00:00.000Z";
const ENDS = "2026-06-01T00:00:00.000Z";
const NOW = at("2026-05-01T00:00:00.000Z");
const auditor = (given: Partial<Given> | null) =>
  person("auditor", {
    given:
      given === null ? null : { from: FROM, until: UNTIL, subjects: null, ends: ENDS, ...given },
  });

describe("who may have any", () => {
  it("reaches everything, whoever they are", () => {
    const reach = reachOf(person("officer"), "any", NOW);
    expect(reach.mayName("a")).toBe(true);
    expect(reach.mayRead("a", 0)).toBe(true);
    expect(reach.period).toBeNull();
  });
});

describe("who may have their own", () => {
  it("reaches the subjects that they act for, of all times", () => {
    const reach = reachOf(person("customer", { subjects: new Set(["a", "b"]) }), "own", NOW);
    for (const subject of ["a", "b"]) {
      expect(reach.mayName(subject)).toBe(true);
      expect(reach.mayRead(subject, at(FROM))).toBe(true);
    }
    for (const subject of ["c", "", "A"]) {
      expect(reach.mayName(subject)).toBe(false);
      expect(reach.mayRead(subject, at(FROM))).toBe(false);
    }
    expect(reach.period).toBeNull();
  });
});

describe("who may have what was given", () => {
  it.each([
    [at(FROM) - 1, false],
    [at(FROM), true],
    [at(UNTIL) - 1, true],
    [at(UNTIL), false],
    [Number.NaN, false],
  ])("reaches what was recorded at %d: %s", (time, may) => {
    expect(reachOf(auditor({}), "given", NOW).mayRead("a", time)).toBe(may);
  });

  it("reaches the subjects that were given, if only some were", () => {
    const reach = reachOf(auditor({ subjects: new Set(["a"]) }), "given", NOW);
    expect(reach.mayName("a")).toBe(true);
    expect(reach.mayName("b")).toBe(false);
    expect(reach.mayRead("b", at(FROM))).toBe(false);
    expect(reach.period).toEqual({ from: at(FROM), until: at(UNTIL) });
  });

  it.each([
    ["nothing", null],
    ["a time that nobody can read", { from: "soon" }],
    ["an end that nobody can read", { until: "" }],
    ["a time that ends before it begins", { from: UNTIL, until: FROM }],
    ["an end of their access that nobody can read", { ends: "" }],
  ])("reaches nothing with %s", (_, given) => {
    const reach = reachOf(auditor(given), "given", NOW);
    for (const time of [0, at(FROM), at(UNTIL)]) expect(reach.mayRead("a", time)).toBe(false);
    expect(reach.period).not.toBeNull();
    expect(reach.isEmpty).toBe(true);
  });

  it.each([
    [at(ENDS) - 1, true],
    [at(ENDS), false],
    [at(ENDS) + 1, false],
  ])("reaches it until their access ends: at %d %s", (now, may) => {
    const reach = reachOf(auditor({}), "given", now);
    expect(reach.mayName("a")).toBe(may);
    expect(reach.mayRead("a", at(FROM))).toBe(may);
    expect(reach.isEmpty).toBe(!may);
    expect(reach.period).toEqual(
      may ? { from: at(FROM), until: at(UNTIL) } : { from: 0, until: 0 },
    );
  });
});

describe("who may have what is their organization's", () => {
  it("reaches what names it, and no record", () => {
    const reach = reachOf(person("partner", { organization: "one" }), "ownOrganization", NOW);
    expect(["one", "another", "", "ONE"].filter((named) => reach.mayName(named))).toEqual(["one"]);
    expect(reach.mayRead("one", NOW)).toBe(false);
  });

  it("reaches nothing without one", () => {
    const reach = reachOf(person("partner", { subjects: new Set(["a"]) }), "ownOrganization", NOW);
    for (const named of ["", "a", "null"]) expect(reach.mayName(named)).toBe(false);
  });
});

describe("a reach", () => {
  const nobody = new Set<string>();
  it.each([
    ["any", person("staff"), false],
    ["own", person("customer"), true],
    ["own", person("customer", { subjects: new Set(["a"]) }), false],
    ["given", auditor({ subjects: nobody }), true],
    ["given", auditor({ subjects: new Set(["a"]) }), false],
    ["ownOrganization", person("partner"), true],
    ["ownOrganization", person("partner", { organization: "one" }), false],
  ] as const)("of %s is empty where there is nothing in it", (condition, who, isEmpty) => {
    expect(reachOf(who, condition, NOW).isEmpty).toBe(isEmpty);
  });
});
