/** What to do about a finding: one of a few things (docs/OPERATING.md, "What to do about a finding"). */
import type { FindingCause } from "../causes.ts";
import type { RemoteCause, ReportedFinding } from "../report.ts";

/**
 * - `restore`: keep everything, compare with a backup, put back what differs.
 * - `contents`: likewise; what no backup has must come from its source again.
 * - `intruder`: somebody wrote into the database; find out who before anything is put back.
 * - `derived`: follows from what is whole; only `map.db` is made anew by the server.
 * - `copy`: about the second copy.
 * - `keys`: put `keys.db` back, and with it nothing older of the signer state.
 * - `behind`: a database or signer state that is older than what was signed.
 * - `misbehaviour`: two things that were signed, or anchored, cannot both be true.
 * - `policy`: what readers pin.
 * - `anchors`: what is noted of the chain is wrong; the chain itself is as it should be.
 * - `outsider`: what an outsider found out about somebody else's ledger.
 */
export const ADVICE = [
  "intruder",
  "misbehaviour",
  "behind",
  "restore",
  "contents",
  "keys",
  "policy",
  "anchors",
  "copy",
  "derived",
  "outsider",
] as const;
export type AdviceCode = (typeof ADVICE)[number];

type Rule = AdviceCode | ((finding: ReportedFinding) => AdviceCode);

const byPlace: Rule = ({ place, kind }) => {
  if (place.startsWith("map.")) return "derived";
  if (place.startsWith("keys.")) return "keys";
  if (place.startsWith("copy.")) return "copy";
  if (place === "policy") return "policy";
  return kind === "inserted" ? "intruder" : "restore";
};

const RULES: Readonly<Record<FindingCause, Rule>> = {
  row_mac: byPlace,
  row_form: byPlace,
  row_number: byPlace,
  rows_counted: byPlace,
  table_unreadable: byPlace,
  integrity: byPlace,
  object_changed: "intruder",
  object_missing: "intruder",
  object_inserted: "intruder",
  migration: byPlace,
  entry_missing: "restore",
  entry_bytes: "restore",
  entry_leaf_hash: "restore",
  entry_replaced: "intruder",
  entry_swapped: "intruder",
  entry_inserted: "intruder",
  entry_or_tile: "restore",
  entry_form: "misbehaviour",
  entry_times: "restore",
  state_map_size: "misbehaviour",
  tile_missing: "restore",
  tile_hashes: "restore",
  tile_inserted: "intruder",
  checkpoint_missing: "restore",
  checkpoint_note: "restore",
  checkpoint_columns: "restore",
  checkpoint_root: "misbehaviour",
  checkpoint_end: "misbehaviour",
  stream_seq: "misbehaviour",
  stream_prev: "misbehaviour",
  head_changed: "restore",
  head_missing: "restore",
  head_inserted: "intruder",
  map_root: "misbehaviour",
  page_hash: "derived",
  page_missing: "derived",
  page_unused: "derived",
  page_pointer: "derived",
  page_or_pointer: "derived",
  page_swapped: "derived",
  version_root: "derived",
  version_missing: "derived",
  version_inserted: "derived",
  garbage_pages: "derived",
  garbage_missing: "derived",
  garbage_inserted: "derived",
  record_missing: "contents",
  record_sealed: "contents",
  record_form: "contents",
  record_root: "contents",
  record_stream: "contents",
  record_place: "contents",
  record_time: "contents",
  record_expiry: "contents",
  record_content_mac: "restore",
  record_inserted: "intruder",
  record_swapped: "intruder",
  record_kind: "restore",
  own_record: "misbehaviour",
  identity_changed: "restore",
  identity_missing: "restore",
  identity_inserted: "intruder",
  idempotency_record: "restore",
  idempotency_body: "restore",
  subject_form: byPlace,
  standing_sealed: "restore",
  standing_differs: "intruder",
  standing_behind: "restore",
  standing_missing: "restore",
  standing_inserted: "intruder",
  erased_there: "intruder",
  erased_entry: "intruder",
  erased_count: "intruder",
  row_erased: "intruder",
  record_closed: "intruder",
  closed_missing: "intruder",
  key_wrapped: "keys",
  key_missing: "keys",
  key_unknown: "keys",
  secrets_commitment: "keys",
  secrets_missing: "keys",
  signer_form: "behind",
  signer_behind: "behind",
  signer_root: "misbehaviour",
  log_behind: "behind",
  meta_value: "restore",
  meta_missing: "restore",
  policy_differs: "policy",
  copy_mark: "copy",
  copy_entry: "copy",
  copy_missing: "copy",
  copy_times: "copy",
  copy_note: "copy",
  cosignature_line: "restore",
  anchor_checkpoint: "restore",
  anchor_not_on_chain: "misbehaviour",
  anchor_block: "anchors",
  anchor_root: "misbehaviour",
  anchor_missing: "anchors",
  anchor_state: "anchors",
  chain_head_ahead: "misbehaviour",
  chain_ledger: "misbehaviour",
};

const isRemote = (cause: FindingCause | RemoteCause): cause is RemoteCause =>
  cause.startsWith("remote_");

export function adviceFor(finding: ReportedFinding): AdviceCode {
  if (isRemote(finding.cause)) return "outsider";
  const rule = RULES[finding.cause];
  return typeof rule === "string" ? rule : rule(finding);
}
