import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CAUSES } from "../../../api/audit/causes.ts";
import { FINDING_KINDS, PLACES } from "../../../api/audit/finding.ts";
import { parseReport, reportJson } from "../../../api/audit/json.ts";
import {
  type AuditReport,
  COUNTED,
  NOT_PROVEN,
  NOTES,
  REMOTE_CAUSES,
} from "../../../api/audit/report.ts";
import { STEPS } from "../../../api/audit/steps.ts";
import { canonicalJson, type JsonObject, type JsonValue } from "../../../portal/verify/jcs.ts";
import { clean, damaged } from "./reports.ts";

const quick = clean({
  mode: {
    kind: "quick",
    sample: {
      count: 2_000,
      checked: 3_008,
      anchor: { size: 4_000, block: 120 },
      block: { number: 152, hash: `0x${"9f".repeat(32)}` },
      nonce: `0x${"5a".repeat(32)}`,
      choosable: true,
      missed: 0.1352,
    },
  },
});
const { sample } = quick.mode as Extract<AuditReport["mode"], { kind: "quick" }>;
const remote = clean({ mode: { kind: "remote", url: "https://ledger.example" } });
const resumed = damaged({
  resumed: [{ step: "entries", readAt: "2026-11-26T20:10:00.000Z", size: 4_000, taken: 3_840 }],
  snapshot: { takenAt: "2026-11-26T21:00:00.125Z", size: 0, checkpoint: null, anchor: null },
});
const reports: readonly AuditReport[] = [clean(), damaged(), quick, remote, resumed];

const bytes = (text: string): Buffer => Buffer.from(text, "utf8");

const document = readFileSync(new URL("../../../docs/FORMAT.md", import.meta.url), "utf8");

describe("FORMAT", () => {
  it("names every code that a report can hold", () => {
    const section = document.slice(document.indexOf("## 15 The report of an audit"));
    const codes = [
      ...[...PLACES, ...FINDING_KINDS, ...STEPS, ...COUNTED, ...NOTES, ...NOT_PROVEN, ...CAUSES],
      ...REMOTE_CAUSES,
    ];
    expect(codes.filter((code) => !section.includes(`\`${code}\``))).toEqual([]);
  });

  it.each(Object.entries({ clean: clean(), damaged: damaged(), quick, remote, resumed }))(
    "has a vector: %s",
    async (name, report) => {
      const file = `../../vectors/audit-report/${name}.json`;
      await expect(reportJson(report)).toMatchFileSnapshot(file);
    },
  );
});

describe("the report as JSON", () => {
  it.each(reports)("is read as it was written", (report) => {
    const text = reportJson(report);
    expect(parseReport(bytes(text))).toEqual(report);
    expect(reportJson(parseReport(bytes(text)))).toBe(text);
  });

  it("has one spelling only", () => {
    const text = reportJson(damaged());
    expect(() => parseReport(bytes(`${text}\n`))).toThrow("not_canonical");
    expect(() => parseReport(bytes(JSON.stringify(damaged(), null, 1)))).toThrow("not_canonical");
  });

  it("refuses every member that is missing, and every one more, at any depth", () => {
    for (const report of reports) {
      const value = JSON.parse(reportJson(report)) as JsonObject;
      let changes = 0;
      for (const changed of withoutOne(value)) {
        changes++;
        expect(() => parseReport(bytes(canonicalJson(changed)))).toThrow();
      }
      expect(changes).toBeGreaterThan(20);
      expect(() => parseReport(bytes(canonicalJson({ ...value, more: 1 })))).toThrow();
    }
  });

  it.each([
    ["format", "counterfoil/audit-report/v2"],
    ["startedAt", "2026-11-26"],
    ["findings", [{ place: "nowhere", key: {}, kind: "changed", cause: "row_mac" }]],
    ["findings", [{ place: "meta", key: {}, kind: "changed", cause: "bad_luck" }]],
    ["findings", [{ place: "meta", key: { name: ["x"] }, kind: "changed", cause: "row_mac" }]],
    ["findings", [{ place: "meta", key: { n: 0.5 }, kind: "changed", cause: "row_mac" }]],
    ["notProven", ["everything"]],
    ["mode", { kind: "full", url: "x" }],
    ["mode", { kind: "slow" }],
    ["mode", null],
    ["mode", { ...quick.mode, sample: { ...sample, nonce: `0x${"5a".repeat(31)}` } }],
    ["mode", { ...quick.mode, sample: { ...sample, checked: 0 } }],
    ["counts", [{ what: "stars", checked: 1, of: null }]],
    ["counts", [{ what: "entries", checked: -1, of: null }]],
    ["notes", [{ code: "void_entries", details: { count: null } }]],
  ])("refuses a wrong %s", (member, value) => {
    const changed = { ...(JSON.parse(reportJson(clean())) as JsonObject), [member]: value };
    expect(() => parseReport(bytes(canonicalJson(changed as JsonValue)))).toThrow();
  });
});

/** The value with one of its members left out, for each of them; keys and details name what they like. */
function* withoutOne(value: JsonValue): Generator<JsonValue> {
  if (value === null || typeof value !== "object") return;
  if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) {
      for (const changed of withoutOne(one)) yield value.with(i, changed);
    }
    return;
  }
  for (const [name, one] of Object.entries(value)) {
    const { [name]: _, ...rest } = value as JsonObject;
    if (name !== "details") yield rest;
    if (name === "key" || name === "details") continue;
    for (const changed of withoutOne(one)) yield { ...rest, [name]: changed };
  }
}
