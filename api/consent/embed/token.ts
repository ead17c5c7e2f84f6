/**
 * What lets one page ask one person one question, once: sealed, so that the page that carries it cannot read whose it is, and bound to all that was meant when it was made. Only this
 * ledger opens it, so its form is nobody's but ours.
 */
import { sha256 } from "../../core/hash.ts";
import type { Random } from "../../core/random.ts";
import { decrypt, encrypt } from "../../vault/aead.ts";
import type { Mac } from "../../vault/macs.ts";

/** What a token says. */
export interface Grant {
  readonly subject: string;
  readonly purposeId: string;
  readonly purposeVersion: number;
  readonly noticeId: string;
  readonly noticeVersion: number;
  /** Of the text that is shown: one that the version of the notice has. */
  readonly language: string;
  /** Of the page, as browsers spell it: `https://shop.example`. */
  readonly origin: string;
  /** 16 random bytes, base64url: what the one choice is known by. */
  readonly nonce: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface Tokens {
  /** `nonce` is drawn here. */
  make(grant: Omit<Grant, "nonce">): string;
  /** What the token says, also when its time is over; `null` for what this ledger has not made, letter for letter. */
  open(token: string): Grant | null;
}

const VERSION = Buffer.of(0x01);
const NONCE_BYTES = 16;
/** A grant with the longest fields that there are stays below. */
const FORM = /^[A-Za-z0-9_-]{60,2048}$/;

/** @param origin of the ledger: a token of another ledger is none, also where both have the same keys */
export function tokensOf(mac: Mac, random: Random, origin: string): Tokens {
  const key = mac("embed", "token", origin);
  const data = Buffer.from(`counterfoil/embed-token/v1\0${origin}`, "utf8");
  return {
    make(grant) {
      const nonce = random.bytes(NONCE_BYTES).toString("base64url");
      const plain = Buffer.from(JSON.stringify({ ...grant, nonce }), "utf8");
      return Buffer.concat([VERSION, encrypt(key, plain, data, random)]).toString("base64url");
    },
    open(token) {
      if (!FORM.test(token)) return null;
      const bytes = Buffer.from(token, "base64url");
      // The last letter may hold bits that say nothing: one spelling only.
      if (bytes.toString("base64url") !== token || bytes[0] !== VERSION[0]) return null;
      const plain = decrypt(key, bytes.subarray(VERSION.length), data);
      return plain === null ? null : (JSON.parse(plain.toString("utf8")) as Grant);
    },
  };
}

/** What a record names its token by: base64url(SHA-256(token)). */
export const tokenHash = (token: string): string => sha256(token).toString("base64url");
