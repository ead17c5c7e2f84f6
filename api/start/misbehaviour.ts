import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Misbehaviour } from "../core/errors.ts";
import { writeDurably } from "../core/files.ts";
import type { ServerLog } from "./log.ts";

/** Evidence of misbehaviour is kept where an operator will look for it, whatever happens next. */
export async function keepEvidence(
  directory: string,
  found: Misbehaviour,
  now: number,
  log: ServerLog,
): Promise<void> {
  log.misbehaviour(found);
  const folder = join(directory, "misbehaviour");
  try {
    await mkdir(folder, { recursive: true });
    const text = JSON.stringify({ code: found.code, at: now, ...found.evidence }, null, 2);
    const name = `${now}-${found.code}`;
    await writeDurably(join(folder, `${name}.json`), `${text}\n`);
    if (found.proof !== null) await writeDurably(join(folder, `${name}.proof.json`), found.proof);
  } catch (error) {
    log.bug(error);
  }
}
