/** Makes the page of a report in a thread of its own: one of a ledger that is damaged all over takes seconds, in which nobody else shall wait. */
import { Worker } from "node:worker_threads";
import type { Language } from "../../../core/language.ts";
import type { ToRender } from "./apart-thread.ts";

/** @param report its canonical bytes (FORMAT §15) */
export function htmlReportApart(report: Uint8Array, language: Language): Promise<string> {
  const worker = new Worker(new URL("./apart-thread.ts", import.meta.url), {
    workerData: { report, language } satisfies ToRender,
    // Not this process's: they may say what it runs (`--input-type`, `--import`).
    execArgv: [],
  });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the thread that renders a report has ended")));
  });
}
