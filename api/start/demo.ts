/** The demonstration: Northwind through the front door, anchored, and evidence files to try, one of each claim and kind. */
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

type Ledger = RunningServer["ledger"];

interface Shown {
  /** Of its file, without the ending. */
  readonly name: string;
  /** Of Northwind. */
  readonly customer: string;
  make(ledger: Ledger, subject: string): Promise<Uint8Array>;
}

const checkpoint = "final";

/** That a customer's newest record of a kind is in the ledger, or even the newest version. */
const newest =
  (kind: string, claim: "record" | "current"): Shown["make"] =>
  async (ledger, subject) => {
    const { records } = await ledger.list({ subject, kind, cursor: null, limit: 1 });
    const [record] = records;
    if (record === undefined) throw new Refusal("not_found", { what: "record" });
    const { id, version } = record;
    return ledger.evidence({ id, version, fields: null, checkpoint, claim });
  };

const history =
  (stream: string): Shown["make"] =>
  (ledger, subject) => {
    const whole = { fields: null, withhold: [], from: null, at: null };
    return ledger.streamEvidence({ claim: "history", subject, stream, checkpoint, ...whole });
  };

const absent =
  (stream: string): Shown["make"] =>
  (ledger, subject) =>
    ledger.streamEvidence({ claim: "absent", subject, stream, checkpoint });

const SHOWN: readonly Shown[] = [
  { name: "customer", customer: "ALFKI", make: newest("customer", "record") },
  { name: "order", customer: "VINET", make: newest("order", "record") },
  { name: "payment", customer: "HANAR", make: newest("payment", "record") },
  { name: "current", customer: "ALFKI", make: newest("customer", "current") },
  { name: "history", customer: "VINET", make: history("order") },
  { name: "absent", customer: "ALFKI", make: absent("consent/marketing") },
];

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
  const files = SHOWN.map(({ name }) => join(folder, `${name}.json`));
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
  { customer, make }: Shown,
): Promise<Uint8Array> {
  const [found] = await ledger.ensureSubjects([{ source: "northwind", externalNumber: customer }]);
  return make(ledger, found!.subject);
}
