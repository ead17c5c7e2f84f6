import type { Messages } from "./message-catalog.ts";

/** What stored things are called that no longer are what the log committed to. */
export const damagedThings: Messages["things"] = {
  record: "record",
  entry: "log entry",
  tile: "hash tile",
  checkpoint: "checkpoint",
  key: "key",
  stream: "stream head",
  map: "map",
  meta: "note of the ledger's own",
  subject: "data subject",
  idempotency: "mark of an Idempotency-Key",
  anchor: "anchor",
  cosignature: "cosignature",
  counter: "row counter",
  erased: "list of the erased",
};
