import { asFieldDigest } from "../../../portal/verify/brands.ts";
import type { EvidenceContent } from "../../../portal/verify/evidence.ts";
import { Refusal } from "../../core/errors.ts";
import type { OpenedRecord } from "../../vault/vault.ts";

/** What a verifier must see of every record, and of one in a claim about its stream. */
export const OF_RECORD: readonly string[] = ["@kind", "@schema"];
export const OF_STREAM: readonly string[] = [...OF_RECORD, "@stream", "@subject"];
export const OF_CURRENT: readonly string[] = [...OF_STREAM, "@id", "@version"];

/**
 * A record with these fields disclosed, the others by their digests.
 *
 * @param wanted `null`: all
 * @param always disclosed in any case
 */
export function disclose(
  { names, commitment }: OpenedRecord,
  wanted: readonly string[] | null,
  always: readonly string[],
): EvidenceContent {
  const shown = new Set(disclosed(wanted, always) ?? names);
  const fields = names.map((name, i) =>
    shown.has(name)
      ? { disclosure: commitment.disclosures[i]! }
      : { digest: asFieldDigest(commitment.digests[i]!) },
  );
  return { fields, names };
}

/** Names of the fields that are disclosed where these are wanted; `null`: all. */
export const disclosed = (
  wanted: readonly string[] | null,
  always: readonly string[],
): readonly string[] | null => (wanted === null ? null : [...new Set([...wanted, ...always])]);

/** @throws Refusal `unknown_fields` if a name that is asked for is in none of these lists */
export function assertKnown(
  wanted: readonly string[] | null,
  lists: readonly (readonly string[])[],
): void {
  if (wanted === null || lists.length === 0) return;
  const known = new Set(lists.flat());
  if (wanted.some((name) => !known.has(name))) {
    throw new Refusal("unknown_fields", { fields: [...known].sort().join(", ") });
  }
}
