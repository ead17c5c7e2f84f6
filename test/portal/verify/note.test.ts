import { createPublicKey, verify } from "node:crypto";
import fc from "fast-check";
import { assert, describe, it } from "vitest";
import { asPublicKey } from "../../../portal/verify/brands.ts";
import { base64Decode, base64Encode, concat, hexDecode } from "../../../portal/verify/bytes.ts";
import { isPublicKey, verifyEd25519 } from "../../../portal/verify/ed25519.ts";
import {
  formatNote,
  formatVkey,
  isKeyName,
  keyId,
  MAX_NOTE_BYTES,
  parseNote,
  parseVkey,
  verifyNote,
} from "../../../portal/verify/note.ts";
import { sign, signedNote, signingKey } from "../../../scripts/vectors/world.ts";
import { readVectors } from "../../helpers/vectors.ts";
import { codeOf } from "./code-of.ts";

const vectors = new Map(readVectors<never>("notes"));
const go = vectors.get("go-note") as unknown as {
  verifier_keys: Record<string, string>;
  signing: { text: string; expected_note: string };
  bad_verifier_keys: string[];
  open: {
    note: string;
    trusted: string[];
    ok: boolean;
    verified?: string[];
    unverified?: string[];
  }[];
};
const c2sp = vectors.get("c2sp-example") as unknown as Record<
  "vkey" | "text" | "signature",
  string
>;

const keyOf = (key: ReturnType<typeof signingKey>) =>
  parseVkey(formatVkey(key.name, key.publicKey));
const alice = signingKey("example.com/alice", "alice");
const bob = signingKey("example.com/bob", "bob");
const TEXT = "one\ntwo\n";

describe("the example of the specification", () => {
  it("verifies", () => {
    const note = `${c2sp.text}\n— example.com/foo ${c2sp.signature}\n`;
    const { text, verified, ignored } = verifyNote(note, [parseVkey(c2sp.vkey)]);
    assert.equal(text, c2sp.text);
    assert.lengthOf(verified, 1);
    assert.lengthOf(ignored, 0);
    assert.equal(formatNote(text, verified), note);
  });

  it("does not verify over another text", () => {
    const note = `This is another message.\n\n— example.com/foo ${c2sp.signature}\n`;
    assert.equal(
      codeOf(() => verifyNote(note, [parseVkey(c2sp.vkey)])),
      "signature_fails",
    );
  });
});

describe("vectors of Go's note package", () => {
  it.each(go.open.map((one, i) => [i, one] as const))("open %i", (_i, one) => {
    const keys = one.trusted.map((name) => parseVkey(go.verifier_keys[name] as string));
    const open = () => verifyNote(one.note, keys);
    if (!one.ok) {
      assert.include(["not_signed", "note_form", "signature_fails"], codeOf(open));
      return;
    }
    const { verified, ignored } = open();
    assert.deepEqual(
      verified.map(({ name }) => name),
      one.verified,
    );
    assert.deepEqual(
      ignored.map(({ name }) => name),
      one.unverified,
    );
  });

  it("reads the keys back, and refuses the bad ones", () => {
    for (const vkey of Object.values(go.verifier_keys)) {
      const { name, publicKey } = parseVkey(vkey);
      assert.equal(formatVkey(name, publicKey), vkey);
    }
    const codes = go.bad_verifier_keys.map((vkey) => codeOf(() => parseVkey(vkey)));
    assert.deepEqual(codes, ["bad_base64", "vkey_type", "vkey_id", "bad_base64"]);
  });
});

describe("verifier keys", () => {
  it("are refused when they are anything else", () => {
    const good = formatVkey(alice.name, alice.publicKey);
    const [name, id, key] = good.split("+") as [string, string, string];
    for (const [vkey, code] of [
      ["", "vkey_form"],
      [name, "vkey_form"],
      [`${name}+${id}`, "vkey_form"],
      [`+${id}+${key}`, "vkey_form"],
      [`${name}+${id.toUpperCase()}X+${key}`, "vkey_form"],
      [`a b+${id}+${key}`, "key_name_form"],
      [`${name}x+${id}+${key}`, "vkey_id"],
      [`${name}+00000000+${key}`, "vkey_id"],
      [`${good}\n`, "bad_base64"],
      [`${name}+${id}+${base64Encode(concat(Uint8Array.of(4), alice.publicKey))}`, "vkey_type"],
      [`${name}+${id}+${base64Encode(Uint8Array.of(1))}`, "public_key_form"],
      [
        `${name}+${id}+${base64Encode(concat(Uint8Array.of(1), new Uint8Array(32)))}`,
        "public_key_form",
      ],
    ] as const) {
      assert.equal(
        codeOf(() => parseVkey(vkey)),
        code,
        vkey,
      );
    }
  });

  it("have names without blanks and plus signs, of at most 255 bytes", () => {
    for (const name of ["a", "ledger.example/main", "账本", "é".repeat(127), "a".repeat(255)]) {
      assert.isTrue(isKeyName(name), name);
    }
    const blanks = [..."\u0020\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000\n\t\u0085"];
    for (const name of ["", "a+b", "a".repeat(256), "é".repeat(128), "\ud800", ...blanks]) {
      assert.isFalse(isKeyName(name), JSON.stringify(name));
      assert.isFalse(isKeyName(`a${name}b`) && name !== "", JSON.stringify(name));
    }
    assert.equal(
      codeOf(() => formatVkey("a b", alice.publicKey)),
      "key_name_form",
    );
  });

  it("have ids that depend on the name", () => {
    assert.notDeepEqual(keyId("a", alice.publicKey), keyId("b", alice.publicKey));
  });
});

describe("verifyNote", () => {
  const note = signedNote(TEXT, alice, bob);

  it("names what it verified and what it ignored", () => {
    const one = verifyNote(note, [keyOf(alice)]);
    assert.deepEqual(
      one.verified.map(({ name }) => name),
      [alice.name],
    );
    assert.deepEqual(
      one.ignored.map(({ name }) => name),
      [bob.name],
    );
    const both = verifyNote(note, [keyOf(bob), keyOf(alice)]);
    assert.lengthOf(both.verified, 2);
  });

  it("needs a signature, and none that fails, and none twice", () => {
    assert.equal(
      codeOf(() => verifyNote(note, [])),
      "not_signed",
    );
    const forged = note.replace(TEXT, "one\nTWO\n");
    assert.equal(
      codeOf(() => verifyNote(forged, [keyOf(alice)])),
      "signature_fails",
    );
    const twice = signedNote(TEXT, alice, bob, alice);
    assert.equal(
      codeOf(() => verifyNote(twice, [keyOf(alice)])),
      "signed_twice",
    );
    assert.isNull(codeOf(() => verifyNote(twice, [keyOf(bob)])));
  });

  it("takes no line of the same name with another id for the key's", () => {
    const line = { ...sign(alice, TEXT), keyId: Uint8Array.of(1, 2, 3, 4) };
    assert.equal(
      codeOf(() => verifyNote(formatNote(TEXT, [line]), [keyOf(alice)])),
      "not_signed",
    );
  });

  it("refuses a signature of another length", () => {
    for (const extra of [-1, 1]) {
      const { signature, ...line } = sign(alice, TEXT);
      const other = extra < 0 ? signature.slice(0, extra) : concat(signature, Uint8Array.of(0));
      const forged = formatNote(TEXT, [{ ...line, signature: other }]);
      assert.equal(
        codeOf(() => verifyNote(forged, [keyOf(alice)])),
        "signature_fails",
      );
    }
  });
});

describe("parseNote", () => {
  it("takes the last blank line for the one before the signatures", () => {
    const text = "a\n\nb\n";
    assert.equal(parseNote(signedNote(text, alice)).text, text);
    assert.equal(parseNote(`\n\n— a AAAAAAA=\n`).text, "\n");
  });

  it.each([
    ["", "note_form"],
    ["text\n", "note_form"],
    ["text\n\n", "note_form"],
    ["text\n\n— a AAAAAAA=", "note_form"],
    ["text\n\n\n", "note_form"],
    ["text\n\n— a AAAAAA==\n", "note_signature_line"],
    ["text\n\n— a AAAAAAB=\n", "bad_base64"],
    ["text\n\n- a AAAAAAA=\n", "note_signature_line"],
    ["text\n\n— a  AAAAAAA=\n", "note_signature_line"],
    ["text\n\n— AAAAAAA=\n", "note_signature_line"],
    ["text\n\n— a+b AAAAAAA=\n", "note_signature_line"],
    ["text\n\n— a\u00a0b AAAAAAA=\n", "note_signature_line"],
    ["text\n\n— a AAAAAAA= \n", "note_signature_line"],
    ["te\txt\n\n— a AAAAAAA=\n", "note_characters"],
    ["te\u0085xt\n\n— a AAAAAAA=\n", "note_characters"],
    ["te\u007fxt\n\n— a AAAAAAA=\n", "note_characters"],
    ["te\ud800xt\n\n— a AAAAAAA=\n", "bad_string"],
  ])("refuses %j", (note, code) => {
    assert.equal(
      codeOf(() => parseNote(note)),
      code,
    );
  });

  it("bounds lines and bytes", () => {
    const lines = (n: number) => `text\n\n${"— a AAAAAAA=\n".repeat(n)}`;
    assert.lengthOf(parseNote(lines(64)).signatures, 64);
    assert.equal(
      codeOf(() => parseNote(lines(65))),
      "note_too_many_signatures",
    );
    assert.equal(
      codeOf(() => parseNote("a".repeat(MAX_NOTE_BYTES + 1))),
      "too_large",
    );
    assert.equal(
      codeOf(() => parseNote("é".repeat(MAX_NOTE_BYTES / 2 + 1))),
      "too_large",
    );
  });

  it("gives back what was written, and crashes on nothing", () => {
    const soup = fc.string({ unit: fc.constantFrom(..."— a+AB=\n/\u0085é") });
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: "binary" })), (tail) => {
        for (const note of [tail, `text\n\n${tail}`, `text\n\n— a AAAAAAA=\n${tail}`]) {
          const code = codeOf(() => parseNote(note));
          assert.match(String(code), /^(null|note_[a-z_]+|bad_base64|bad_string)$/);
          if (code === null) {
            const { text, signatures } = parseNote(note);
            assert.equal(formatNote(text, signatures), note);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("writes no note that reads differently", () => {
    assert.equal(
      codeOf(() => formatNote("no newline", [sign(alice, TEXT)])),
      "note_form",
    );
    assert.equal(
      codeOf(() => formatNote(TEXT, [])),
      "note_form",
    );
    assert.equal(
      codeOf(() => formatNote(TEXT, [{ ...sign(alice, TEXT), name: "a b" }])),
      "note_signature_line",
    );
  });
});

describe("Ed25519", () => {
  const { tests } = new Map(readVectors<never>("ed25519")).get("wycheproof") as unknown as {
    tests: Record<"comment" | "key" | "message" | "signature", string>[] & { valid: boolean }[];
  };

  it("agrees with wycheproof and with OpenSSL", () => {
    for (const one of tests) {
      const [key, message, signature] = [one.key, one.message, one.signature].map(hexDecode) as [
        Uint8Array,
        Uint8Array,
        Uint8Array,
      ];
      const held = verifyEd25519(asPublicKey(key), message, signature);
      assert.equal(held, one.valid, one.comment);
      const prefix = hexDecode("302a300506032b6570032100");
      const der = { key: Buffer.from(concat(prefix, key)), format: "der", type: "spki" } as const;
      assert.equal(verify(null, message, createPublicKey(der), signature), one.valid, one.comment);
    }
  });

  it("takes no key of small order and no second spelling of a point", () => {
    const refused = [
      "0100000000000000000000000000000000000000000000000000000000000000",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "0000000000000000000000000000000000000000000000000000000000000000",
      "0000000000000000000000000000000000000000000000000000000000000080",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "0100000000000000000000000000000000000000000000000000000000000080",
    ];
    for (const hex of refused) {
      assert.isFalse(isPublicKey(hexDecode(hex)), hex);
      const key = asPublicKey(hexDecode(hex));
      // Under a key of small order this signature holds for every message, in lenient verifiers.
      const signature = concat(hexDecode(refused[0] as string), new Uint8Array(32));
      assert.isFalse(verifyEd25519(key, Uint8Array.of(1), signature), hex);
    }
    assert.isTrue(isPublicKey(alice.publicKey));
    assert.isFalse(isPublicKey(alice.publicKey.slice(1)));
  });

  it("fails with any bit of the signature flipped", () => {
    const { signature } = sign(alice, TEXT);
    const message = new TextEncoder().encode(TEXT);
    assert.isTrue(verifyEd25519(alice.publicKey, message, signature));
    for (let bit = 0; bit < 512; bit += 5) {
      const copy = signature.slice();
      copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
      assert.isFalse(verifyEd25519(alice.publicKey, message, copy), `bit ${bit}`);
    }
    assert.equal(base64Decode(base64Encode(signature)).length, 64);
  });
});
