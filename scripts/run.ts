/** Runs commands side by side and sums them up; what failed is printed whole, what passed in a line. */
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root: string = fileURLToPath(new URL("..", import.meta.url));

export interface Job {
  readonly name: string;
  readonly command: readonly string[];
  /** Beside the variables of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Prints as it goes; only one job at a time should. */
  readonly live?: boolean;
}

export interface JobResult {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: number;
}

/** What node compiled once: a test that runs many processes runs twice as fast. */
const NODE_COMPILE_CACHE = join(root, "node_modules", ".cache", "compile");
const PATH = `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH ?? ""}`;

/** Runs one command in the project's folder, with its own tools first on the path. Never rejects. */
export function runJob({ name, command, env, live }: Job): Promise<JobResult> {
  const start = performance.now();
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: {
        ...{ NODE_COMPILE_CACHE, ...process.env, ...env, PATH },
        ...(live && process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const take = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
      if (live) process.stdout.write(chunk);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const finish = (passed: boolean): void =>
      resolve({ name, passed, output, seconds: (performance.now() - start) / 1000 });
    child.once("error", (error) => {
      output += `${error.message}\n`;
      finish(false);
    });
    child.once("close", (code) => finish(code === 0));
  });
}

/** One line a job, the output of those that failed, and whether all passed. */
export function summarize(
  results: readonly JobResult[],
  live: ReadonlySet<string> = new Set(),
): boolean {
  for (const { name, passed, output } of results) {
    if (!passed && !live.has(name)) process.stdout.write(`\n── ${name} ──\n${output.trimEnd()}\n`);
  }
  process.stdout.write("\n");
  for (const { name, passed, seconds } of results) {
    process.stdout.write(
      `${passed ? "✓ passed" : "✗ FAILED"}  ${name} (${seconds.toFixed(1)} s)\n`,
    );
  }
  return results.every(({ passed }) => passed);
}
