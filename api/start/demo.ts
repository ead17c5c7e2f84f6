/** The demonstration: Northwind through the front door, anchored, and three evidence files to try. */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadDemo } from "../../scripts/import/demo.ts";
import { Misbehaviour, Refusal } from "../core/errors.ts";
import { writeDurably } from "../core/files.ts";
import type { RunningServer } from "./server.ts";

export interface DemoProgress {
  /** Records stored, or found to be there already. */
  records(done: number): void;
  anchoring(): void;
}

/** Customers of Northwind whose newest records become evidence files: one a kind. */
const SHOWN = [
  { kind: "customer", customer: "ALFKI" },
  { kind: "order", customer: "VINET" },
  { kind: "payment", customer: "HANAR" },
] as const;

/** Evidence is made to be handed on. */
const READABLE = 0o644;
const DONE = "demo";
const TRIES = 120;

/**
 * Loads the demonstration if that has not been done, and answers the paths of the evidence files. An interrupted load is simply
 * begun again: nothing is stored twice.
 */
export async function ensureDemo(
  server: RunningServer,
  dataDirectory: string,
  progress: DemoProgress,
): Promise<readonly string[]> {
  const folder = join(dataDirectory, "evidence");
  const files = SHOWN.map(({ kind }) => join(folder, `${kind}.json`));
  if ((await server.store.meta(DONE)) !== null && (await allThere(files))) return files;
  const tally = await loadDemo({
    baseUrl: server.url,
    token: server.token,
    onProgress: (tally) => progress.records(tally.stored + tally.unchanged),
  });
  if (tally.refused > 0) throw new Error("the ledger refused some of its own demonstration");
  progress.anchoring();
  await untilFinal(server);
  await mkdir(folder, { recursive: true });
  for (const [at, shown] of SHOWN.entries())
    await writeDurably(files[at]!, await evidenceFor(server, shown), READABLE);
  await server.store.setMeta(DONE, "northwind");
  return files;
}

async function allThere(files: readonly string[]): Promise<boolean> {
  try {
    for (const file of files) await readFile(file);
    return true;
  } catch {
    return false;
  }
}

/** Anchored and final, or a refusal that says why not. */
async function untilFinal(server: RunningServer): Promise<void> {
  const wanted = await server.store.size();
  for (let tries = 0; tries < TRIES; tries++) {
    const { state, finalizedSize } = await server.publish();
    if (finalizedSize >= wanted) return;
    if (state === "diverged") throw new Misbehaviour("chain_diverged", { finalizedSize, wanted });
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Refusal("chain_unavailable", {});
}

async function evidenceFor(
  { ledger }: RunningServer,
  { kind, customer }: (typeof SHOWN)[number],
): Promise<Uint8Array> {
  const [found] = await ledger.ensureSubjects([{ source: "northwind", externalNumber: customer }]);
  const { records } = await ledger.list({ subject: found!.subject, kind, cursor: null, limit: 1 });
  const [record] = records;
  if (record === undefined) throw new Refusal("not_found", { what: "record" });
  const { id, version } = record;
  return ledger.evidence({ id, version, fields: null, checkpoint: "final" });
}
