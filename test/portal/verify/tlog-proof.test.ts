import fc from "fast-check";
import { assert, describe, it } from "vitest";
import { asLeafIndex, asNodeHash } from "../../../portal/verify/brands.ts";
import {
  formatTlogProof,
  parseTlogProof,
  type TlogProof,
} from "../../../portal/verify/tlog-proof.ts";
import { codeOf } from "./code-of.ts";

const proofs: fc.Arbitrary<TlogProof> = fc.record({
  index: fc.maxSafeNat().map(asLeafIndex),
  inclusion: fc.array(
    fc.uint8Array({ minLength: 32, maxLength: 32 }).map((hash) => asNodeHash(hash)),
    { maxLength: 64 },
  ),
  entry: fc.option(fc.uint8Array({ maxLength: 120 })),
  checkpoint: fc.constantFrom("log\n1\nAAAA\n\n— log AAAAAAA=\n", "", "\n\n"),
});

const HASH = `${"A".repeat(43)}=`;
const form = (text: string) => codeOf(() => parseTlogProof(text));

describe("a tlog-proof", () => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(proofs, (proof) => {
        assert.deepEqual(parseTlogProof(formatTlogProof(proof)), proof);
      }),
    );
  });

  it("has exactly one spelling", () => {
    const head = "c2sp.org/tlog-proof@v1";
    assert.equal(parseTlogProof(`${head}\nindex 0\n\nnote`).checkpoint, "note");
    for (const text of [
      "",
      head,
      `${head}\n\n`,
      `${head}\nindex 0\nnote`,
      `${head} \nindex 0\n\n`,
      `c2sp.org/tlog-proof@v2\nindex 0\n\n`,
      `${head}\nindex 00\n\n`,
      `${head}\nindex -1\n\n`,
      `${head}\nindex 9007199254740992\n\n`,
      `${head}\nindex 0 \n\n`,
      `${head}\nindex\n\n`,
      `${head}\nindex 0\nAAAA\n\n`,
      `${head}\nindex 0\n${`${HASH}\n`.repeat(65)}\n`,
      `${head}\nindex 0\nextra AA==\n\n`,
    ]) {
      assert.include(["tlog_proof_form", "bad_base64"], form(text), JSON.stringify(text));
    }
    assert.equal(form(`${head}\nextra AB==\nindex 0\n\n`), "bad_base64");
    assert.equal(form(`${head}\nindex 0\n${HASH.replace("=", "")}\n\n`), "bad_base64");
    assert.equal(parseTlogProof(`${head}\nextra \nindex 0\n\n`).entry?.length, 0);
  });

  it("of any text is read or refused, and never anything else", () => {
    const lines = fc.constantFrom("c2sp.org/tlog-proof@v1", "index 3", "extra AA==", HASH, "", "x");
    fc.assert(
      fc.property(fc.array(lines), (parts) => {
        const code = form(parts.join("\n"));
        assert.include([null, "tlog_proof_form", "bad_base64"], code);
      }),
    );
  });
});
