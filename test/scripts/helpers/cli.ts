import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type Clock, systemClock } from "../../../api/core/clock.ts";
import { main } from "../../../scripts/cli/main.ts";
import type { Terminal } from "../../../scripts/cli/terminal.ts";

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
}

/** A terminal that remembers. */
export function fakeTerminal(options: Partial<Terminal> = {}) {
  const written = { out: "", err: "" };
  const terminal: Terminal = {
    out: async (part) => {
      written.out += typeof part === "string" ? part : Buffer.from(part).toString("utf8");
    },
    err: async (part) => {
      written.err += part;
    },
    outIsTty: false,
    errIsTty: false,
    columns: null,
    colour: false,
    ...options,
  };
  return { terminal, written };
}

/** The command line within this process. */
export async function runHere(
  args: readonly string[],
  options: RunOptions & {
    readonly terminal?: Partial<Terminal>;
    readonly clock?: Clock;
  } = {},
): Promise<Ran> {
  const { terminal, written } = fakeTerminal(options.terminal);
  const code = await main(args, {
    terminal,
    env: options.env ?? {},
    stdin: Readable.from([Buffer.from(options.stdin ?? "")]),
    clock: options.clock ?? systemClock,
  });
  return { code, ...written };
}

/** How Node is told to find the libraries of a test's own program as fast as it finds those of the command line. */
export const QUICKLY: readonly string[] = [
  "--import",
  fileURLToPath(new URL("../../helpers/remember-formats.ts", import.meta.url)),
];

const ENTRY = fileURLToPath(new URL("../../../scripts/counterfoil.ts", import.meta.url));

/** The command line as people run it: a process of its own. */
export async function runProcess(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = spawn(process.execPath, [ENTRY, ...args], {
    env: { PATH: process.env.PATH, ...options.env },
  });
  child.stdin.end(options.stdin ?? "");
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on("close", resolve)),
  ]);
  return { code, out, err };
}
