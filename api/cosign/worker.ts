/**
 * The loop of one auditor or witness: when it is asked, and what is told of it. It never rejects and never ends the process; what goes wrong is in
 * `status()`, and the next round tries again. Each has a loop of its own, so that none waits for another.
 */
import type { Clock } from "../core/clock.ts";
import { Misbehaviour } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import type { AnchorRow } from "../store/store.ts";
import type { Cosigner } from "./cosigners.ts";
import type { CosignLog } from "./log.ts";
import type { CosignerState, CosignerStatus } from "./status.ts";
import type { CosignStore } from "./store.ts";
import { CosignTrouble } from "./trouble.ts";

export interface CosignTimes {
  /** From one round to the next while a cosignature is missing … */
  readonly pollMs: number;
  /** … and while none is. */
  readonly idleMs: number;
  /** Wait after the first failure; doubles up to `retryMostMs`. Half of it is left to chance, so that not all come at once. */
  readonly retryFirstMs: number;
  readonly retryMostMs: number;
}

/** Everything on one machine. */
export const EMBEDDED_COSIGN_TIMES: CosignTimes = {
  ...{ pollMs: 1_000, idleMs: 10_000 },
  ...{ retryFirstMs: 500, retryMostMs: 10_000 },
};

export const PUBLIC_COSIGN_TIMES: CosignTimes = {
  ...{ pollMs: 30_000, idleMs: 300_000 },
  ...{ retryFirstMs: 5_000, retryMostMs: 600_000 },
};

/** One round: asks, and keeps what it gets. Answers the code with which an auditor refuses, or `null`. */
export type Round = (url: string) => Promise<string | null>;

export interface CosignWorkerOptions {
  readonly cosigner: Pick<Cosigner, "kind" | "vkey" | "key">;
  /** Where it is; `null`: nowhere for the moment. */
  readonly url: () => string | null;
  readonly round: Round;
  readonly store: Pick<CosignStore, "newestAnchor" | "newestCosignedAnchor">;
  readonly clock: Clock;
  readonly random: Random;
  readonly times: CosignTimes;
  readonly log: CosignLog;
  /** Told of each second history once. */
  readonly onMisbehaviour: (found: Misbehaviour) => void;
  /** Told after a round that found something. */
  readonly onCosigned: () => void;
}

export interface CosignWorker {
  status(): CosignerStatus;
  /** Something new is anchored: asks soon, unless it is waiting after a failure. */
  nudge(): void;
  /** Resolves when the round under way has ended; nothing is begun afterwards. */
  stop(): Promise<void>;
}

interface Standing {
  readonly final: AnchorRow | null;
  readonly own: AnchorRow | null;
}

export function startCosignWorker(options: CosignWorkerOptions): CosignWorker {
  const { cosigner, clock, times, log } = options;
  const { kind, key, vkey } = cosigner;
  let state: CosignerState = "starting";
  let lastError: CosignerStatus["lastError"] = null;
  let standing: Standing = { final: null, own: null };
  let failures = 0;
  let stopped = false;
  let again = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  const shown = new Set<string>();
  /** It has shown a second history: no later answer takes that back. */
  let proven = false;
  /** Why it refuses, until it answers that it does not. */
  let refusal: string | null = null;

  async function round(): Promise<void> {
    const url = options.url();
    if (url === null) {
      stand(refusal === null ? "starting" : "refusing");
      return;
    }
    try {
      const refusing = await options.round(url);
      await look();
      succeed(refusing);
    } catch (error) {
      fail(error);
      await look().catch((second) => log.error({ err: second }, "the store does not answer"));
    }
  }

  /** Where it stands, by what is kept. */
  async function look(): Promise<void> {
    const final = await options.store.newestAnchor(["finalized"], 0);
    const own = await options.store.newestCosignedAnchor([vkey], ["finalized"], 0);
    const further = (own?.size ?? 0) > (standing.own?.size ?? 0);
    standing = { final, own };
    if (further) options.onCosigned();
  }

  function succeed(refusing: string | null): void {
    failures = 0;
    const details = { name: key.name, kind };
    if (refusing !== null && refusing !== refusal)
      log.error({ ...details, refusal: refusing }, "an auditor refuses to cosign this ledger");
    refusal = refusing;
    const next = refusing !== null ? "refusing" : isBehind(standing) ? "waiting" : "ok";
    if (state !== "ok" && next === "ok" && !proven) log.info(details, "cosigned");
    if (refusing !== null) lastError = { code: refusing, at: clock.now() };
    stand(next);
  }

  function fail(error: unknown): void {
    // What was under way was cut off; what it had found is found.
    if (stopped && !(error instanceof Misbehaviour)) return;
    failures += 1;
    const found = classify(error);
    const details = { name: key.name, kind, code: found.code, failures };
    if (error instanceof Misbehaviour) tell(error);
    else if (found.code === "internal") log.error({ ...details, err: error }, "cosigning failed");
    else if (found.code === "inconsistent")
      log.error(details, "a witness has seen another history of this ledger");
    else if (failures === 1) log.warn(details, "no cosignature; trying again");
    proven ||= error instanceof Misbehaviour;
    // Who refuses does not cease to by not answering.
    stand(refusal !== null && error instanceof CosignTrouble ? "refusing" : found.state);
    lastError = { code: found.code, at: clock.now() };
  }

  function stand(next: CosignerState): void {
    state = proven ? "diverged" : next;
  }

  /** Kept once, however often it is shown. */
  function tell(found: Misbehaviour): void {
    // By what is shown; what of ours is laid beside it goes on growing.
    const what = `${found.evidence.size} ${found.evidence.root}`;
    if (shown.has(what) || shown.size >= MOST_SHOWN) return;
    shown.add(what);
    options.onMisbehaviour(found);
  }

  function begin(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    again = false;
    running = round().finally(() => {
      running = null;
      if (!stopped) timer = setTimeout(begin, again && failures === 0 ? 0 : delay());
    });
  }

  function delay(): number {
    if (failures === 0) return state === "ok" ? times.idleMs : times.pollMs;
    const most = Math.min(times.retryMostMs, times.retryFirstMs * 2 ** Math.min(failures - 1, 30));
    const chance = options.random.bytes(2).readUInt16BE(0) / 0x10000;
    return most * (0.5 + chance / 2);
  }

  begin();
  return {
    status: () => ({ name: key.name, kind, state, ...lag(standing, clock.now()), lastError }),
    nudge() {
      again = true;
      if (running === null && !stopped && failures === 0) begin();
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}

/** Different second histories of one cosigner; a thief of the log key can sign any number. */
const MOST_SHOWN = 16;

const isBehind = ({ final, own }: Standing): boolean => (own?.size ?? 0) < (final?.size ?? 0);

function lag(
  standing: Standing,
  now: number,
): Pick<CosignerStatus, "size" | "lagEntries" | "lagSeconds"> {
  const size = standing.own?.size ?? 0;
  const lagEntries = Math.max(0, (standing.final?.size ?? 0) - size);
  if (lagEntries === 0) return { size, lagEntries, lagSeconds: 0 };
  const since = standing.own?.blockTime ?? null;
  return {
    ...{ size, lagEntries },
    lagSeconds: since === null ? null : Math.max(0, Math.floor(now / 1000) - since),
  };
}

function classify(error: unknown): { readonly state: CosignerState; readonly code: string } {
  if (error instanceof Misbehaviour) return { state: "diverged", code: error.code };
  if (!(error instanceof CosignTrouble)) return { state: "failing", code: "internal" };
  return { state: error.unreachable ? "unreachable" : "failing", code: error.code };
}
