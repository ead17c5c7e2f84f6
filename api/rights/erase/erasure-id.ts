import type { Mac } from "../../vault/macs.ts";

/** A request by its name: under whom it is recorded, and which. */
export interface RequestName {
  readonly subject: string;
  readonly requestId: string;
}

/**
 * The erasure that grants a request: it follows from whose request it is and from its name, so the same request is never carried out twice, and nobody who knows both can tell of an erasure in the log
 * whose it was. UUID version 8 (RFC 9562 §5.8).
 */
export function erasureIdOf(mac: Mac, { subject, requestId }: RequestName): string {
  const hash = mac("idempotency", "erasure-of", subject, requestId);
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join("-");
}
