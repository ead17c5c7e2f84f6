/** Certificate codes, as they are made in a browser and found again in what was kept. */
import { expect, it } from "vitest";
import { codeIn, codeLink, newCode } from "../../../../portal/src/rights/code.ts";
import { base64UrlDecode, base64UrlEncode } from "../../../../portal/verify/bytes.ts";
import { erasureCodeKeys } from "../../../../portal/verify/erasure-code.ts";

it("are 32 bytes of chance, of which the ledger is given the public key alone", () => {
  const [one, other] = [newCode(), newCode()];
  expect(base64UrlDecode(one.code)).toHaveLength(32);
  expect(one.code).not.toBe(other.code);
  expect(one.publicKey).toBe(base64UrlEncode(erasureCodeKeys(one.code).publicKey));
  expect(one.publicKey).not.toContain(one.code);
});

it("are found in a link, in a file, and by themselves", () => {
  const { code } = newCode();
  const link = codeLink(code, "https://ledger.example");
  expect(link).toBe(`https://ledger.example/app/certificate#${code}`);
  for (const text of [code, ` ${code}\n`, link, `#${code}`, `Keep this:\n${link}\n`])
    expect(codeIn(text)).toBe(code);
});

it.each(["", "#", "https://ledger.example/app/certificate", "a".repeat(42), "a".repeat(44)])(
  "are not seen in %j",
  (text) => {
    expect(codeIn(text)).toBeNull();
  },
);
