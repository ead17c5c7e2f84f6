/** Codes by time (RFC 6238): SHA-1, six digits, 30 seconds, which is what all apps for them understand. */
import { createHmac, timingSafeEqual } from "node:crypto";

export const STEP_MILLISECONDS = 30_000;

/** The code of one time step (RFC 4226 §5.3). */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const at = (mac[19] as number) & 0x0f;
  return String((mac.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

/** The step whose code this is, of the one at `now`, the one before and the one behind it: clocks differ, and people type. `null`: of none. */
export function totpStep(secret: Uint8Array, code: string, now: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const middle = Math.floor(now / STEP_MILLISECONDS);
  const given = Buffer.from(code);
  const fits = [middle - 1, middle, middle + 1].filter((step) =>
    timingSafeEqual(Buffer.from(totpCode(secret, step)), given),
  );
  return fits.at(-1) ?? null;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 §6, without padding. */
export function base32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => ALPHABET[Number.parseInt(five.padEnd(5, "0"), 2)])
    .join("");
}

/** What an app reads out of a QR code. */
export const totpUri = (secret: Uint8Array, place: string, account: string): string =>
  `otpauth://totp/${encodeURIComponent(`Counterfoil ${place}`)}:${encodeURIComponent(account)}` +
  `?secret=${base32(secret)}&issuer=${encodeURIComponent(`Counterfoil ${place}`)}`;
