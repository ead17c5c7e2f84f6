/**
 * What of a person goes at an erasure and what stays: by sealing key, which is subject, class and expiry, since keys are what is destroyed. Pure: who is asked about, when, and what is recorded of
 * them is handed in.
 */
import { RETENTION_CLASSES, type RetentionClass } from "../../../portal/verify/subject.ts";
import { ACCESS_GROUND, HOLD_GROUND } from "../retention/default-rules.ts";
import type { Rules } from "../retention/model.ts";

/** What lies under one sealing key. */
export interface Bundle {
  readonly subject: string;
  readonly retentionClass: RetentionClass;
  /** `open`, or the year at whose end its retention ends. */
  readonly expiry: string;
  /** How many entries, by kind, in ASCII order. */
  readonly kinds: readonly { readonly kind: string; readonly entries: number }[];
}

/** `ground`: the code of what it is kept for. `until`: the end of this calendar year (UTC); `null`: as long as any other class stays. */
export interface Kept {
  readonly ground: string;
  readonly until: number | null;
}

export type Fate = "erased" | "kept";

export interface Planned extends Bundle {
  readonly fate: Fate;
  /** `null`: it goes. */
  readonly kept: Kept | null;
  /** A legal hold keeps it, whatever else would be so. */
  readonly held: boolean;
}

/** Classes that go although the rules would keep them: what no law has kept. */
export const FREE_CLASSES = ["personal", "consent"] as const;
export type FreeClass = (typeof FREE_CLASSES)[number];

export interface PlanInput {
  readonly bundles: readonly Bundle[];
  readonly rules: Rules;
  /** Classes that a legal hold is on. */
  readonly held: ReadonlySet<RetentionClass>;
  /** What an earlier erasure has kept a bundle for: that holds on, and no rule of later. */
  readonly earlier: (bundle: Bundle) => Kept | null;
  /** Classes that are to go now. */
  readonly goNow: ReadonlySet<FreeClass>;
  /** The calendar year, UTC. */
  readonly year: number;
}

/** What would keep it, were nothing held; `null`: nothing. */
function keptBy(bundle: Bundle, input: PlanInput): Kept | null {
  const { retentionClass, expiry } = bundle;
  const { rules, earlier, goNow, year } = input;
  if (retentionClass === "access") return null;
  if ((FREE_CLASSES as readonly string[]).includes(retentionClass))
    if (goNow.has(retentionClass as FreeClass)) return null;
  const before = earlier(bundle);
  const rule = rules.classes[retentionClass];
  const byRule = rule.action === "go" ? null : { ground: rule.ground, until: year + rule.years };
  // A year of its own was promised when it was recorded, and no rule is shorter or longer.
  const byExpiry =
    expiry === "open"
      ? byRule
      : { ground: byRule?.ground ?? before?.ground ?? "", until: Number(expiry) };
  // Of what a hold has kept until now, the rule says again what for.
  const ground = before?.ground === HOLD_GROUND.code ? byExpiry?.ground : before?.ground;
  const kept =
    before?.until == null ? byExpiry : { ground: ground ?? HOLD_GROUND.code, until: before.until };
  return kept === null || kept.until < year ? null : kept;
}

/** In the order of classes, expiries and subjects. */
export function planOf(input: PlanInput): readonly Planned[] {
  const { held, year } = input;
  const rest = input.bundles
    .filter(({ retentionClass }) => retentionClass !== "access")
    .map((bundle): Planned => {
      const kept = keptBy(bundle, input);
      if (!held.has(bundle.retentionClass))
        return { ...bundle, kept, fate: kept === null ? "erased" : "kept", held: false };
      // What it was kept for without the hold is over already where that is nothing.
      const until = kept?.until ?? year - 1;
      return { ...bundle, kept: { ground: HOLD_GROUND.code, until }, fate: "kept", held: true };
    });
  const stays = held.has("access") || rest.some(({ fate }) => fate === "kept");
  const access = input.bundles
    .filter(({ retentionClass }) => retentionClass === "access")
    .map(
      (bundle): Planned => ({
        ...bundle,
        fate: stays ? "kept" : "erased",
        kept: stays ? { ground: ACCESS_GROUND.code, until: null } : null,
        held: held.has("access"),
      }),
    );
  return [...rest, ...access].sort(inOrder);
}

const place = ({ retentionClass }: Bundle): number => RETENTION_CLASSES.indexOf(retentionClass);
const ascii = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function inOrder(a: Bundle, b: Bundle): number {
  return place(a) - place(b) || ascii(a.expiry, b.expiry) || ascii(a.subject, b.subject);
}

/** What goes of one identifier. */
export interface Scope {
  readonly subject: string;
  readonly keys: readonly Pick<Bundle, "retentionClass" | "expiry">[];
  /** Classes of which nothing stays: they are over for ever. */
  readonly closes: readonly RetentionClass[];
}

/**
 * What is to be destroyed, of each identifier of which anything is.
 *
 * @param subjects all identifiers of the person, also those of which nothing is recorded
 * @param closed classes that an earlier erasure has closed
 */
export function scopesOf(
  planned: readonly Planned[],
  subjects: readonly string[],
  closed: (subject: string) => ReadonlySet<RetentionClass>,
): readonly Scope[] {
  const anyStays = planned.some(({ fate }) => fate === "kept");
  return subjects.flatMap((subject) => {
    const own = planned.filter((one) => one.subject === subject);
    const before = closed(subject);
    const keys = own
      .filter(({ fate }) => fate === "erased")
      .map(({ retentionClass, expiry }) => ({ retentionClass, expiry }));
    const closes = RETENTION_CLASSES.filter((one) => {
      if (before.has(one)) return false;
      // Whoever reads what stays of the person may read it under any identifier, and that is recorded there.
      if (one === "access" && anyStays) return false;
      return !own.some(({ retentionClass, fate }) => retentionClass === one && fate === "kept");
    });
    return keys.length + closes.length === 0 ? [] : [{ subject, keys, closes }];
  });
}
