/** The chain's port: free, taken by a predecessor that is still ending, left behind by a dead one, or somebody else's. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Refusal } from "../../core/errors.ts";

export const PORT_SETTING = "COUNTERFOIL_CHAIN_PORT";
const ATTEMPT_MS = 50;

const pidFileOf = (stateFile: string): string => `${stateFile}.pid`;

/** The processes of a running chain, noted so that a later start can tell its own orphan from a stranger. */
export interface ChainProcesses {
  readonly supervisor: number;
  readonly anvil: number;
}

export async function notePids(stateFile: string, processes: ChainProcesses): Promise<void> {
  await writeFile(pidFileOf(stateFile), JSON.stringify(processes), { mode: 0o600 });
}

export async function forgetPids(stateFile: string): Promise<void> {
  await rm(pidFileOf(stateFile), { force: true });
}

/**
 * Resolves when the port on 127.0.0.1 is free. After our process was killed its supervisor still saves and ends the chain: that is
 * waited for. An anvil of ours whose supervisor is dead too (both killed at once) is ended here.
 */
export async function awaitPort(
  port: number,
  stateFile: string,
  binary: string,
  waitMs: number,
): Promise<void> {
  for (let waited = 0; !(await isFree(port)); waited += ATTEMPT_MS) {
    await endOrphan(port, stateFile, binary);
    if (waited >= waitMs) {
      throw new Refusal("invalid_setting", { setting: PORT_SETTING, problem: "port_in_use" });
    }
    await sleep(ATTEMPT_MS);
  }
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      probe.close(() => resolve(true));
    });
  });
}

async function endOrphan(port: number, stateFile: string, binary: string): Promise<void> {
  const noted = await readPids(stateFile);
  if (noted === null || (await commandOf(noted.supervisor))?.includes(SUPERVISOR)) return;
  // Process ids are used again, so the command line has to be exactly the one that we start.
  const command = await commandOf(noted.anvil);
  if (command?.[0] !== binary || !command.includes(String(port))) return;
  process.kill(noted.anvil, "SIGKILL");
}

/** The program of the child process that owns anvil. */
export const SUPERVISOR = fileURLToPath(new URL("./supervisor.ts", import.meta.url));

async function readPids(stateFile: string): Promise<ChainProcesses | null> {
  try {
    const noted: unknown = JSON.parse(await readFile(pidFileOf(stateFile), "utf8"));
    const { supervisor, anvil } = noted as ChainProcesses;
    return Number.isSafeInteger(supervisor) && Number.isSafeInteger(anvil) && anvil > 1
      ? { supervisor, anvil }
      : null;
  } catch {
    return null;
  }
}

/** The words of a process's command line; null if there is no such process, or no /proc to ask (then nothing is ended). */
async function commandOf(pid: number): Promise<readonly string[] | null> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, "utf8")).split("\0");
  } catch {
    return null;
  }
}
