/**
 * One request to an auditor or a witness, bounded in time and bytes; redirects are not followed, nothing is retried. Addresses are the operator's, what
 * comes back is a stranger's.
 */
import { readAtMost } from "../core/at-most.ts";
import { CosignTrouble } from "./trouble.ts";

export interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
}

/** A GET, or with a body a POST. Rejects with {@link CosignTrouble}: `refused`, `timeout`, `too_large`, `redirected`. */
export type Ask = (url: string, body?: string) => Promise<Answer>;

export interface AskLimits {
  /** For the whole of it: a server may send its headers at once and then nothing. */
  readonly timeoutMs: number;
  readonly mostBytes: number;
}

/** A note of 64 lines with the longest names has less. */
const ASK_LIMITS: AskLimits = { timeoutMs: 10_000, mostBytes: 65_536 };

/** `stop`: requests under way end, as if nobody had answered. */
export function createAsk(stop: AbortSignal, limits: AskLimits = ASK_LIMITS): Ask {
  return async (url, body) => {
    // Nothing is left hanging on `stop`, which lives as long as the process.
    const over = new AbortController();
    let late = false;
    const end = (): void => over.abort();
    const timer = setTimeout(() => {
      late = true;
      end();
    }, limits.timeoutMs);
    stop.addEventListener("abort", end);
    if (stop.aborted) end();
    const what: RequestInit = body === undefined ? {} : { method: "POST", body };
    try {
      const response = await fetch(url, { ...what, signal: over.signal, redirect: "manual" });
      const { status } = response;
      if (status >= 300 && status < 400) {
        await response.body?.cancel();
        throw new CosignTrouble("redirected");
      }
      const read = await readAtMost(response.body, limits.mostBytes);
      if (read === null) throw new CosignTrouble("too_large");
      return { status, body: read };
    } catch (error) {
      if (error instanceof CosignTrouble) throw error;
      throw new CosignTrouble(late ? "timeout" : "refused");
    } finally {
      clearTimeout(timer);
      stop.removeEventListener("abort", end);
    }
  };
}
