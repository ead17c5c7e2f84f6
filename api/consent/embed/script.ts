/** The script that pages of others include. It is made by `npm run embed` out of portal/embed. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Script {
  readonly bytes: Buffer<ArrayBuffer>;
  /** Path at which it never changes. */
  readonly path: string;
  /** Subresource Integrity (W3C SRI §3.5). */
  readonly integrity: string;
}

/** Letters of the hash in the path. */
const LETTERS = 16;

export const EMBED_SCRIPT = join(import.meta.dirname, "consent.js");

/** @param file where it is */
export function loadScript(file = EMBED_SCRIPT): Script {
  const bytes = Buffer.from(readFileSync(file));
  const digest = createHash("sha384").update(bytes).digest();
  const name = digest.toString("hex").slice(0, LETTERS);
  return {
    bytes,
    path: `/embed/consent-${name}.js`,
    integrity: `sha384-${digest.toString("base64")}`,
  };
}
