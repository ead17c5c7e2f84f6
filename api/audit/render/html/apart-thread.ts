/** The thread that makes a page of one report. Started by apart.ts. */
import { parentPort, workerData } from "node:worker_threads";
import type { Language } from "../../../core/language.ts";
import { parseReport } from "../../json.ts";
import { htmlReport } from "./page.ts";

export interface ToRender {
  /** Canonical (FORMAT §15). */
  readonly report: Uint8Array;
  readonly language: Language;
}

if (parentPort !== null) {
  const { report, language } = workerData as ToRender;
  parentPort.postMessage(htmlReport(parseReport(report), language));
}
