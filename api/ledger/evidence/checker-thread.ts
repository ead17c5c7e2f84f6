/** The thread that checks files of evidence, in the order in which they come. Started by checker.ts. */
import { type MessagePort, parentPort } from "node:worker_threads";
import { held } from "./hold.ts";

export interface ToChecker {
  readonly call: number;
  readonly files: readonly Uint8Array[];
}

/** `failed`: of the first file that does not hold; `null`: all do. */
export interface FromChecker {
  readonly call: number;
  readonly failed: string | null;
}

function failure(files: readonly Uint8Array[]): string | null {
  try {
    for (const file of files) held(file);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : "no error";
  }
}

function run(port: MessagePort): void {
  port.on("message", ({ call, files }: ToChecker) => {
    port.postMessage({ call, failed: failure(files) } satisfies FromChecker);
  });
}

if (parentPort !== null) run(parentPort);
