import { sha256 } from "../../core/hash.ts";

/**
 * The erasure that grants a request: it follows from the request's own name, so the same request is never carried out twice. UUID version 8 (RFC 9562 §5.8).
 */
export function erasureIdOf(requestId: string): string {
  const hash = sha256(`counterfoil/erasure-of/v1\0${requestId}`);
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
