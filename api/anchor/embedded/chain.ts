/** The embedded chain: a development chain that begins and ends with us, keeps its state on disk, and mines only what is needed. */
import { type ChildProcess, fork } from "node:child_process";
import { childEnvironment } from "../../core/child-environment.ts";
import { Refusal } from "../../core/errors.ts";
import { type AnchorLog, silentLog } from "../log.ts";
import { anvilBinary } from "./binary.ts";
import type { FromSupervisor, StartFailure, SupervisorTask, ToSupervisor } from "./messages.ts";
import { awaitPort, PORT_SETTING, SUPERVISOR } from "./port.ts";

export interface EmbeddedChainOptions {
  readonly port: number;
  /** In a folder that exists; files beside it begin with the same name. */
  readonly stateFile: string;
  readonly log?: AnchorLog;
  /** The web origins whose pages may ask the chain; without them none may. */
  readonly allowOrigins?: readonly string[];
  /** How long to wait for a port that a predecessor is still giving up. */
  readonly portWaitMs?: number;
}

export interface ChainExit {
  /** True after `stop()`; else the chain has ended by itself, or was killed. */
  readonly wanted: boolean;
}

export interface EmbeddedChain {
  /** For everybody on this machine: reads only. */
  readonly rpcUrl: string;
  /** anvil itself, for our own process only: whoever knows it can do anything to the chain. Neither logged nor printed. */
  readonly privateRpcUrl: string;
  /** anvil's process. */
  readonly pid: number;
  /** Resolves when everything mined before the call survives any crash; rejects if it could not be written. */
  save(): Promise<void>;
  /** Saves and ends the chain; resolves when its processes are gone. May be called again. */
  stop(): Promise<void>;
  /** Resolves, never rejects, when the chain has ended. */
  readonly exited: Promise<ChainExit>;
}

const DEFAULT_PORT_WAIT_MS = 15_000;

/**
 * Rejects with a Refusal if the port is somebody else's or the state on disk cannot be read. The chain ends with this process even
 * if that is killed with -9.
 */
export async function startEmbeddedChain(options: EmbeddedChainOptions): Promise<EmbeddedChain> {
  const { port, stateFile, allowOrigins = [] } = options;
  const binary = anvilBinary();
  await awaitPort(port, stateFile, binary, options.portWaitMs ?? DEFAULT_PORT_WAIT_MS);
  const child = forkSupervisor({ binary, port, stateFile, allowOrigins });
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const ready = await Promise.race([firstWord(child), gone.then(() => null)]);
  if (ready?.type !== "ready") {
    await gone;
    if (ready?.type === "failed" && ready.reason === "port_in_use") throw portInUse();
    throw startError(ready?.type === "failed" ? ready : null);
  }
  return runningChain(child, gone, ready, options);
}

/** Nothing of our environment goes along: it may hold tokens, and anvil would take settings from it. */
function forkSupervisor(task: SupervisorTask): ChildProcess {
  return fork(SUPERVISOR, [JSON.stringify(task)], {
    detached: true,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    execArgv: [],
    env: childEnvironment(),
  });
}

function firstWord(child: ChildProcess): Promise<FromSupervisor> {
  return new Promise((resolve) => {
    child.on("message", (message: FromSupervisor) => {
      if (message.type === "ready" || message.type === "failed") resolve(message);
    });
  });
}

function runningChain(
  child: ChildProcess,
  gone: Promise<void>,
  { anvil, privateRpcUrl }: Extract<FromSupervisor, { type: "ready" }>,
  options: EmbeddedChainOptions,
): EmbeddedChain {
  const log = options.log ?? silentLog;
  const waiting = new Map<number, { done: () => void; failed: (error: Error) => void }>();
  let lastSave = 0;
  let wanted = false;

  child.on("message", (message: FromSupervisor) => {
    if (message.type !== "saved") return;
    const save = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) save?.done();
    else save?.failed(new Error("the chain's state could not be saved"));
  });
  const exited = gone.then((): ChainExit => {
    // A supervisor that was itself killed leaves anvil to us.
    if (child.exitCode !== 0) killQuietly(anvil);
    for (const { failed } of waiting.values()) failed(new Error("the chain has ended"));
    waiting.clear();
    if (!wanted) log.error({ pid: anvil }, "the embedded chain has ended unasked");
    return { wanted };
  });
  const say = (message: ToSupervisor): void => {
    if (child.connected) child.send(message, () => {});
  };
  log.info({ port: options.port, pid: anvil }, "embedded chain started");

  return {
    rpcUrl: `http://127.0.0.1:${options.port}`,
    privateRpcUrl,
    pid: anvil,
    exited,
    save() {
      if (!child.connected) return Promise.reject(new Error("the chain has ended"));
      lastSave += 1;
      const id = lastSave;
      return new Promise((done, failed) => {
        waiting.set(id, { done, failed });
        say({ type: "save", id });
      });
    },
    async stop() {
      wanted = true;
      say({ type: "stop" });
      await exited;
    },
  };
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}

function portInUse(): Refusal {
  return new Refusal("invalid_setting", { setting: PORT_SETTING, problem: "port_in_use" });
}

function startError(failure: { reason: StartFailure; detail: string } | null): Error {
  if (failure?.reason === "state_unreadable") {
    return new Refusal("invalid_setting", {
      setting: "COUNTERFOIL_DATA",
      problem: "unreadable_file",
    });
  }
  return new Error(`the embedded chain did not start: ${failure?.detail ?? "supervisor ended"}`);
}
