/** Reports as audits hand them out, for tests of what is made of them. */
import { type AuditOutcome, reportOf } from "../../../api/audit/conclude.ts";
import type { AuditReport, ReportedFinding } from "../../../api/audit/report.ts";

const CLEAN: AuditOutcome = {
  mode: { kind: "full" },
  ledger: {
    origin: "ledger.example/main",
    chainId: 31_337,
    contract: "0x5fbdb2315678afecb367f032d93f642f64180aa3",
    ledgerId: `0x${"2c".repeat(32)}`,
  },
  chain: { state: "asked", embedded: true },
  startedAt: "2026-11-26T21:00:00.000Z",
  finishedAt: "2026-11-26T21:00:42.500Z",
  snapshot: {
    takenAt: "2026-11-26T21:00:00.125Z",
    size: 4_100,
    checkpoint: { size: 4_096, root: "ab".repeat(32) },
    anchor: { size: 4_000, block: 120 },
  },
  resumed: [],
  counts: [
    { what: "entries", checked: 4_100, of: 4_100 },
    { what: "record_entries", checked: 3_900, of: null },
    { what: "state_entries", checked: 190, of: null },
    { what: "void_entries", checked: 10, of: null },
    { what: "tiles", checked: 18, of: 18 },
    { what: "checkpoints", checked: 190, of: 190 },
    { what: "cosignatures", checked: 12, of: 12 },
    { what: "anchors", checked: 20, of: 20 },
    { what: "records", checked: 3_900, of: 3_900 },
    { what: "streams", checked: 240, of: 240 },
    { what: "subjects", checked: 91, of: 91 },
    { what: "maps_replayed", checked: 190, of: 190 },
    { what: "promises_kept", checked: 3_800, of: null },
    { what: "promises_open", checked: 100, of: null },
    { what: "chain_anchors", checked: 20, of: 20 },
  ],
  notes: [
    { code: "server_running" },
    { code: "void_entries", details: { count: 10 } },
    { code: "unsealed", details: { count: 4 } },
  ],
  findings: [],
};

export function clean(changes: Partial<AuditOutcome> = {}): AuditReport {
  return reportOf({ ...CLEAN, ...changes });
}

export const FINDINGS: readonly ReportedFinding[] = [
  {
    place: "schema",
    key: { file: "ledger", object: "extra" },
    kind: "inserted",
    cause: "object_inserted",
  },
  { place: "records", key: { index: 17 }, kind: "changed", cause: "record_sealed" },
  { place: "entries", key: { index: 17 }, kind: "changed", cause: "entry_leaf_hash" },
  { place: "anchors", key: { size: 4_000 }, kind: "contradicts", cause: "anchor_block" },
  { place: "tiles", key: { level: 1, n: 0 }, kind: "changed", cause: "tile_hashes" },
  { place: "tiles", key: { level: 0, n: 3 }, kind: "missing", cause: "tile_missing" },
  { place: "subjects", key: { number: 40 }, kind: "missing", cause: "row_number" },
  {
    place: "anchors",
    key: { rows: "unknown" },
    kind: "missing",
    cause: "rows_counted",
    details: { count: 2 },
  },
  {
    place: "keys.sealing_keys",
    key: { prefix: "Zm9vYmFy", class: "personal", expiry: "2031" },
    kind: "changed",
    cause: "key_wrapped",
  },
];

export const damaged = (changes: Partial<AuditOutcome> = {}): AuditReport =>
  clean({ findings: FINDINGS, ...changes });
