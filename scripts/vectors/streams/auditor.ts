/** Auditors: keys of type 0x04 and lines of C2SP tlog-cosignature (docs/FORMAT.md §7). */
import { ed25519 } from "@noble/curves/ed25519.js";
import { base64Encode, concat, hexEncode, u64, utf8Encode } from "../../../portal/verify/bytes.ts";
import { sha256 } from "../../../portal/verify/hash.ts";
import type { NoteSignature } from "../../../portal/verify/note.ts";
import { type SigningKey, signingKey } from "../world.ts";

export const auditor: SigningKey = signingKey("auditor.example/a1", "auditor 1");
export const nextAuditor: SigningKey = signingKey("auditor.example/a2", "auditor 2");
/** Another key under the first one's name. */
export const auditorForger: SigningKey = signingKey("auditor.example/a1", "forger as auditor");

/** 2026-11-22T09:40:00Z */
export const COSIGNED_AT = 1_795_340_400;

const typed = ({ publicKey }: SigningKey, type: number): Uint8Array =>
  concat(Uint8Array.of(type), publicKey);

export function cosignerId(key: SigningKey, type = 4): Uint8Array {
  return sha256(concat(utf8Encode(`${key.name}\n`), typed(key, type))).slice(0, 4);
}

function cosignerVkey(key: SigningKey, type = 4): string {
  return `${key.name}+${hexEncode(cosignerId(key, type))}+${base64Encode(typed(key, type))}`;
}

export function auditorKey(key: SigningKey, fromSize = 0) {
  return { role: "auditor", vkey: cosignerVkey(key), fromSize };
}

export interface CosignOptions {
  readonly time?: number;
  /** What is signed, if not what should be. */
  readonly message?: (ordinary: string) => string;
  /** The time that the line tells, if not the one signed. */
  readonly told?: number;
  readonly keyId?: Uint8Array;
}

export function cosignature(
  key: SigningKey,
  text: string,
  { time = COSIGNED_AT, message = (it) => it, told = time, keyId }: CosignOptions = {},
): NoteSignature {
  const signed = message(`cosignature/v1\ntime ${time}\n${text}`);
  const signature = ed25519.sign(utf8Encode(signed), key.secret);
  return {
    name: key.name,
    keyId: keyId ?? cosignerId(key),
    signature: concat(u64(told), signature),
  };
}
