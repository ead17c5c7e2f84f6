/** The chain's public port: free, taken by a predecessor that is still ending, left behind by a dead one, or somebody else's. */
import { randomInt } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
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
  /** Where anvil listens. */
  readonly privatePort: number;
}

export async function notePids(stateFile: string, processes: ChainProcesses): Promise<void> {
  await writeFile(pidFileOf(stateFile), JSON.stringify(processes), { mode: 0o600 });
}

export async function forgetPids(stateFile: string): Promise<void> {
  await rm(pidFileOf(stateFile), { force: true });
}

/**
 * Resolves when the port on 127.0.0.1 is free. After our process was killed its supervisor still saves and ends the chain: that is
 * waited for. An anvil of ours whose supervisor is dead too (both killed at once) holds no public port, and is ended here.
 */
export async function awaitPort(
  port: number,
  stateFile: string,
  binary: string,
  waitMs: number,
): Promise<void> {
  await endOrphan(stateFile, binary);
  for (let waited = 0; !(await isFree(port)); waited += ATTEMPT_MS) {
    await endOrphan(stateFile, binary);
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

/**
 * Where only we shall find anvil: a free port, and where the system has all of 127.0.0.0/8 (Linux) a random address too, so that
 * a web page cannot come upon it by trying every port.
 */
export async function privatePlace(): Promise<{ host: string; port: number }> {
  const host = `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
  const port = await freePortAt(host);
  if (port !== null) return { host, port };
  const usual = await freePortAt("127.0.0.1");
  if (usual === null) throw new Error("no free port");
  return { host: "127.0.0.1", port: usual };
}

function freePortAt(host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(null));
    probe.listen(0, host, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function endOrphan(stateFile: string, binary: string): Promise<void> {
  const noted = await readPids(stateFile);
  if (noted === null || (await commandOf(noted.supervisor))?.includes(SUPERVISOR)) return;
  // Process ids are used again, so the command line has to be exactly the one that we start.
  const command = await commandOf(noted.anvil);
  if (command?.[0] !== binary || !command.includes(String(noted.privatePort))) return;
  try {
    process.kill(noted.anvil, "SIGKILL");
  } catch {
    // Gone already.
  }
}

/** The program of the child process that owns anvil. */
export const SUPERVISOR = fileURLToPath(new URL("./supervisor.ts", import.meta.url));

async function readPids(stateFile: string): Promise<ChainProcesses | null> {
  try {
    const noted: unknown = JSON.parse(await readFile(pidFileOf(stateFile), "utf8"));
    const { supervisor, anvil, privatePort } = noted as ChainProcesses;
    const whole = [supervisor, anvil, privatePort].every(Number.isSafeInteger);
    return whole && anvil > 1 ? { supervisor, anvil, privatePort } : null;
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
