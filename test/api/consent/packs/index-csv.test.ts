import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { indexCsv, type PackRow } from "../../../../api/consent/packs/index-csv.ts";
import { cell } from "../../../../api/core/csv.ts";

const row = (change: Partial<PackRow>): PackRow => ({
  ...{ kind: "order", id: "1", version: 1, subject: "s", occurredAt: "", recordedAt: "" },
  ...{ index: 7, verdict: "VERIFIED", file: "", sha256: "" },
  ...change,
});

describe("the index of a pack", () => {
  it("has no cell that a program for tables would work out", () => {
    for (const begin of ["=", "+", "-", "@", "\t", "\r"])
      expect(cell(`${begin}1+1`).replace(/^"/, "")).toMatch(/^'/);
    expect(cell("-abc")).toBe("'-abc");
    expect(cell(-1)).toBe("-1");
    expect(cell("a-b=c")).toBe("a-b=c");
  });

  it("is UTF-8 with a mark, and reads back as it was, whatever is in it", () => {
    const odd = row({ id: 'a,"b"\r\nc', subject: "王小明", version: null, index: null });
    const bytes = indexCsv([row({}), odd]);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const read = parse(bytes, { bom: true, columns: true }) as Record<string, string>[];
    expect(read[1]).toMatchObject({ id: odd.id, subject: "王小明", version: "", index: "" });
    expect(read[0]).toMatchObject({ kind: "order", version: "1", index: "7" });
  });
});
