import { setTimeout as sleep } from "node:timers/promises";
import { type LogSource, SourceFailure, type SourceFailureCode } from "../../auditor/source.ts";

/** A restart, a limit of requests, a line that breaks: asked again, before an audit of hours ends by it. */
const AGAIN: readonly SourceFailureCode[] = ["unreachable", "timeout", "missing"];
const TIMES = 3;

/** The same source, asked up to three times, with a pause between that doubles. */
export function patientSource(source: LogSource, pauseMs: number): LogSource {
  async function ask<T>(question: () => Promise<T>): Promise<T> {
    for (let times = 1, pause = pauseMs; ; times++, pause *= 2) {
      try {
        return await question();
      } catch (error) {
        const mayPass = error instanceof SourceFailure && AGAIN.includes(error.code);
        if (!mayPass || times === TIMES) throw error;
      }
      await sleep(pause);
    }
  }
  return {
    checkpoint: () => ask(() => source.checkpoint()),
    checkpointAt: (size) => ask(() => source.checkpointAt(size)),
    tile: (tile, width) => ask(() => source.tile(tile, width)),
    bundle: (n, width) => ask(() => source.bundle(n, width)),
  };
}
