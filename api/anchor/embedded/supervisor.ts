/**
 * A program, not a module: the child process that runs anvil and sees to it that anvil never outlives the process that wanted it.
 * The public port is its own (gate.ts); anvil listens where only the two of us know.
 *
 * Its IPC channel breaks when its parent ends, however that came about (also `kill -9`); then it saves the chain and ends it. It is
 * detached, so that Ctrl-C in a terminal, which goes to the whole process group, does not take the chain away before the parent has
 * shut down in order; the same holds for signals sent to it by name.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { latestHeader } from "../answers.ts";
import { createRpc, RpcUnreachable } from "../rpc.ts";
import { openGate } from "./gate.ts";
import type { FromSupervisor, StartFailure, SupervisorTask, ToSupervisor } from "./messages.ts";
import { forgetPids, notePids, privatePlace } from "./port.ts";
import { loadState, StateUnreadable, saveState } from "./state-file.ts";

const task = JSON.parse(process.argv[2] ?? "null") as SupervisorTask;
const loading = `${task.stateFile}.loading`;
const START_MS = 30_000;
const LAST_SAVE_MS = 20_000;
const place = await privatePlace();
const privateRpcUrl = `http://${place.host}:${place.port}`;
const rpc = createRpc(privateRpcUrl, {
  // A chain with months of anchors takes seconds to write out.
  timeoutMs: 60_000,
  maxAnswerBytes: 2 ** 29,
});

let savedBlock: string | null = null;
let saving: Promise<void> = Promise.resolve();
let ending = false;
let serving = false;

function say(message: FromSupervisor): void {
  // Without a parent there is nobody to tell.
  if (process.connected) process.send?.(message, () => {});
}

/**
 * Only the states of the last blocks are kept, for each holds all accounts: `finalized` is two blocks behind, and an anchor, which
 * mines three, may come between a verifier's question for that block's number and the one for its state.
 */
const KEPT_STATES = "6";

function startAnvil(hasState: boolean): ChildProcess {
  const argv = ["--host", place.host, "--port", String(place.port), "--chain-id", "31337"];
  // No well-known development accounts: their keys are public, and each could anchor or spend.
  argv.push("--accounts", "0", "--quiet", "--slots-in-an-epoch", "1");
  argv.push("--prune-history", KEPT_STATES);
  // Not what keeps web pages out: it does not concern WebSocket, nor a page whose name was rebound to this machine. The gate does.
  argv.push("--no-cors");
  if (hasState) argv.push("--load-state", loading);
  return spawn(task.binary, argv, { stdio: ["ignore", "ignore", "pipe"], env: {} });
}

async function run(): Promise<void> {
  const { port, allowOrigins } = task;
  // First of all: whoever has the port has the state file. Ours until this program ends, so a successor that waits for it finds
  // the chain saved.
  const target = (): URL | null => (serving ? new URL(privateRpcUrl) : null);
  await openGate({ port, allowOrigins, target });
  const state = await loadState(task.stateFile);
  if (state !== null) await writeFile(loading, state, { mode: 0o600 });
  const anvil = startAnvil(state !== null);
  // However this program ends, short of a kill -9.
  process.once("exit", () => anvil.kill("SIGKILL"));
  const complaint = collect(anvil);
  const exited = new Promise<void>((resolve) => {
    anvil.once("error", () => resolve());
    anvil.once("exit", (code, signal) => {
      say({ type: "exited", code, signal });
      resolve();
    });
  });
  const over = exited.then(() => "over" as const);
  process.once("disconnect", () => void end(anvil));
  process.on("message", (message: ToSupervisor) => {
    if (message.type === "save") void answerSave(message.id);
    else void end(anvil);
  });
  if (anvil.pid !== undefined) {
    const noted = { supervisor: process.pid, anvil: anvil.pid, privatePort: place.port };
    await notePids(task.stateFile, noted);
  }
  const started = await Promise.race([over, answering()]);
  await rm(loading, { force: true });
  if (started === "answers" && anvil.pid !== undefined) {
    savedBlock = state === null ? null : await newestBlock();
    serving = true;
    say({ type: "ready", anvil: anvil.pid, privateRpcUrl });
  } else if (!ending) {
    say({ type: "failed", reason: "chain_failed", detail: complaint() });
    anvil.kill("SIGKILL");
  }
  await exited;
  await saving;
  await forgetPids(task.stateFile);
}

/** The last of what anvil complains about. */
function collect(anvil: ChildProcess): () => string {
  let text = "";
  anvil.stderr?.on("data", (part: Buffer) => {
    text = (text + part.toString("utf8")).slice(-1000);
  });
  return () => text.trim();
}

async function answering(): Promise<"answers" | "silent"> {
  for (let waited = 0; waited < START_MS; waited += 20) {
    try {
      await rpc("eth_chainId", []);
      return "answers";
    } catch (error) {
      if (!(error instanceof RpcUnreachable)) throw error;
    }
    await sleep(20);
  }
  return "silent";
}

async function newestBlock(): Promise<string> {
  return (await latestHeader(rpc)).hash;
}

/** One at a time; nothing is written if no block was mined since the last time. */
function save(): Promise<void> {
  const next = saving.then(async () => {
    const block = await newestBlock();
    if (block === savedBlock) return;
    // With the historical states: without them anvil answers nothing at `finalized` after a restart until two blocks are mined.
    const dump = await rpc("anvil_dumpState", [true]);
    if (typeof dump !== "string") throw new RpcUnreachable("bad_answer");
    await saveState(task.stateFile, Buffer.from(dump.slice(2), "hex"));
    savedBlock = block;
  });
  saving = next.catch(() => {});
  return next;
}

async function answerSave(id: number): Promise<void> {
  const ok = await save().then(
    () => true,
    () => false,
  );
  say({ type: "saved", id, ok });
}

/** Saves what can be saved, and ends anvil in any case. */
async function end(anvil: ChildProcess): Promise<void> {
  if (ending) return;
  ending = true;
  // A chain that does not answer any more is not waited for; what was final is saved already.
  await Promise.race([save().catch(() => {}), sleep(LAST_SAVE_MS)]);
  anvil.kill("SIGKILL");
}

function reasonOf(error: unknown): StartFailure {
  if (error instanceof StateUnreadable) return "state_unreadable";
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === "listen" && code === "EADDRINUSE" ? "port_in_use" : "chain_failed";
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
run().then(
  () => process.exit(0),
  (error) => {
    say({
      type: "failed",
      reason: reasonOf(error),
      detail: error instanceof Error ? error.message : "",
    });
    setTimeout(() => process.exit(1), 100);
  },
);
