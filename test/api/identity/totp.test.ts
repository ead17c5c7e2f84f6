import { describe, expect, it } from "vitest";
import { base32, totpCode, totpStep, totpUri } from "../../../api/identity/totp.ts";

const SECRET = Buffer.from("12345678901234567890");

describe("codes by time", () => {
  // RFC 6238, appendix B, the last six of eight digits.
  it.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ])("are those of RFC 6238 at %d", (seconds, code) => {
    const step = Math.floor(seconds / 30);
    expect(totpCode(SECRET, step)).toBe(code);
    expect(totpStep(SECRET, code, seconds * 1000)).toBe(step);
  });

  it("fit within a step on either side, and not beyond", () => {
    const now = 1_000_000 * 30_000;
    const fits = [-2, -1, 0, 1, 2].map((by) =>
      totpStep(SECRET, totpCode(SECRET, 1_000_000 + by), now),
    );
    expect(fits).toEqual([null, 999_999, 1_000_000, 1_000_001, null]);
  });

  it.each(["", "28708", "2870820", "28708a", " 287082", "２８７０８２"])(
    "are six digits: %j",
    (code) => {
      expect(totpStep(SECRET, code, 59_000)).toBeNull();
    },
  );

  it("have secrets that apps can read (RFC 4648 §10)", () => {
    const of = (text: string) => base32(Buffer.from(text));
    expect(["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(of)).toEqual([
      ...["", "MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"],
    ]);
    expect(totpUri(Buffer.from("foobar"), "ledger.example", "a+b@example.com")).toBe(
      "otpauth://totp/Counterfoil%20ledger.example:a%2Bb%40example.com?secret=MZXW6YTBOI&issuer=Counterfoil%20ledger.example",
    );
  });
});
