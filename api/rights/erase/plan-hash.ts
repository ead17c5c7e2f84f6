/** What is carried out must be what was seen: a plan has a hash, and carrying it out names it. */
import { canonicalJson } from "../../../portal/verify/jcs.ts";
import { sha256 } from "../../core/hash.ts";
import type { FreeClass, Planned } from "./plan.ts";

/** Written while a plan is decided on: how many there are says nothing of what was decided. */
const OF_THE_PROCEDURE: ReadonlySet<string> = new Set(["request"]);

export interface HashedPlan {
  /** All identifiers of the person. */
  readonly subjects: readonly string[];
  readonly planned: readonly Planned[];
  readonly goNow: ReadonlySet<FreeClass>;
}

/** base64url, 43 characters. The same whichever identifier was asked about. */
export function planHash({ subjects, planned, goNow }: HashedPlan): string {
  // Whoever looks at a plan leaves a record of access, perhaps the first; and what becomes of those follows from all the rest.
  const rest = planned.filter(({ retentionClass }) => retentionClass !== "access");
  const keys = rest.map(({ subject, retentionClass, expiry, kinds, fate, kept, held }) => ({
    ...{ subject, class: retentionClass, expiry, fate, held },
    kinds: kinds
      .filter(({ kind }) => !OF_THE_PROCEDURE.has(kind))
      .map(({ kind, entries }) => [kind, entries]),
    kept: kept === null ? null : [kept.ground, kept.until],
  }));
  const hashed = { goNow: [...goNow].sort(), keys, subjects: [...subjects].sort() };
  return sha256(canonicalJson(hashed)).toString("base64url");
}
