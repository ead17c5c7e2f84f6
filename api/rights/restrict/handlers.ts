/** What a granted restriction or objection does: the records that stop processing stand in the unit of the decision, so both are there or neither is. */
import type { Consents } from "../../consent/service.ts";
import { Refusal } from "../../core/errors.ts";
import type { EventDraft } from "../../ledger/append.ts";
import type { Grant, Prepared, Regarding, RequestHandler } from "../cases/handlers.ts";

interface RestrictContext {
  readonly consents: Pick<Consents, "prepareRestriction" | "restriction">;
}

const GROUNDS: readonly (readonly [RegExp, string])[] = [
  [/\b18\s*\(1\)\s*\(a\)|A18-1-a/, "accuracy"],
  [/\b18\s*\(1\)\s*\(b\)|A18-1-b/, "unlawful"],
  [/\b18\s*\(1\)\s*\(c\)|A18-1-c/, "claims"],
  [/\b18\s*\(1\)\s*\(d\)|A18-1-d/, "objection"],
  [/PIPL\D{0,8}44|第四十四条/i, "refusal"],
];

/** The ground of a restriction, by the article that the decision rests on. */
export const groundOf = (ground: string | null): string =>
  GROUNDS.find(([form]) => form.test(ground ?? ""))?.[1] ?? "other";

const purposesOf = ({ asked }: Grant): readonly string[] =>
  (asked?.purposes ?? []) as readonly string[];

/** Several events of one stream: only the first says where it is. */
function prepared(events: readonly EventDraft[], known: Regarding): Prepared {
  const seen = new Set<string>();
  const chained = events.map((event): EventDraft => {
    const { expect: _, ...rest } = event;
    const isFirst = !seen.has(event.draft.subject);
    seen.add(event.draft.subject);
    return isFirst ? event : rest;
  });
  const made = events.map(({ id }) => ({ what: "restriction", id: String(id) }));
  return { events: chained, regarding: [...known, ...made] };
}

async function objections({ consents }: RestrictContext, grant: Grant): Promise<Prepared> {
  const { subject, actor, requestId, reason } = grant;
  if (purposesOf(grant).length === 0)
    throw new Refusal("request_refused", { problem: "nothing_asked" });
  const { objections: holding } = await consents.restriction(subject, null);
  const events: EventDraft[] = [];
  const known: Regarding[number][] = [];
  for (const purposeId of new Set(purposesOf(grant))) {
    const before = holding.find((one) => one.purposeId === purposeId);
    if (before !== undefined) {
      known.push({ what: "restriction", id: before.id });
      continue;
    }
    const input = { event: "objected", purposeId, requestId, reason: reason.slice(0, 2_000) };
    events.push(...(await consents.prepareRestriction({ subject, actor }, input)));
  }
  return prepared(events, known);
}

async function restriction({ consents }: RestrictContext, grant: Grant): Promise<Prepared> {
  const { subject, actor, requestId, reason } = grant;
  const { restricted } = await consents.restriction(subject, null);
  if (restricted.length > 0)
    return prepared(
      [],
      restricted.map(({ id }) => ({ what: "restriction", id })),
    );
  const ground = groundOf(grant.ground);
  const input = { event: "restricted", ground, requestId, reason: reason.slice(0, 2_000) };
  return prepared(await consents.prepareRestriction({ subject, actor }, input), []);
}

/** A restriction that is asked for about some purposes alone is as good as an objection to them. */
export const restrictionHandler = (context: RestrictContext): RequestHandler => ({
  prepare: (grant) =>
    purposesOf(grant).length > 0 ? objections(context, grant) : restriction(context, grant),
});

export const objectionHandler = (context: RestrictContext): RequestHandler => ({
  prepare: (grant) => objections(context, grant),
});
