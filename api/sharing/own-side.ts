/** What a partner may sign: its own side, of what was put before it. */
import { Refusal } from "../core/errors.ts";
import type { Agreement } from "./agreements.ts";
import { refuse, SIDES, type Side } from "./life/place.ts";
import { seenBy, type Viewer } from "./seen-by.ts";

const memberOf = (input: unknown, name: string): unknown =>
  typeof input === "object" && input !== null ? (input as Record<string, unknown>)[name] : null;

/** Whose signature is asked for. What is none is told by whoever parses it. */
export const partyIn = (input: unknown): Side | null => {
  const party = memberOf(input, "party");
  return SIDES.find((side) => side === party) ?? null;
};

/** Whose signature a file is. */
export function accountIn({ versions }: Agreement, input: unknown): Side | null {
  const by = memberOf(input, "by");
  const terms = versions.at(-1)?.terms;
  return SIDES.find((side) => terms?.[side].account === by) ?? null;
}

/** Whether terms are to be signed: what ends or takes back may be signed whatever is drafted meanwhile. */
export const isOfTerms = (input: unknown): boolean =>
  memberOf(input, "what") === "terms" || memberOf(input, "kind") === "Terms";

/** @throws Refusal `forbidden` (`target`), `sharing_refused` (`not_open`: the newest terms were not put before the partner) */
export function assertOwnSide(
  agreement: Agreement,
  viewer: Viewer,
  { side, ofTerms }: { readonly side: Side | null; readonly ofTerms: boolean },
): void {
  if (viewer === null) return;
  if (side === "controller") throw new Refusal("forbidden", { problem: "target" });
  if (!ofTerms) return;
  const [newest, seen] = [agreement, seenBy(agreement, viewer)].map(({ versions }) =>
    versions.at(-1),
  );
  if (newest === undefined || newest.version !== seen?.version || newest.terms !== seen.terms)
    throw refuse("not_open");
}
