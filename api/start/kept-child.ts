/**
 * A program of ours that runs beside the server: started again when it ends by itself, ended with the server, and by itself (ends-with-parent.ts) where
 * the server was killed. It is detached, so that Ctrl-C in a terminal, which goes to the whole process group, does not take it away before the server has
 * shut down in order.
 */
import { type ChildProcess, fork } from "node:child_process";
import type { Readable } from "node:stream";
import { childEnvironment } from "../core/child-environment.ts";
import type { Clock } from "../core/clock.ts";

/** Loaded before the program. */
const ENDS_WITH_PARENT = new URL("./ends-with-parent.ts", import.meta.url).href;

export interface KeptChildOptions {
  /** Path of the program, and its words. */
  readonly program: string;
  readonly args: readonly string[];
  readonly clock: Clock;
  /** Told of each line of its standard output. */
  readonly onLine: (line: string) => void;
  /** Told of its standard error, likewise; of one that floods it, no more than some lines for each start. */
  readonly onWarning: (line: string) => void;
  /** It has ended without being asked; another one is started. */
  readonly onEnded: (code: number | null) => void;
  readonly restartFirstMs?: number;
  readonly restartMostMs?: number;
  readonly graceMs?: number;
}

export interface KeptChild {
  /** Of the one that runs; `null` between two. */
  readonly pid: number | null;
  /** Ends it in order; one that does not end is killed. Resolves when it is gone. */
  stop(): Promise<void>;
}

/** Whoever has run so long has started well: the next wait is short again. */
const WELL_MS = 60_000;
/** A line that is longer is cut. */
const MOST_LINE = 8_192;
const MOST_WARNINGS = 100;

export function keepChild(options: KeptChildOptions): KeptChild {
  const { clock, restartFirstMs = 500, restartMostMs = 30_000, graceMs = 10_000 } = options;
  let child: ChildProcess | null = null;
  let timer: NodeJS.Timeout | null = null;
  let failures = 0;
  let stopped = false;
  let gone: Promise<void> = Promise.resolve();

  function start(): void {
    timer = null;
    const startedAt = clock.now();
    const running = spawnOne(options);
    child = running;
    gone = new Promise((resolve) => {
      const ended = (code: number | null): void => {
        if (child !== running) return;
        child = null;
        resolve();
        if (stopped) return;
        failures = clock.now() - startedAt >= WELL_MS ? 1 : failures + 1;
        options.onEnded(code);
        timer = setTimeout(start, Math.min(restartMostMs, restartFirstMs * 2 ** (failures - 1)));
      };
      running.once("exit", (code) => ended(code));
      running.once("error", () => ended(null));
    });
  }

  start();
  return {
    get pid() {
      return child?.pid ?? null;
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      const running = child;
      if (running === null) return;
      running.kill("SIGTERM");
      const force = setTimeout(() => running.kill("SIGKILL"), graceMs);
      await gone;
      clearTimeout(force);
    },
  };
}

/** Nothing of our environment goes along: it may hold tokens. */
function spawnOne({ program, args, onLine, onWarning }: KeptChildOptions): ChildProcess {
  const child = fork(program, [...args], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    execArgv: ["--import", ENDS_WITH_PARENT],
    env: childEnvironment(),
  });
  linesOf(child.stdout, onLine);
  let warnings = 0;
  linesOf(child.stderr, (line) => {
    warnings += 1;
    if (warnings <= MOST_WARNINGS) onWarning(line);
  });
  return child;
}

function linesOf(stream: Readable | null, onLine: (line: string) => void): void {
  let rest = "";
  stream?.setEncoding("utf8").on("data", (part: string) => {
    const lines = (rest + part).split("\n");
    rest = (lines.pop() ?? "").slice(0, MOST_LINE);
    for (const line of lines) onLine(line.slice(0, MOST_LINE));
  });
}
