/** Plans and erasures as they are told. Whose an erasure is, is not. */
import { formatTime } from "../../core/clock.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { Erasure } from "../../store/erasures.ts";
import { erasureOutcome } from "../kinds/erasure-outcome.ts";
import { groundTexts } from "../retention/grounds.ts";
import type { Rules } from "../retention/model.ts";
import { declarationKey } from "./declare.ts";
import { isNothing } from "./look.ts";
import type { Planned } from "./plan.ts";
import type { Preview } from "./service.ts";

/** One part a class and expiry, over all identifiers. */
function partsOf(planned: readonly Planned[], stated: readonly Rules[]) {
  const parts = new Map<string, { readonly first: Planned; readonly kinds: Map<string, number> }>();
  for (const one of planned) {
    const key = `${one.retentionClass} ${one.expiry} ${one.fate}`;
    const part = parts.get(key) ?? { first: one, kinds: new Map<string, number>() };
    parts.set(key, part);
    for (const { kind, entries } of one.kinds)
      part.kinds.set(kind, (part.kinds.get(kind) ?? 0) + entries);
  }
  return [...parts.values()].map(({ first, kinds }) => {
    const { retentionClass, expiry, fate, kept, held } = first;
    return {
      ...{ class: retentionClass, expiry, fate, held },
      ground: kept && { code: kept.ground, texts: groundTexts(kept.ground, stated) },
      until: held ? null : (kept?.until ?? null),
      kinds: [...kinds].map(([kind, entries]) => ({ kind, entries })),
    };
  });
}

export function shownPlan(
  preview: Preview,
  stated: readonly Rules[],
  organizationName: (id: string) => string | null,
) {
  const { hash, subjects, planned, rules, given, copies } = preview;
  const partners = new Map<
    string,
    { organization: string; agreement: string; kinds: Set<string> }
  >();
  for (const { organization, agreement, kinds } of given) {
    const key = `${organization} ${agreement}`;
    const known = partners.get(key) ?? { organization, agreement, kinds: new Set<string>() };
    partners.set(key, known);
    for (const kind of kinds) known.kinds.add(kind);
  }
  return {
    ...{ planHash: hash, nothing: isNothing(preview), identifiers: subjects },
    rulesInForceFrom: rules.inForceFrom,
    parts: partsOf(planned, stated),
    partners: [...partners.values()].map(({ organization, agreement, kinds }) => ({
      ...{ organization, name: organizationName(organization), agreement },
      kinds: [...kinds].sort(),
    })),
    copies: copies.filter(({ count }) => count > 0),
  };
}

const time = (at: number | null): string | null => (at === null ? null : formatTime(at));

/** With what the firm's own streams say of it. */
export async function shownErasure(
  ledger: Pick<Ledger, "madeBefore" | "events" | "firm">,
  erasure: Erasure,
) {
  const { id, state, cause, begunAt, doneAt, completedAt, certificate } = erasure;
  const declared = await ledger.madeBefore(declarationKey(id));
  const { events } = await ledger.events(ledger.firm, `${erasureOutcome.kind}/${id}`);
  return {
    ...{ erasureId: id, state, cause, begunAt: formatTime(begunAt) },
    ...{ doneAt: time(doneAt), completedAt: time(completedAt) },
    count: declared === null ? null : Number(declared.count),
    kept: declared === null ? null : Number(declared.kept),
    acknowledgements: events.filter(({ record }) => record?.event === "acknowledged").length,
    certificate: certificate !== null,
  };
}
