/** Subjects and streams (docs/FORMAT.md §5.1). */
import {
  asSecretHash,
  asStreamKey,
  asStreamSecret,
  asSubjectId,
  type LedgerId,
  type SecretHash,
  type StreamKey,
  type StreamSecret,
  type SubjectId,
} from "./brands.ts";
import { base64UrlEncode, concat, hexDecode, utf8Encode } from "./bytes.ts";
import { FormatError } from "./errors.ts";
import { hmacSha256, sha256 } from "./hash.ts";
import { isStreamName } from "./record.ts";

/** In the order in which a subject's identifier commits to them. */
export const RETENTION_CLASSES = ["personal", "consent", "statutory", "access"] as const;
export type RetentionClass = (typeof RETENTION_CLASSES)[number];

/** What may be told of a class's secret to whom the class is none of their business. */
export function secretHash(secret: StreamSecret): SecretHash {
  return asSecretHash(sha256(asStreamSecret(secret)));
}

/** From the *hashes* of the four secrets. */
export function subjectId(hashes: Readonly<Record<RetentionClass, SecretHash>>): SubjectId {
  const committed = RETENTION_CLASSES.map((name) => asSecretHash(hashes[name]));
  const id = sha256(concat(utf8Encode("counterfoil/subject/v1\0"), ...committed));
  return asSubjectId(base64UrlEncode(id));
}

/**
 * The stream secrets of the firm, which are public: whoever knows the ledger knows its notices and its administration.
 *
 * @param ledgerId `0x` and 64 hex digits
 */
export function firmSecret(ledgerId: LedgerId, retentionClass: RetentionClass): StreamSecret {
  const prefix = utf8Encode("counterfoil/firm/v1\0");
  const id = hexDecode(ledgerId.slice(2));
  return asStreamSecret(sha256(concat(prefix, id, utf8Encode(retentionClass))));
}

/** The firm as a data subject. */
export function firmSubject(ledgerId: LedgerId): SubjectId {
  const hashes = RETENTION_CLASSES.map((c) => [c, secretHash(firmSecret(ledgerId, c))] as const);
  return subjectId(Object.fromEntries(hashes) as Record<RetentionClass, SecretHash>);
}

export function streamKey(secret: StreamSecret, streamName: string): StreamKey {
  if (!isStreamName(streamName)) throw new FormatError("envelope_form", { where: "@stream" });
  return asStreamKey(hmacSha256(asStreamSecret(secret), utf8Encode(streamName)));
}
