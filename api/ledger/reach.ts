/** What the access matrix has found about a request, for its route: api/http/authorise.ts puts it there. */
import type { Context } from "hono";
import type { Clock } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import type { Principal } from "../core/principal.ts";
import { type Reach, reachOf } from "../core/reach.ts";
import type { Ledger } from "./service.ts";

declare module "hono" {
  interface ContextVariableMap {
    principal: Principal;
    reach: Reach;
    /** Whether the route has looked at the reach: an answer without it is not sent. */
    reachAsked: boolean;
    /** Who asks, found out and held against the matrix once more: for answers that take long. @throws Refusal `unauthorized`, `forbidden` */
    authoriseAnew: () => Promise<Principal>;
  }
}

/**
 * How far the request reaches; whoever asks for it applies it to all that they answer.
 *
 * @throws Error where nothing has authorised the request
 */
export function reachFor(c: Context): Reach {
  const reach: Reach | undefined = c.get("reach");
  if (reach === undefined) throw new Error("a route that nothing has authorised");
  c.set("reachAsked", true);
  return reach;
}

/**
 * To be awaited before anything about a record is worked out. What may not be read is answered as what is not there, to the letter.
 *
 * @throws Refusal `not_found`
 */
export async function assertMayRead(
  c: Context,
  ledger: Pick<Ledger, "whose">,
  id: string,
  version: number | null,
): Promise<Reach> {
  const reach = reachFor(c);
  if (reach.condition === "any") return reach;
  // Who is not limited to a time may know of every version, and that one is not there is for the route to say.
  const asked = reach.period === null ? null : version;
  const { subject, recordedAt } = await ledger.whose(id, asked);
  // No more is looked up of another's record than of one that there is not.
  if (reach.mayName(subject) && reach.mayRead(subject, await recordedAt())) return reach;
  throw new Refusal("not_found", { what: asked === null ? "record" : "version" });
}

/**
 * Of an auditor, for routes whose answers are of nobody and of no time, so that no line of the matrix limits them: what was given to them has not ended.
 *
 * @throws Refusal `forbidden`
 */
export function assertGivenLasts(c: Context, clock: Clock): void {
  const principal: Principal = c.get("principal");
  if (principal.role !== "auditor") return;
  if (reachOf(principal, "given", clock.now()).isEmpty)
    throw new Refusal("forbidden", { problem: "target" });
}

/** Of each, in order, what `handle` makes of those whose subject may be named; of the others a refusal. `null`: nobody known. */
export async function amongNamed<T, Out>(
  reach: Reach,
  all: readonly T[],
  subjectOf: (one: T) => string | null,
  handle: (allowed: readonly T[]) => Promise<readonly (Out | Refusal)[]>,
): Promise<(Out | Refusal)[]> {
  if (reach.condition === "any") return [...(await handle(all))];
  const isNamed = (one: T): boolean => {
    const subject = subjectOf(one);
    return subject !== null && reach.mayName(subject);
  };
  const allowed = all.filter(isNamed);
  const outcomes = (allowed.length === 0 ? [] : await handle(allowed)).values();
  return all.map((one) =>
    isNamed(one) ? outcomes.next().value! : new Refusal("forbidden", { problem: "target" }),
  );
}
