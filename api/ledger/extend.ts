/** What a new version is chained to. The rows that tell are plain, so they are held against the sealed record and the log first. */
import { decodeEntry } from "../../portal/verify/entry.ts";
import { Refusal } from "../core/errors.ts";
import { intactEntry } from "../log/damage.ts";
import type { KnownRecord } from "../store/record-reads.ts";
import type { RecordRow, Store, StreamHead } from "../store/store.ts";
import type { Vault } from "../vault/vault.ts";
import type { Draft } from "./draft.ts";

/**
 * The head that the stream of the record's next version must have, so that no version can have been lost or invented in the
 * table of records: of layout *many* version 2 begins a stream (`null`), every other version follows the newest one's entry.
 *
 * @throws Refusal `damaged` if the known record is not the one that the draft's source and number name
 */
export async function headToExtend(
  { store, vault }: { readonly store: Store; readonly vault: Vault },
  draft: Draft,
  { newest }: KnownRecord<RecordRow>,
): Promise<StreamHead | null> {
  const { record } = await vault.open(newest);
  const { layout } = draft.kind;
  const same =
    layout === "single" ||
    (record["@source"] === draft.source && record.externalNumber === draft.body.externalNumber);
  if (!same) throw new Refusal("damaged", { what: "record", index: newest.index, id: newest.id });
  if (layout === "many" && newest.version === 1) return null;
  const { entry, leafHash } = await intactEntry(store, newest.index);
  return { seq: decodeEntry(entry).seq, leafHash };
}
