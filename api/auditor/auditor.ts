/** Rounds one after the other, and what is known of them. After a finding there is none any more, until a person has taken the file away. */
import { setTimeout as sleep } from "node:timers/promises";
import { policyOrigin } from "../../portal/verify/policy.ts";
import { isRefusal } from "../core/errors.ts";
import type { FollowContext } from "./context.ts";
import { Finding, type FindingCode } from "./finding.ts";
import { follow, type Round } from "./follow.ts";
import {
  assertShows,
  keepFinding,
  type RefusalContext,
  type Refusing,
  readRefusing,
} from "./refusals.ts";
import { shownNotes } from "./shown.ts";
import { type WaitingReason, waitingReason } from "./waiting.ts";

/** For everybody: it says nothing that the log's own checkpoints do not. */
export interface AuditorStatus {
  readonly state: "ok" | "waiting" | "refusing";
  /** While it waits. */
  readonly reason: WaitingReason | null;
  readonly origin: string;
  readonly ledgerId: string;
  /** Entries that are here. */
  readonly size: number;
  /** Of the newest checkpoint that was cosigned; 0: none. */
  readonly cosigned: number;
  /** Of the newest that the log serves, as far as is known. */
  readonly served: number;
  /** What is served and not cosigned yet. */
  readonly lag: number;
  /** What the chain holds; `null`: no chain is asked, or it has not answered yet. */
  readonly anchored: number | null;
  /** Whether the node tells all that was anchored. */
  readonly allAnchors: boolean;
  /** When the last round ended that came to its end; milliseconds since 1970. */
  readonly checkedAt: number | null;
  readonly refusal: { readonly code: FindingCode; readonly at: number } | null;
}

export type Outcome =
  | { readonly state: "ok"; readonly round: Round }
  | { readonly state: "waiting"; readonly reason: WaitingReason }
  | { readonly state: "refusing"; readonly refusing: Refusing };

export interface AuditorEvents {
  /** After each round. */
  readonly onRound: (outcome: Outcome) => void;
  /** Loud: once at a start that finds one, and when it is found. */
  readonly onRefusing: (refusing: Refusing) => void;
}

export interface Auditor {
  status(): Promise<AuditorStatus>;
  /** One round. Rejects with a bug, or a Refusal (`damaged`: the state here is not what was taken into it). */
  round(): Promise<Outcome>;
  /**
   * A note that somebody else was shown: if the log's key has signed it, and it does not go together with what is here, that is a finding. A round that is
   * under way judges it before it signs anything.
   */
  show(note: string): Promise<void>;
  /** Whether there is a finding. */
  isRefusing(): boolean;
  /** Resolves when no round is under way. */
  idle(): Promise<void>;
  /** Rounds until `stop` is aborted. Rejects as `round` does. */
  run(intervalMs: number, stop: AbortSignal): Promise<void>;
}

export interface AuditorOptions extends Omit<FollowContext, "beforeSigning">, AuditorEvents {
  readonly refusals: RefusalContext;
}

export async function openAuditor(options: AuditorOptions): Promise<Auditor> {
  const { policy, replica, memory, refusals, clock, onRound, onRefusing } = options;
  let refusing = await readRefusing(refusals.directory);
  let reason: WaitingReason | null = "starting";
  let last: { readonly round: Round; readonly at: number } | null = null;
  let served = 0;
  const onServed = (size: number): void => {
    served = size;
    options.onServed(size);
  };
  const shown = shownNotes(policy, options);
  const context: FollowContext = { ...options, onServed, beforeSigning: shown.judge };
  let damage: unknown = null;
  if (refusing !== null) onRefusing(refusing);

  async function refuse(finding: Finding): Promise<Refusing> {
    // Nobody is accused because of what was damaged here, or of what the proof itself does not show.
    try {
      await replica.assertWhole();
      assertShows(finding, policy);
    } catch (error) {
      damage = error;
      throw error;
    }
    refusing = await keepFinding(refusals, finding, clock.now());
    onRefusing(refusing);
    return refusing;
  }

  async function judgeShown(): Promise<void> {
    if (refusing !== null || damage !== null) return;
    try {
      await shown.judge();
    } catch (error) {
      if (!(error instanceof Finding)) throw error;
      await refuse(error);
    }
  }

  async function attempt(): Promise<Outcome> {
    if (refusing !== null) return { state: "refusing", refusing };
    if (damage !== null) throw damage;
    try {
      const round = await follow(context);
      last = { round, at: clock.now() };
      reason = null;
      return { state: "ok", round };
    } catch (error) {
      if (error instanceof Finding) return { state: "refusing", refusing: await refuse(error) };
      const later = waitingReason(error);
      if (later === null) throw error;
      reason = later;
      return { state: "waiting", reason };
    }
  }

  let turn: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  }

  /** One for all that were shown meanwhile. */
  let judging: Promise<void> | null = null;

  function round(): Promise<Outcome> {
    return inTurn(attempt).then((outcome) => {
      onRound(outcome);
      return outcome;
    });
  }

  async function cosigned(): Promise<number> {
    const note = await memory.cosigned(null);
    return note === null ? 0 : Number(note.split("\n")[1]);
  }

  return {
    round,
    isRefusing: () => refusing !== null,
    async show(note) {
      if (!shown.add(note)) return;
      judging ??= inTurn(() => {
        judging = null;
        return judgeShown();
      });
      await judging;
    },
    async idle() {
      for (let last: unknown = null; last !== turn; ) {
        last = turn;
        await turn;
      }
    },
    async run(intervalMs, stop) {
      while (!stop.aborted && refusing === null) {
        await round().catch((error: unknown) => {
          // What was asked for when it was to stop did not come any more.
          if (!stop.aborted || isRefusal(error)) throw error;
        });
        await sleep(intervalMs, undefined, { signal: stop }).catch(() => undefined);
      }
    },
    async status() {
      const done = await cosigned();
      return {
        state: refusing !== null ? "refusing" : reason !== null ? "waiting" : "ok",
        reason: refusing === null ? reason : null,
        origin: policyOrigin(policy),
        ledgerId: policy.ledgerId,
        size: await replica.size(),
        cosigned: done,
        ...{ served: Math.max(served, done), lag: Math.max(0, served - done) },
        anchored: last?.round.anchored ?? null,
        allAnchors: last?.round.allAnchors ?? true,
        checkedAt: last?.at ?? null,
        refusal: refusing && { code: refusing.code, at: refusing.at },
      };
    },
  };
}
