import { describe, expect, it } from "vitest";
import { signReceipt } from "../../../api/log/receipts.ts";
import { asLeafHash, asLeafIndex } from "../../../portal/verify/brands.ts";
import { base64Encode } from "../../../portal/verify/bytes.ts";
import { parseVkey, verifyNote } from "../../../portal/verify/note.ts";
import { parseReceipt } from "../../../portal/verify/receipt.ts";
import { newSigner, ORIGIN } from "./fixtures.ts";

const signer = newSigner(`${ORIGIN}/receipt`);
const facts = {
  origin: ORIGIN,
  index: asLeafIndex(1_234),
  leafHash: asLeafHash(new Uint8Array(32).fill(7)),
  recordedAt: Date.UTC(2026, 10, 22, 9, 30, 0, 5),
  dueAt: Date.UTC(2026, 10, 22, 10, 0, 0, 0),
};

describe("signReceipt", () => {
  it("signs the six lines of the format", () => {
    const { text } = verifyNote(signReceipt(signer, facts), [parseVkey(signer.vkey)]);
    expect(text).toBe(
      [
        "counterfoil/receipt/v1",
        ORIGIN,
        "1234",
        base64Encode(facts.leafHash),
        "2026-11-22T09:30:00.005Z",
        "2026-11-22T10:00:00.000Z",
        "",
      ].join("\n"),
    );
    expect(parseReceipt(text)).toMatchObject({ index: 1_234, deadline: facts.dueAt });
  });

  it("gives the same receipt again", () => {
    expect(signReceipt(signer, facts)).toBe(signReceipt(signer, { ...facts }));
    expect(signReceipt(signer, { ...facts, index: asLeafIndex(1_235) })).not.toBe(
      signReceipt(signer, facts),
    );
  });

  it("is never signed by the log key, nor by another origin's receipt key", () => {
    expect(() => signReceipt(newSigner(ORIGIN), facts)).toThrow("receipt key");
    expect(() => signReceipt(newSigner("other.example/receipt"), facts)).toThrow("receipt key");
  });

  it("does not promise an anchor before the entry was taken", () => {
    expect(() => signReceipt(signer, { ...facts, dueAt: facts.recordedAt - 1 })).toThrow();
  });
});
