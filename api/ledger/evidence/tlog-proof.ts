import { base64Encode } from "../../../portal/verify/bytes.ts";
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
  const lines = [
    "c2sp.org/tlog-proof@v1",
    `extra ${base64Encode(entry.entry)}`,
    `index ${entry.index}`,
    ...path.map(base64Encode),
  ];
  return `${lines.join("\n")}\n\n${chosen.checkpoint.note}`;
}
