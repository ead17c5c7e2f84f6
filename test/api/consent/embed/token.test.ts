/** A token is this ledger's, letter for letter, or none. */
import { describe, expect, it } from "vitest";
import { type Grant, tokensOf } from "../../../../api/consent/embed/token.ts";
import { isWebOrigin } from "../../../../api/consent/embed/web-origin.ts";
import { MAC_PURPOSES, macsWith } from "../../../../api/vault/macs.ts";
import { seededRandom } from "../../../helpers/repeatable.ts";

const macOf = (seed: string) => {
  const random = seededRandom(seed);
  return macsWith(new Map(MAC_PURPOSES.map((purpose) => [purpose, random.bytes(32)])));
};
const random = seededRandom("tokens");
const tokens = tokensOf(macOf("a"), random, "ledger.example/a");
const grant: Omit<Grant, "nonce"> = {
  subject: "Zm9v".repeat(10).concat("abc"),
  purposeId: "newsletter",
  purposeVersion: 3,
  noticeId: "privacy",
  noticeVersion: 2,
  language: "zh-CN",
  origin: "https://shop.example",
  expiresAt: 1_795_000_000_000,
};

describe("a token", () => {
  it("says what was put in, with a nonce of its own", () => {
    const [a, b] = [tokens.make(grant), tokens.make(grant)].map((token) => tokens.open(token));
    const { nonce, ...said } = a!;
    expect(said).toEqual(grant);
    expect(nonce).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(b?.nonce).not.toBe(nonce);
  });

  it("tells nothing to who carries it", () => {
    const bytes = Buffer.from(tokens.make(grant), "base64url").toString("latin1");
    for (const word of ["Zm9v", "newsletter", "privacy", "shop", "zh-CN", "1795000"])
      expect(bytes).not.toContain(word);
  });

  it("is none with any bit another one", () => {
    const token = tokens.make(grant);
    const bytes = Buffer.from(token, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const turned = Buffer.from(bytes);
      turned[bit >> 3]! ^= 1 << (bit & 7);
      expect(tokens.open(turned.toString("base64url"))).toBeNull();
    }
    expect(tokens.open(token)).not.toBeNull();
  });

  it("has one spelling", () => {
    // So long that its last letter holds bits that say nothing.
    const long = ["", "s", "ss"]
      .map((more) => tokens.make({ ...grant, purposeId: `newsletter${more}` }))
      .find((token) => token.length % 4 !== 0)!;
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const same = [...letters].filter((letter) =>
      Buffer.from(long, "base64url").equals(Buffer.from(long.slice(0, -1) + letter, "base64url")),
    );
    expect(same.length).toBeGreaterThan(1);
    const opened = same.filter((letter) => tokens.open(long.slice(0, -1) + letter) !== null);
    expect(opened).toEqual([long.at(-1)]);
    for (const other of [`${long}=`, ` ${long}`, `${long}\n`, long.slice(0, -1), `${long}A`, ""])
      expect(tokens.open(other)).toBeNull();
    expect(tokens.open("A".repeat(100_000))).toBeNull();
  });

  it("is no other ledger's, be it by its keys or by its name", () => {
    const token = tokens.make(grant);
    expect(tokensOf(macOf("b"), random, "ledger.example/a").open(token)).toBeNull();
    expect(tokensOf(macOf("a"), random, "ledger.example/b").open(token)).toBeNull();
    expect(tokensOf(macOf("a"), random, "ledger.example/a").open(token)).not.toBeNull();
  });

  it("holds the longest grant there can be", () => {
    const most: Omit<Grant, "nonce"> = {
      ...grant,
      purposeId: "p".repeat(64),
      noticeId: "n".repeat(64),
      purposeVersion: 1_000_000,
      noticeVersion: 1_000_000,
      language: "abcdefgh-abcdefgh-abcdefgh-abcdefgh-abcdefgh",
      origin: `https://${"a".repeat(292)}`,
    };
    expect(tokens.open(tokens.make(most))).toMatchObject(most);
  });
});

describe("the origin of a page", () => {
  it.each([
    "https://shop.example",
    "https://shop.example:8443",
    "https://xn--bcher-kva.example",
    "http://localhost:3000",
    "http://127.0.0.1:4000",
    "http://[::1]:4000",
  ])("is %s", (origin) => expect(isWebOrigin(origin)).toBe(true));

  it.each([
    "",
    "null",
    "*",
    "shop.example",
    "https://shop.example/",
    "https://shop.example/shop",
    "https://shop.example:443",
    "https://Shop.example",
    "https://bücher.example",
    "https://user@shop.example",
    "https://shop.example?",
    " https://shop.example",
    "http://shop.example",
    "http://127.0.0.1.example",
    "wss://shop.example",
    "wss://localhost",
    "ftp://localhost",
    "file://",
    "data:text/html,x",
    "javascript:1",
    `https://${"a".repeat(300)}`,
  ])("is not %s", (origin) => expect(isWebOrigin(origin)).toBe(false));
});
