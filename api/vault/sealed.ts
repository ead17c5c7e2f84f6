import { encodingOf } from "../core/hash.ts";
import type { JsonValue } from "../core/kind.ts";
import type { RecordRow } from "../store/store.ts";

/** Length of the seed that stands before a record's JCS in its sealed plaintext (DESIGN §4). */
export const SEED_BYTES = 32;

type Named = Pick<
  RecordRow,
  "id" | "kind" | "version" | "subject" | "retentionClass" | "expiry" | "contentMac"
>;

/** Associated data of a sealed record: what the row says beside the box, so that rows cannot be swapped or relabelled. */
export function associatedData(origin: string, row: Named): Buffer {
  const fields = [
    "counterfoil/sealed/v1",
    origin,
    row.id,
    row.kind,
    row.version,
    row.subject,
    row.retentionClass,
    row.expiry,
    Buffer.from(row.contentMac).toString("base64"),
  ];
  return Buffer.from(JSON.stringify(fields), "utf8");
}

/** `seed[32] ‖ JCS(record)`, the names sorted already. */
export function plaintext(
  seed: Buffer,
  names: readonly string[],
  values: readonly string[],
): Buffer {
  let text = "{";
  for (let i = 0; i < names.length; i++) text += `${i === 0 ? "" : ","}"${names[i]}":${values[i]}`;
  text += "}";
  const length = Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(SEED_BYTES + length);
  seed.copy(bytes);
  bytes.write(text, SEED_BYTES, encodingOf(text, length));
  return bytes;
}

/** What {@link plaintext} made, or `null` if it is something else. */
export function parsePlaintext(
  bytes: Buffer,
): { seed: Buffer; record: Record<string, JsonValue> } | null {
  if (bytes.length < SEED_BYTES + 2) return null;
  return {
    seed: bytes.subarray(0, SEED_BYTES),
    record: JSON.parse(bytes.toString("utf8", SEED_BYTES)) as Record<string, JsonValue>,
  };
}
