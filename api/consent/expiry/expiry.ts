/**
 * Records that consents are over, when they are: an event `expired` on time. What was over while nothing ran is found at the start, in the standings; what ends soon is
 * held in memory; what is recorded meanwhile tells its end by itself. The state counts without any of it (FORMAT §11.4), so nothing waits for it, and what fails is done later.
 */
import { setImmediate as othersTurn } from "node:timers/promises";
import { parseTime } from "../../../portal/verify/time.ts";
import type { Clock } from "../../core/clock.ts";
import { isRefusal, type RefusalCode } from "../../core/errors.ts";
import type { Ledger } from "../../ledger/service.ts";
import { MERGE_STREAM } from "../identifiers.ts";
import { RESTRICTION_STREAM } from "../restriction/read.ts";
import type { Consents } from "../service.ts";
import type { JoinedSubjects } from "../standings/joined-subjects.ts";
import { decodeTimeline } from "../standings/timeline.ts";
import { firstEnd } from "./ends.ts";

export interface ExpiryOptions {
  readonly ledger: Pick<Ledger, "standingsAfter">;
  readonly consents: Pick<Consents, "expire">;
  readonly clock: Clock;
  /** Told of what a look through all standings finds. */
  readonly joined?: JoinedSubjects;
  /** Told of what is no refusal. Must not throw. */
  readonly onError: (error: unknown) => void;
  /** Told why a consent could not be recorded to be over, or its standing not be read. Must not throw. */
  readonly onRefused: (code: RefusalCode) => void;
  /** How often all standings are looked through. What ends before the next time but one is held in memory. */
  readonly everyMilliseconds?: number;
}

export interface Expiry {
  /** A consent was recorded that ends at a time (RFC 3339). */
  tell(subject: string, purposeId: string, end: string): void;
  /** Looks through all standings, and holds what ends soon. Answers how many that are. */
  look(): Promise<number>;
  /** Records what is over by now. Answers how many events that were. */
  fire(): Promise<number>;
  /** From now on by itself, until it is stopped. */
  start(): void;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}

/** Standings that are opened before others get their turn: a few milliseconds. */
const PAGE = 200;
const EVERY = 30 * 60_000;
/** What is late by less need not be awaited to the millisecond. */
const LEAST_WAIT = 250;
/** When a ledger is asked again that was busy. */
const BUSY_WAIT = 5_000;
const CONSENT = "consent/";

export function createExpiry(options: ExpiryOptions): Expiry {
  const { ledger, consents, clock, joined, onError, onRefused } = options;
  const { everyMilliseconds = EVERY } = options;
  /** By subject and purpose: what ends before the next look but one. */
  const ends = new Map<string, number>();
  let [stopped, looked] = [false, Number.NEGATIVE_INFINITY];
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  function hold(subject: string, purposeId: string, end: number): boolean {
    if (end > clock.now() + 2 * everyMilliseconds) return false;
    const name = `${subject} ${purposeId}`;
    ends.set(name, Math.min(ends.get(name) ?? end, end));
    return true;
  }

  async function look(): Promise<number> {
    let held = 0;
    let isWhole = true;
    for (let after: number | null = 0; after !== null && !stopped; ) {
      const page: Awaited<ReturnType<Ledger["standingsAfter"]>> = await ledger.standingsAfter(
        after,
        PAGE,
      );
      isWhole &&= page.isWhole;
      for (const subject of page.unread) {
        joined?.add(subject);
        joined?.addStopped(subject);
      }
      for (const { subject, stream, kept } of page.found) {
        if (stream === MERGE_STREAM) joined?.add(subject);
        if (stream === RESTRICTION_STREAM) joined?.addStopped(subject);
        if (!stream.startsWith(CONSENT)) continue;
        const timeline = decodeTimeline(kept);
        // What is too long for a row only its records tell.
        const end = timeline === null ? clock.now() : firstEnd(timeline);
        if (end !== null && hold(subject, stream.slice(CONSENT.length), end)) held += 1;
      }
      after = page.last;
      await othersTurn();
    }
    if (!stopped) joined?.lookedThrough(isWhole);
    return held;
  }

  function failed(error: unknown): void {
    if (!isRefusal(error)) onError(error);
    // Who was erased meanwhile consents to nothing.
    else if (error.code !== "not_found") onRefused(error.code);
  }

  async function fire(): Promise<number> {
    let recorded = 0;
    const due = [...ends].filter(([, end]) => end <= clock.now()).sort(([, a], [, b]) => a - b);
    for (const [name] of due) {
      if (stopped) break;
      const [subject = "", purposeId = ""] = name.split(" ");
      // Whatever else comes of it: the next look finds it again.
      ends.delete(name);
      try {
        recorded += await consents.expire(subject, purposeId);
      } catch (error) {
        if (isRefusal(error, "busy")) hold(subject, purposeId, clock.now() + BUSY_WAIT);
        else failed(error);
      }
      await othersTurn();
    }
    return recorded;
  }

  async function round(): Promise<void> {
    try {
      if (clock.now() >= looked + everyMilliseconds) {
        looked = clock.now();
        await look();
      }
      await fire();
    } catch (error) {
      failed(error);
    }
  }

  function schedule(): void {
    if (stopped) return;
    clearTimeout(timer);
    let next = looked + everyMilliseconds;
    for (const end of ends.values()) next = Math.min(next, end);
    const wait = Math.min(Math.max(next - clock.now(), LEAST_WAIT), everyMilliseconds);
    timer = setTimeout(run, wait);
  }

  function run(): void {
    running = running.then(round).then(schedule);
  }

  let started = false;
  return {
    tell(subject, purposeId, end) {
      if (hold(subject, purposeId, parseTime(end)) && started) schedule();
    },
    look,
    fire,
    start() {
      started = true;
      run();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** The same ledger, which tells of each consent that is recorded with an end. */
export function tellingEnds(
  ledger: Ledger,
  tell: (subject: string, purposeId: string, end: string) => void,
): Ledger {
  return {
    ...ledger,
    async append(units) {
      const outcomes = await ledger.append(units);
      for (const [i, outcome] of outcomes.entries()) {
        if (!("outcome" in outcome) || outcome.outcome !== "stored") continue;
        for (const { draft } of units[i]!.events) {
          const { validUntil, purposeId } = draft.body;
          if (draft.kind.kind === "consent" && typeof validUntil === "string")
            tell(draft.subject, String(purposeId), validUntil);
        }
      }
      return outcomes;
    },
  };
}
