/** Makes one pack: gathers, writes the ZIP, records what it shows of whom and that it was made, and only then is it there to be had. */
import { formatPolicy } from "../../../portal/verify/policy.ts";
import { formatTime } from "../../core/clock.ts";
import { sha256 } from "../../core/hash.ts";
import { writeZip } from "../../core/zip.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { Press } from "../receipt/pdf/press.ts";
import { type GatherContext, type Gathered, gather, type PackFile } from "./gather.ts";
import { indexCsv } from "./index-csv.ts";
import type { MadePack, MakePack } from "./packs.ts";
import { readme } from "./readme.ts";
import { countVerdicts, summaryOf } from "./summary.ts";

export interface MakeContext extends GatherContext {
  readonly ledger: GatherContext["ledger"] & Pick<Ledger, "recordAdministration">;
  readonly origin: string;
  readonly press: Press;
}

/** People at a time: each is a record of access. */
const SHOWN_AT_ONCE = 200;

export function packMaker(context: MakeContext): MakePack {
  const { ledger, consents, clock, origin, press } = context;
  return async (order, { id, file, signal, assertStillTheirs, onProgress }) => {
    const { request, by, reach, reason, language, show, asked } = order;
    const gathered = await gather(context, { request, reach, signal, onProgress });
    const { rows, shown, gone } = gathered;
    const madeAt = formatTime(clock.now());
    const index = indexCsv(rows);
    const controller = await consents.registry.controllerAt(madeAt);
    const summary = summaryOf({
      ...{ language, id, origin, madeAt, by, reason, request, rows, gone, policy: ledger.policy },
      issuer: controller?.name ?? origin,
      indexHash: sha256(index).toString("hex"),
    });
    const beside: PackFile[] = [
      { path: "policy.json", bytes: Buffer.from(formatPolicy(ledger.policy), "utf8") },
      { path: "index.csv", bytes: index },
      { path: "summary.pdf", bytes: await press.print(summary) },
      { path: "README.txt", bytes: readme({ origin, from: request.from, until: request.until }) },
    ];
    const files = [...gathered.files, ...beside];
    // Gathering takes minutes: what was narrowed meanwhile leaves no file, and nothing is said to have been shown.
    assertStillTheirs();
    const zip = await writeZip(file, files, Date.parse(request.until));
    for (let at = 0; at < shown.length; at += SHOWN_AT_ONCE)
      await show(...shown.slice(at, at + SHOWN_AT_ONCE));
    const hash = zip.sha256.toString("base64url");
    // Why stands with each person who is in it: on the firm's stream, of which nothing is erased, it would stay when they go.
    await ledger.recordAdministration({
      ...{ event: "export-made", actor: { id: by.id, role: by.role } },
      target: { type: "ledger", id: ledger.policy.ledgerId },
      ...{ count: gathered.files.length, from: request.from, until: request.until },
      ...{ hash, route: "POST /v1/evidence-packs", request: asked ?? id },
    });
    return { ...countsOf(gathered), bytes: zip.bytes, sha256: hash };
  };
}

function countsOf({ rows, shown, gone }: Gathered): Omit<MadePack, "bytes" | "sha256"> {
  const proofs = rows.filter(({ kind, file }) => file !== "" && kind !== "notice-text");
  return {
    ...{ files: proofs.length, people: shown.length, gone },
    verdicts: countVerdicts(rows.filter(({ kind }) => kind !== "notice-text")),
  };
}
