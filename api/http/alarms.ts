/** What somebody should be woken for. The codes are stable: health, metrics, log and command line all name them. */
import type { CosignerStatus } from "../cosign/status.ts";
import type { PromiseState } from "../ledger/promises.ts";

export const ALARMS = [
  "promises_at_risk",
  "promises_broken",
  "auditor_refuses",
  "auditor_diverged",
  "terms_unknown",
  "agreements_unfollowed",
  "erasure_unfinished",
  "root_key_overdue",
  "root_key_failing",
] as const;
export type Alarm = (typeof ALARMS)[number];

/** What the overview tells besides: nobody but those who answer for the ledger needs to know. */
export const OVERVIEW_ALARMS = [
  ...ALARMS,
  "partner_overdue",
  "requests_overdue",
  "requests_stuck",
  "breach_due",
] as const;
export type OverviewAlarm = (typeof OVERVIEW_ALARMS)[number];

export interface AlarmGrounds {
  /** Null: not known. */
  readonly promises: PromiseState | null;
  readonly cosigners: readonly Pick<CosignerStatus, "state">[];
  /** Agreements of which a version was agreed on the chain, and nobody here has its terms. */
  readonly strange?: number;
  /** Agreements of which nobody knows how they stand on the chain. */
  readonly unfollowed?: number;
  /** Erasures that have begun, and are not done in time. */
  readonly unfinished?: number;
  /** Erasures whose root key should be gone by now. */
  readonly uncompleted?: number;
  /** Whether the root key has long been tried in vain to be rolled. */
  readonly rollFails?: boolean;
}

/** In the order of {@link ALARMS}. */
export function alarmsOn(grounds: AlarmGrounds): readonly Alarm[] {
  const { promises, cosigners, strange = 0, unfollowed = 0 } = grounds;
  const { unfinished = 0, uncompleted = 0, rollFails = false } = grounds;
  const on: Readonly<Record<Alarm, boolean>> = {
    promises_at_risk: promises === "at_risk",
    promises_broken: promises === "broken",
    auditor_refuses: cosigners.some(({ state }) => state === "refusing"),
    auditor_diverged: cosigners.some(({ state }) => state === "diverged"),
    terms_unknown: strange > 0,
    agreements_unfollowed: unfollowed > 0,
    erasure_unfinished: unfinished > 0,
    root_key_overdue: uncompleted > 0,
    root_key_failing: rollFails,
  };
  return ALARMS.filter((alarm) => on[alarm]);
}
