import { describe, expect, it } from "vitest";
import { auditExitCode, inOrder, logPosition } from "../../../api/audit/conclude.ts";
import { nameOf } from "../../../api/audit/finding.ts";
import { clean, damaged, FINDINGS } from "./reports.ts";

describe("the end of an audit", () => {
  it("puts findings in the order of the log, and behind them all else table by table", () => {
    expect(damaged().findings.map(nameOf)).toEqual([
      "tiles level=1 n=0",
      "entries index=17",
      "records index=17",
      "tiles level=0 n=3",
      "anchors size=4000",
      "schema file=ledger object=extra",
      "anchors rows=unknown",
      "subjects number=40",
      "keys.sealing_keys prefix=Zm9vYmFy class=personal expiry=2031",
    ]);
  });

  it("loses no finding in doing so, and keeps equal ones as they came", () => {
    const twice = [...FINDINGS, ...FINDINGS].map((finding, at) => ({ ...finding, at }));
    const sorted = inOrder(twice);
    expect(new Set(sorted.map(({ at }) => at)).size).toBe(twice.length);
    for (const [i, { at, ...finding }] of sorted.entries()) {
      const before = sorted[i - 1];
      if (before !== undefined && nameOf(before) === nameOf(finding)) {
        expect(before.at).toBeLessThan(at);
      }
    }
  });

  it("knows where in the log a thing is", () => {
    expect(logPosition({ place: "tiles", key: { level: 1, n: 2 } })).toBe(2 * 65_536);
    expect(logPosition({ place: "checkpoints", key: { size: 1 } })).toBe(0);
    expect(logPosition({ place: "checkpoints", key: { size: 0 } })).toBe(0);
    expect(logPosition({ place: "entries", key: { index: "hex 41" } })).toBeNull();
    for (const n of [0, 1]) {
      expect(logPosition({ place: "tiles", key: { level: 2 ** 50, n } })).toBeNull();
    }
  });

  it("ends with 30 for damage whatever the chain, 20 if only the chain is missing, else 0", () => {
    const code = auditExitCode;
    expect(code(clean())).toBe(0);
    expect(code(clean({ chain: { state: "left_out", embedded: false } }))).toBe(0);
    expect(code(clean({ chain: { state: "unreachable", embedded: false } }))).toBe(20);
    expect(code(damaged())).toBe(30);
    expect(code(damaged({ chain: { state: "unreachable", embedded: false } }))).toBe(30);
  });

  it("says what it does not prove, by how it was done", () => {
    const own = clean().notProven;
    expect(own).toContain("truth");
    expect(own).toContain("completeness");
    expect(own).toContain("embedded_chain");
    expect(own).not.toContain("not_drawn");
    const remote = clean({
      mode: { kind: "remote", url: "https://ledger.example" },
      chain: { state: "left_out", embedded: false },
    }).notProven;
    expect(remote).toContain("contents");
    expect(remote).toContain("chain");
    expect(remote).not.toContain("embedded_chain");
    expect(remote).not.toContain("own_machine");
  });
});
