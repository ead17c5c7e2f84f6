/**
 * The anchor worker's loop: when to look, when to publish, what to do about errors. What a round does is in round.ts and steps.ts.
 * It never rejects and never ends the process: what goes wrong is in `status()`, and the next round tries again. Only misbehaviour
 * stops it, since publishing on top of a chain that disagrees with us would bury the evidence.
 */
import { isRefusal, Misbehaviour } from "../core/errors.ts";
import { AnchorFailure } from "./failures.ts";
import { gapFiller } from "./gaps.ts";
import type { AnchorLog } from "./log.ts";
import { anchorRound, type RoundContext } from "./round.ts";
import { RpcRejected, RpcUnreachable } from "./rpc.ts";

/**
 * - `starting`: no round has ended yet.
 * - `unreachable`: the chain does not answer, or its node is behind.
 * - `failing`: the chain answers, but anchoring does not work (`lastError`).
 * - `diverged`: the chain contradicts us; anchoring has stopped.
 */
export type AnchorState = "starting" | "ok" | "unreachable" | "failing" | "diverged";

export interface AnchorStatus {
  readonly state: AnchorState;
  /** Newest size on the chain, and newest that is final there, as of the last round that worked. */
  readonly headSize: number;
  readonly finalizedSize: number;
  /** Milliseconds since 1970; null before the first. */
  readonly lastRoundAt: number | null;
  readonly lastError: { readonly code: string; readonly at: number } | null;
}

export interface AnchorTimes {
  /** From one publication to the next. */
  readonly intervalMs: number;
  /** Between looks at an anchor that is not final yet. */
  readonly pollMs: number;
  readonly lostAfterMs: number;
  readonly stuckAfterMs: number;
  readonly minedWithinMs: number;
  /** Wait after the first failure; doubles up to `retryMostMs`. */
  readonly retryFirstMs: number;
  readonly retryMostMs: number;
}

export const EMBEDDED_TIMES: AnchorTimes = {
  intervalMs: 10_000,
  pollMs: 1_000,
  lostAfterMs: 0,
  stuckAfterMs: 5_000,
  minedWithinMs: 1_000,
  retryFirstMs: 500,
  retryMostMs: 5_000,
};

export const PUBLIC_TIMES: AnchorTimes = {
  intervalMs: 15 * 60_000,
  pollMs: 12_000,
  lostAfterMs: 60_000,
  stuckAfterMs: 3 * 60_000,
  minedWithinMs: 0,
  retryFirstMs: 2_000,
  retryMostMs: 60_000,
};

export interface AnchorWorkerOptions
  extends Omit<RoundContext, "lostAfterMs" | "stuckAfterMs" | "minedWithinMs" | "chainMayForget"> {
  readonly times: AnchorTimes;
  readonly log: AnchorLog;
  /** Root of our own tree at a size that is sealed. */
  readonly treeRoot: (size: number) => Promise<Uint8Array>;
  /** Told of each larger size that is final on the chain, at first of the one that was before the start. Must not throw. */
  readonly onFinal?: (size: number) => void;
  /** Called once, with the evidence to keep. */
  readonly onMisbehaviour?: (found: Misbehaviour) => void;
}

export interface AnchorWorker {
  status(): AnchorStatus;
  /** Publishes the newest checkpoint now; resolves when a round that began after the call has ended. */
  kick(): Promise<AnchorStatus>;
  /** Resolves when the round under way has ended; nothing is begun afterwards. */
  stop(): Promise<void>;
}

export function startAnchorWorker(options: AnchorWorkerOptions): AnchorWorker {
  const { times, clock, log } = options;
  const { lostAfterMs, stuckAfterMs, minedWithinMs } = times;
  const chainMayForget = options.settle !== null;
  const waits = { lostAfterMs, stuckAfterMs, minedWithinMs };
  const context: RoundContext = { ...options, ...waits, chainMayForget };
  const fillGaps = gapFiller(options);
  let status: AnchorStatus = {
    state: "starting",
    headSize: 0,
    finalizedSize: 0,
    lastRoundAt: null,
    lastError: null,
  };
  let publishAt = clock.now();
  let failures = 0;
  let underWay = false;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let queued: Promise<void> | null = null;

  async function round(): Promise<void> {
    const begunAt = clock.now();
    const publish = begunAt >= publishAt;
    // Set before the round, so that a kick during it is not overwritten.
    if (publish) publishAt = begunAt + times.intervalMs;
    try {
      const result = await anchorRound(context, publish);
      const { headSize, finalizedSize, forgotten } = result;
      if (result.postponed) publishAt = begunAt;
      if (forgotten > 0) log.warn({ forgotten }, "the chain has lost anchors; publishing again");
      failures = 0;
      underWay = result.underWay;
      if (status.state !== "ok") log.info({ headSize, finalizedSize }, "anchoring works");
      const lastRoundAt = clock.now();
      const further = finalizedSize > status.finalizedSize;
      status = { ...status, state: "ok", headSize, finalizedSize, lastRoundAt };
      if (further) options.onFinal?.(finalizedSize);
      const { filled, more, refused } = await fillGaps();
      if (filled > 0)
        log.info({ filled }, "anchors that were missing here were read from the chain");
      if (refused) log.warn({}, "the chain's node does not list the anchors that are missing here");
      underWay ||= more;
    } catch (error) {
      if (publish) publishAt = begunAt;
      failed(error);
    }
  }

  function failed(error: unknown): void {
    failures += 1;
    const { state, code } = classify(error);
    const details = { code, failures, ...(error instanceof Misbehaviour ? error.evidence : {}) };
    if (state === "diverged") log.error(details, "the chain contradicts this ledger; stopped");
    else if (code === "internal") log.error({ ...details, err: error }, "anchoring failed");
    else if (isRefusal(error)) log.error({ ...details, ...error.details }, "anchoring is refused");
    else if (failures === 1) log.warn(details, "anchoring does not work; trying again");
    status = { ...status, state, lastError: { code, at: clock.now() } };
    if (error instanceof Misbehaviour) {
      stopped = true;
      options.onMisbehaviour?.(error);
    }
  }

  function begin(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (stopped) return Promise.resolve();
    running = round().finally(() => {
      running = null;
      if (!stopped && queued === null) timer = setTimeout(begin, delay());
    });
    return running;
  }

  function delay(): number {
    if (failures > 0) return Math.min(times.retryMostMs, times.retryFirstMs * 2 ** (failures - 1));
    const untilPublication = Math.max(0, publishAt - clock.now());
    if (!underWay) return untilPublication;
    // A publication that is due and could not begin waits for the one under way.
    return untilPublication === 0 ? times.pollMs : Math.min(times.pollMs, untilPublication);
  }

  function beginNext(): Promise<void> {
    if (running === null) return begin();
    queued ??= running.then(() => {
      queued = null;
      return begin();
    });
    return queued;
  }

  void begin();
  return {
    status: () => status,
    async kick() {
      publishAt = clock.now();
      await beginNext();
      return status;
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await (queued ?? running);
    },
  };
}

function classify(error: unknown): { readonly state: AnchorState; readonly code: string } {
  if (error instanceof Misbehaviour) return { state: "diverged", code: error.code };
  if (error instanceof RpcUnreachable) return { state: "unreachable", code: error.reason };
  if (error instanceof RpcRejected) return { state: "unreachable", code: "rpc_error" };
  // The store's own word: a row is not as it was written.
  if (isRefusal(error)) return { state: "failing", code: error.code };
  if (!(error instanceof AnchorFailure)) return { state: "failing", code: "internal" };
  return { state: error.code === "chain_behind" ? "unreachable" : "failing", code: error.code };
}
