/** An auditor who cosigns whatever it is shown, as no real one would. */
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { asPublicKey } from "../../portal/verify/brands.ts";
import { cosignatureLine, cosignatureMessage } from "../../portal/verify/cosignature.ts";
import {
  formatNote,
  formatVkey,
  KEY_TYPE_COSIGNATURE,
  parseCosignerVkey,
  parseNote,
} from "../../portal/verify/note.ts";

export interface TestAuditor {
  readonly vkey: string;
  /** The note with one more line. */
  cosign(note: string, seconds: number): string;
  /** That line alone. */
  line(note: string, seconds: number): string;
}

/** RFC 8410: what stands before the 32 bytes of a private key. */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

export function testAuditor(name: string, seed: Uint8Array): TestAuditor {
  const der = Buffer.concat([PKCS8, seed]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  const publicKey = asPublicKey(new Uint8Array(spki.subarray(-32)));
  const vkey = formatVkey(name, publicKey, KEY_TYPE_COSIGNATURE);
  const cosign = (note: string, seconds: number): string => {
    const { text, signatures } = parseNote(note);
    const signature = new Uint8Array(sign(null, cosignatureMessage(text, seconds), key));
    const line = cosignatureLine(parseCosignerVkey(vkey), seconds, signature);
    return formatNote(text, [...signatures, line]);
  };
  return {
    vkey,
    cosign,
    line: (note, seconds) => `${cosign(note, seconds).split("\n").at(-2)}\n`,
  };
}
