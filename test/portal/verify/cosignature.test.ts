/** Auditors' lines: keys of their own type, the message that they sign, and each way in which a line does not hold. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { assert, describe, it } from "vitest";
import { base64Decode, concat, u64, utf8Decode, utf8Encode } from "../../../portal/verify/bytes.ts";
import {
  cosignatureLine,
  cosignatureMessage,
  verifyCosignatures,
} from "../../../portal/verify/cosignature.ts";
import { sha256 } from "../../../portal/verify/hash.ts";
import {
  formatNote,
  formatSignatureLine,
  formatVkey,
  KEY_TYPE_COSIGNATURE,
  keyId,
  type NoteSignature,
  parseAnyVkey,
  parseCosignerVkey,
  parseNote,
  parseVkey,
  verifyNote,
} from "../../../portal/verify/note.ts";
import { logKey, type SigningKey, sign } from "../../../scripts/vectors/world.ts";
import { codeOf } from "./code-of.ts";
import { auditor, cosign, secondAuditor } from "./stream-world.ts";

const TEXT = "ledger.example/counterfoil\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
const TIME = 1_795_340_800;
const vkey = ({ name, publicKey }: SigningKey) => formatVkey(name, publicKey, KEY_TYPE_COSIGNATURE);
const keys = [auditor, secondAuditor].map((key) => parseCosignerVkey(vkey(key)));
const note = (...lines: readonly NoteSignature[]) =>
  formatNote(TEXT, [sign(logKey, TEXT), ...lines]);
const good = cosign(auditor, TEXT, TIME);
const code = (line: NoteSignature) => codeOf(() => verifyCosignatures(note(line), keys));

describe("an auditor's key", () => {
  it("has a type and so a key id of its own", () => {
    const own = parseCosignerVkey(vkey(auditor));
    const text = concat(utf8Encode(`${auditor.name}\n`), Uint8Array.of(4), auditor.publicKey);
    assert.deepEqual(own.keyId, sha256(text).slice(0, 4));
    assert.notDeepEqual(own.keyId, keyId(auditor.name, auditor.publicKey));
    assert.deepEqual(base64Decode(vkey(auditor).split("+").slice(2).join("+"))[0], 4);
    assert.equal(own.type, 4);
  });

  it("is not read where a key that signs is wanted, nor the other way round", () => {
    const plain = formatVkey(auditor.name, auditor.publicKey);
    assert.equal(
      codeOf(() => parseVkey(vkey(auditor))),
      "vkey_type",
    );
    assert.equal(
      codeOf(() => parseCosignerVkey(plain)),
      "vkey_type",
    );
    assert.deepEqual([parseAnyVkey(plain).type, parseAnyVkey(vkey(auditor)).type], [1, 4]);
  });
});

describe("a cosignature", () => {
  it("is over the time and the checkpoint", () => {
    const message = utf8Decode(cosignatureMessage(TEXT, TIME));
    assert.equal(message, `cosignature/v1\ntime 1795340800\n${TEXT}`);
    for (const time of [0, -1, 1.5, Number.NaN, 253_402_300_800]) {
      assert.equal(
        codeOf(() => cosignatureMessage(TEXT, time)),
        "bad_time",
      );
      assert.equal(
        codeOf(() => cosignatureLine(auditorKey, time, new Uint8Array(64))),
        "bad_time",
      );
    }
    assert.equal(
      codeOf(() => cosignatureLine(auditorKey, TIME, new Uint8Array(63))),
      "bad_length",
    );
  });

  it("holds beside the log's line, in whatever order", () => {
    const second = cosign(secondAuditor, TEXT, 1);
    assert.deepEqual(verifyCosignatures(note(second, good), keys), [
      { name: secondAuditor.name, time: 1 },
      { name: auditor.name, time: TIME },
    ]);
    const last = cosign(auditor, TEXT, 253_402_300_799);
    assert.deepEqual(verifyCosignatures(parseNote(note(last)), keys), [
      { name: auditor.name, time: 253_402_300_799 },
    ]);
    assert.lengthOf(
      verifyNote(note(good), [parseVkey(formatVkey(logKey.name, logKey.publicKey))]).ignored,
      1,
    );
  });

  it("can be added to a note as a line", () => {
    const plain = note();
    const longer = plain + formatSignatureLine(good);
    assert.equal(longer, note(good));
    assert.lengthOf(verifyCosignatures(longer, keys), 1);
    const wrong = { ...good, name: "with blank" };
    assert.equal(
      codeOf(() => formatSignatureLine(wrong)),
      "note_signature_line",
    );
  });

  it("of nobody who was asked for counts for nothing, and spoils nothing", () => {
    assert.deepEqual(verifyCosignatures(note(), keys), []);
    assert.deepEqual(verifyCosignatures(note(good), []), []);
    assert.deepEqual(verifyCosignatures(note({ ...good, name: "other.example" }), keys), []);
    // A plain signature by the same pair of keys: another key id.
    assert.deepEqual(verifyCosignatures(note(sign(auditor, TEXT)), keys), []);
  });

  it("by the same key twice is refused, though both hold", () => {
    const later = cosign(auditor, TEXT, TIME + 1);
    assert.equal(
      codeOf(() => verifyCosignatures(note(good, later), keys)),
      "cosigned_twice",
    );
    const twice = [...keys, ...keys];
    assert.lengthOf(verifyCosignatures(note(good), twice), 1);
  });

  it("with any bit changed, of another length or another text, fails", () => {
    const { signature } = good;
    for (let at = 0; at < signature.length; at++) {
      const changed = signature.slice();
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      assert.equal(code({ ...good, signature: changed }), "cosignature_fails", `byte ${at}`);
    }
    for (const wrong of [
      signature.slice(1),
      concat(signature, Uint8Array.of(0)),
      signature.slice(8),
    ]) {
      assert.equal(code({ ...good, signature: wrong }), "cosignature_fails");
    }
    assert.equal(code(cosign(auditor, `${TEXT}x\n`, TIME)), "cosignature_fails");
    assert.equal(
      code({ ...good, signature: concat(u64(TIME), sign(auditor, TEXT).signature) }),
      "cosignature_fails",
    );
  });

  it("with a time that cannot be written fails, though it was signed", () => {
    for (const time of ["0", "253402300800", "9007199254740992", "18446744073709551615"]) {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(time));
      const message = utf8Encode(`cosignature/v1\ntime ${time}\n${TEXT}`);
      const signature = concat(bytes, ed25519.sign(message, auditor.secret));
      assert.equal(code({ ...good, signature }), "cosignature_fails", time);
    }
  });
});

const auditorKey = { name: auditor.name, keyId: good.keyId };
