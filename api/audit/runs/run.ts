/** An audit that somebody has the server run: what is kept of it besides its report. Nothing of any person but who ran it, by their opaque id. */
import { z } from "zod";
import type { PartProgress, StepName } from "../steps.ts";

export const RUN_MODES = ["quick", "full"] as const;
export type RunMode = (typeof RUN_MODES)[number];

export const RUN_STATES = ["running", "done", "failed", "cancelled"] as const;

/**
 * Why there is no report.
 *
 * - `interrupted`: the server ended meanwhile.
 * - `unopened`: database or keys cannot be opened at all, which is damage.
 * - `fault`: the audit itself failed; the server's log says how.
 * - the others: no sample could be drawn (quick/pick-anchor.ts).
 */
export const RUN_FAILURES = [
  "interrupted",
  "unopened",
  "fault",
  "unreachable",
  "not_listed",
  "no_anchor",
  "not_final",
] as const;
export type RunFailure = (typeof RUN_FAILURES)[number];

export const RUN_FORMAT = "counterfoil/audit-run/v1";

/** As it is kept in a file. */
export const run = z.strictObject({
  format: z.literal(RUN_FORMAT),
  id: z.uuid(),
  mode: z.enum(RUN_MODES),
  by: z.strictObject({ id: z.string().max(128), role: z.string().max(32) }),
  state: z.enum(RUN_STATES),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  failure: z.enum(RUN_FAILURES).nullable(),
  /** What its report says in one word. */
  tone: z.enum(["clean", "damaged", "unasked"]).nullable(),
  findings: z.number().int().nullable(),
  /** Entries of the log that it was of. */
  size: z.number().int().nullable(),
});
export type Run = z.infer<typeof run>;

/** How far the one is that runs. */
export interface RunProgress {
  readonly step: StepName;
  readonly share: number;
  readonly parts: readonly PartProgress[];
}
