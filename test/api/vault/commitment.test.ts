/** The writer's commitment against the verifier's kernel, which was written apart from it. */
import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../api/core/kind.ts";
import { commit, jcs } from "../../../api/vault/commitment.ts";
import { parsePlaintext, plaintext } from "../../../api/vault/sealed.ts";
import {
  decodeDisclosure,
  disclosureDigest,
  encodeDisclosure,
} from "../../../portal/verify/disclosure.ts";
import { canonicalJson } from "../../../portal/verify/jcs.ts";
import { MAX_FIELDS, recordRoot } from "../../../portal/verify/record.ts";
import { seededRandom } from "../../helpers/ledger.ts";

/** Values that a record may hold: well-formed text of all planes, integers, nested. */
const text = fc.oneof(
  fc.string({ unit: "binary" }).filter((s) => s.isWellFormed()),
  fc.constantFrom(
    "王小明",
    "上海市浦东新区",
    "🧾",
    "a\u0000b",
    '"\\/\b\f\n\r\t',
    "\u2028\u007f",
    "é",
  ),
);
const value = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.constantFrom(null, true, false, 0, -1),
    fc.maxSafeInteger(),
    text,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4 }),
  ),
})).value;
const name = fc.stringMatching(/^@?[a-z][A-Za-z0-9]{0,12}$/);
const FORBIDDEN = new Set("iss sub aud iat nbf exp jti cnf vct status".split(" "));
const record = fc
  .dictionary(
    name.filter((n) => !FORBIDDEN.has(n)),
    value,
    { minKeys: 1, maxKeys: 24 },
  )
  .map((fields) => {
    const names = Object.keys(fields).sort();
    return { names, fields, values: names.map((n) => jcs(fields[n] as JsonValue)) };
  });
const seed = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((b) => Buffer.from(b));

describe("canonical JSON", () => {
  it("is the kernel's, for any value", () => {
    fc.assert(
      fc.property(value, (v) => {
        expect(jcs(v)).toBe(canonicalJson(v));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    [-0, "0"],
    [{ b: 1, a: [{ d: null, c: "王" }] }, '{"a":[{"c":"王","d":null}],"b":1}'],
    [
      { "\u20ac": 1, "\r": 2, "\ud83d\ude00": 3, "\ufb33": 4 },
      '{"\\r":2,"\u20ac":1,"\ud83d\ude00":3,"\ufb33":4}',
    ],
  ])("of %j", (v, expected) => {
    expect(jcs(v)).toBe(expected);
    expect(canonicalJson(v)).toBe(expected);
  });
});

describe("a commitment", () => {
  it("is what the kernel makes of the same disclosures, for any record", () => {
    fc.assert(
      fc.property(record, seed, ({ names, fields, values }, s) => {
        const made = commit(s, names, values);
        const decoded = made.disclosures.map(decodeDisclosure);
        expect(decoded.map((d) => d.name)).toEqual(names);
        decoded.forEach((d, i) => {
          expect(canonicalJson(d.value)).toBe(values[i]);
          const own = fields[names[i]!] as JsonValue;
          expect(encodeDisclosure(d.salt, d.name, own)).toBe(made.disclosures[i]);
        });
        const digests = made.disclosures.map(disclosureDigest);
        expect(made.digests.map((d) => Uint8Array.from(d))).toEqual(digests);
        expect(Uint8Array.from(made.recordRoot)).toEqual(Uint8Array.from(recordRoot(digests)));
      }),
      { numRuns: 300 },
    );
  });

  it("agrees for every number of fields, odd nodes and all", () => {
    const s = seededRandom().bytes(32);
    for (let count = 1; count <= MAX_FIELDS; count++) {
      const names = Array.from({ length: count }, (_, i) => `f${String(i).padStart(3, "0")}`);
      const made = commit(
        s,
        names,
        names.map((_, i) => String(i)),
      );
      const kernel = recordRoot(made.disclosures.map(disclosureDigest));
      expect(Uint8Array.from(made.recordRoot)).toEqual(Uint8Array.from(kernel));
    }
  });

  it("salts with ChaCha20's keystream under the seed (RFC 8439, counter 0, nonce 0)", () => {
    const s = seededRandom("salts").bytes(32);
    const names = Array.from({ length: 100 }, (_, i) => `f${String(i).padStart(3, "0")}`);
    const { disclosures } = commit(
      s,
      names,
      names.map(() => "null"),
    );
    const stream = createCipheriv("chacha20", s, Buffer.alloc(16)).update(Buffer.alloc(1600));
    disclosures.forEach((disclosure, i) => {
      const { salt } = decodeDisclosure(disclosure);
      expect(Buffer.from(salt).equals(stream.subarray(i * 16, (i + 1) * 16))).toBe(true);
    });
  });

  it("is the same for the same seed, and shares nothing with another's", () => {
    const random = seededRandom();
    const [a, b] = [random.bytes(32), random.bytes(32)];
    const make = (s: Buffer) => commit(s, ["a", "b"], ["1", "1"]);
    expect(make(a)).toEqual(make(a));
    const all = [...make(a).disclosures, ...make(b).disclosures];
    expect(new Set(all).size).toBe(4);
    expect(make(a).recordRoot).not.toEqual(make(b).recordRoot);
  });

  it("does not touch its seed", () => {
    const s = seededRandom().bytes(32);
    const before = Buffer.from(s);
    commit(s, ["a"], ["1"]);
    expect(s.equals(before)).toBe(true);
  });
});

describe("the sealed plaintext", () => {
  it("is the seed and the record's JCS, and comes apart again", () => {
    fc.assert(
      fc.property(record, seed, ({ names, fields, values }, s) => {
        const bytes = plaintext(s, names, values);
        expect(bytes.subarray(0, 32).equals(s)).toBe(true);
        expect(bytes.toString("utf8", 32)).toBe(canonicalJson(fields as Record<string, JsonValue>));
        const parsed = parsePlaintext(bytes);
        expect(parsed?.seed.equals(s)).toBe(true);
        expect(jcs(parsed!.record)).toBe(canonicalJson(fields as Record<string, JsonValue>));
      }),
    );
  });

  it("is not made of too few bytes", () => {
    for (const length of [0, 32, 33]) expect(parsePlaintext(Buffer.alloc(length))).toBeNull();
  });
});
