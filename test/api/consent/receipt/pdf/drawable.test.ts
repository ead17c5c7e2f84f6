import { beforeAll, describe, expect, it } from "vitest";
import { type Drawable, drawable } from "../../../../../api/consent/receipt/pdf/drawable.ts";
import { loadReceiptFonts } from "../../../../../api/consent/receipt/pdf/fonts.ts";

describe("what the font can draw", () => {
  let font: Uint8Array;
  const fresh = (): Drawable => drawable(font);
  beforeAll(async () => {
    font = (await loadReceiptFonts()).regular;
  });

  it("stays as it is; what it cannot is □, and known of", () => {
    const one = fresh();
    const text = "Größe, размер, 大小\n“a” — 1–2";
    expect(one.draws(text)).toBe(text);
    expect(one.lacked.some).toBe(false);
    expect(one.draws("🙂a한")).toBe("□a□");
    expect(one.lacked.some).toBe(true);
  });

  it("can be broken into lines, whatever it is made of", () => {
    // Letters; an iteration mark, before which no line may begin; an ideograph and a space that forbid it; beyond the first plane.
    for (const unit of ["x", "々", "字\u00a0", "字\u202f", "a\u2011", "。", "𝒙", "(", "字字々"]) {
      const drawn = fresh().draws(unit.repeat(5000));
      expect(drawn.isWellFormed()).toBe(true);
      const longest = Math.max(...drawn.split(/[ \n\u3400-\u9fff]/).map((run) => run.length));
      expect(longest, unit).toBeLessThanOrEqual(400);
      expect(drawn).not.toMatch(/[\u00a0\u202f\u2007\u2011]/);
    }
    const prose = "Words of a usual length. ".repeat(100) + "一般的中文文本，".repeat(200);
    expect(fresh().draws(prose)).toBe(prose);
  });
});
