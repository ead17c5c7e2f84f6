import { SingleBar } from "cli-progress";
import type { Progress, StepName } from "../../../api/audit/steps.ts";
import { wordsIn } from "../../../api/audit/words/words.ts";
import type { Context } from "../context.ts";

export interface AuditProgress {
  readonly tell: (progress: Pick<Progress, "step" | "share">) => void;
  stop(): void;
}

/** How often a terminal's bar moves. */
const BAR_MS = 200;
/** Nothing is said of the time that is left before so much of the work, and so much time, is behind. */
const LEAST_SHARE = 0.02;
const LEAST_MS = 2_000;

/**
 * Milliseconds that are left, by what the last part of the work took: the speed of the whole would still count a slow beginning, or what an
 * interrupted audit had done before. `null` while nobody can say.
 */
export function estimator(): (share: number, now: number) => number | null {
  let first: { readonly share: number; readonly now: number } | null = null;
  let speed: number | null = null;
  let last: { readonly share: number; readonly now: number } | null = null;
  return (share, now) => {
    if (first === null || last === null) {
      first = { share, now };
      last = first;
      return null;
    }
    if (now - last.now >= LEAST_MS) {
      const own = Math.max(0, share - last.share) / (now - last.now);
      // The newest stretch weighs as much as all before.
      speed = speed === null ? own : (speed + own) / 2;
      last = { share, now };
    }
    if (speed === null || speed <= 0 || share - first.share < LEAST_SHARE) return null;
    return Math.max(0, (1 - share) / speed - (now - last.now));
  };
}

/** In steps as coarse as the estimate is: 40 s, 3 min, 1.5 h. */
export function spellTime({ m }: Pick<Context, "m">, ms: number): string {
  const { seconds, minutes, hours } = m.audit.time;
  if (ms < 55_000) return seconds(Math.max(5, Math.ceil(ms / 5_000) * 5));
  if (ms < 90 * 60_000) return minutes(Math.ceil(ms / 60_000));
  return hours(Math.ceil(ms / 1_800_000) / 2);
}

/** A bar on a terminal; elsewhere nothing at all, so that a log or a mail holds the report alone. */
export function showProgress(context: Context): AuditProgress {
  const { terminal, m, clock, language } = context;
  if (!terminal.errIsTty) return { tell: () => {}, stop: () => {} };
  const steps: Readonly<Record<StepName, string>> = wordsIn(language).names.steps;
  const estimate = estimator();
  let progress: Pick<Progress, "step" | "share"> = { step: "tables", share: 0 };
  const display = new SingleBar({
    format: "{bar} {said}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
    fps: 1000 / BAR_MS,
    linewrap: false,
  });
  const show = (): void => {
    const { share, step } = progress;
    const left = estimate(share, clock.now());
    const time = left === null ? "" : m.audit.left(spellTime(context, left));
    const said = m.audit.progress(String(Math.floor(share * 100)), steps[step], time);
    display.update(Math.floor(share * 1_000), { said });
  };
  display.start(1_000, 0, { said: "" });
  const timer = setInterval(show, BAR_MS);
  return {
    tell(told) {
      progress = told;
    },
    stop() {
      clearInterval(timer);
      display.stop();
    },
  };
}
