/** Paths of tlog-tiles: one spelling each, and nothing else. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundlePath, parseTilePath, tilePath } from "../../../api/log/tiles.ts";

describe("parseTilePath", () => {
  it.each([
    ["tile/0/000", { tile: { level: 0, n: 0 }, width: 256 }],
    ["tile/0/x001/x234/067", { tile: { level: 0, n: 1_234_067 }, width: 256 }],
    ["tile/0/x001/x234/067.p/1", { tile: { level: 0, n: 1_234_067 }, width: 1 }],
    ["tile/63/999.p/255", { tile: { level: 63, n: 999 }, width: 255 }],
    ["tile/entries/273.p/112", { bundle: 273, width: 112 }],
    ["tile/entries/x001/000", { bundle: 1_000, width: 256 }],
    ["tile/0/x009/x007/x199/x254/x740/991", { tile: { level: 0, n: 2 ** 53 - 1 }, width: 256 }],
  ])("reads %s", (path, parsed) => {
    expect(parseTilePath(path)).toEqual(parsed);
  });

  it.each([
    ...["", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tile/0/000/", "tile/0/000\n"],
    ...["tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/1000", "tile/0/x001", "tile/0/x001/"],
    ...["tile/0/x000/001", "tile/0/x000/x001/001", "tile/0/001/002", "tile/0/x1/002"],
    ...["tile/00/000", "tile/01/000", "tile/64/000", "tile/-1/000", "tile/+1/000", "tile/ /000"],
    ...["tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p/256"],
    ...["tile/0/000.p/300", "tile/0/000.p/1000", "tile/0/000.p/1/2", "tile/0/000.P/1"],
    ...["tile/0/x009/x007/x199/x254/x740/992", "tile/0/x999/x999/x999/x999/x999/999"],
    ...["tile/entries", "tile/entries/", "tile/entries/0", "tile/Entries/000", "tile/data/000"],
    ...["tile/0/٠٠٠", "tile/0/０００", "tile/0/../0/000", "tile/0/%30%30%30", "TILE/0/000"],
    `tile/0/${"x999/".repeat(100_000)}999`,
  ])("refuses %s", (path) => {
    expect(parseTilePath(path)).toBeNull();
  });

  it("gives back what was spelled, whatever it was", () => {
    const n = fc.oneof(fc.nat(), fc.maxSafeNat());
    const width = fc.integer({ min: 1, max: 256 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 63 }), n, width, (level, number, w) => {
        const tile = { level, n: number };
        expect(parseTilePath(tilePath(tile, w))).toEqual({ tile, width: w });
        expect(parseTilePath(bundlePath(number, w))).toEqual({ bundle: number, width: w });
      }),
    );
  });

  it("takes of anything else only what spells itself", () => {
    const piece = fc.constantFrom(
      "tile/",
      "entries",
      "0",
      "x001",
      "/",
      "067",
      ".p",
      "255",
      "x",
      "1",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const path = pieces.join("");
        const parsed = parseTilePath(path);
        if (parsed === null) return;
        const { width } = parsed;
        const again =
          "tile" in parsed ? tilePath(parsed.tile, width) : bundlePath(parsed.bundle, width);
        expect(again).toBe(path);
      }),
      { numRuns: 2_000 },
    );
  });
});
