import { formatTlogProof } from "../../../portal/verify/tlog-proof.ts";
import { committedEntry } from "../committed.ts";
import { requireRow } from "../read.ts";
import { checkpointFor } from "./checkpoint.ts";
import type { EvidenceContext } from "./context.ts";
import { pathUnder, type RecordRequest } from "./record.ts";

/**
 * That a record's entry is in the log, as a C2SP `tlog-proof`, which the tools of others read. Its `extra` is the entry, from which
 * they compute the leaf: what is logged is the entry, not the record.
 *
 * @throws Refusal `not_found`, `not_sealed`, `damaged`
 */
export async function tlogProof(
  context: EvidenceContext,
  request: Omit<RecordRequest, "fields">,
): Promise<string> {
  const row = await requireRow(context, request.id, request.version);
  const { entry } = await committedEntry(context, row);
  const chosen = await checkpointFor(context, row.index, request.checkpoint);
  const path = await pathUnder(context, entry, chosen);
  context.assertSigned(chosen.checkpoint);
  return formatTlogProof({
    index: entry.index,
    inclusion: path,
    entry: entry.entry,
    checkpoint: await context.notes.witnessed(chosen.checkpoint),
  });
}
