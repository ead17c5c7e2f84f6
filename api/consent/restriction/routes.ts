/** `/v1/subjects/{subject}/restriction`: whether processing of a person's data is restricted, and what they object to. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type ConsentProblem, isRefusal } from "../../core/errors.ts";
import { reachFor } from "../../ledger/reach.ts";
import { readHeaders, type Tells } from "../../ledger/reading.ts";
import { refusedOf } from "../../ledger/refused.ts";
import { refused, security, subject } from "../../ledger/schemas.ts";
import type { RouteContext } from "../route-context.ts";
import { atQuery, eventAnswer } from "../schemas.ts";
import { writeRoute } from "../write-route.ts";
import { restrictionAnswer, restrictionInput } from "./schemas.ts";
import type { RestrictionState } from "./state.ts";

const PATH = "/v1/subjects/{subject}/restriction";
const params = z.object({ subject });
const TOLD = [{ what: "state", of: "restriction" }] as const;

/** They tell who tries how the person stands. */
const TELLING: ReadonlySet<ConsentProblem> = new Set<ConsentProblem>([
  "already_restricted",
  "not_restricted",
  "already_objected",
  "not_objected",
]);

const refusedChange =
  (about: string): Tells =>
  async (refusal) =>
    isRefusal(refusal, "consent_refused") && TELLING.has(refusal.details.problem)
      ? [{ subject: about, told: TOLD }]
      : [];

/** Of each identifier its own. */
function shownIn({ subject: asked, events }: RestrictionState, at: string | null) {
  const told = [{ ...TOLD[0], at }];
  return [
    { subject: asked, told },
    ...events.map(({ subject: of, id }) => ({
      subject: of,
      records: [{ id, kind: "restriction", version: 1, fields: null }],
    })),
  ];
}

export function restrictionRoutes(app: OpenAPIHono, context: RouteContext): void {
  const { ledger, consents, trail } = context;
  const read = createRoute({
    ...{ method: "get", path: PATH, tags: ["consent"], security },
    summary: "Whether processing of a person's data is restricted, and what they object to",
    description:
      "Over all their identifiers; for a customer over those that they stand for. While it is restricted, every decision answers “restricted”, and of a purpose that is objected to “objected”; but for what the person consents to later.",
    request: { params, query: atQuery, headers: readHeaders },
    responses: {
      200: {
        description: "How it stands, with the records that say so",
        content: { "application/json": { schema: restrictionAnswer } },
      },
      404: refused("No such data subject"),
      413: refused("More events than are answered at once"),
    },
  });
  app.openapi(read, async (c) => {
    const { subject: about } = c.req.valid("param");
    const at = c.req.valid("query").at ?? null;
    const reading = trail(c);
    const told = [{ ...TOLD[0], at }];
    const state = await reading.telling(refusedOf(about, told), () =>
      consents.restriction(about, at, reachFor(c).mayName),
    );
    await reading.show(...shownIn(state, at));
    return c.json(state as never, 200);
  });
  writeRoute(app, ledger, {
    path: PATH,
    tag: "consent",
    summary: "Restrict processing of a person's data, record an objection, or end either",
    description:
      "“objected” is the person's to say, and staff's to record. “objection-ended” with “ground”: “withdrawn” is the person's alone, or an officer's with “channel”, “reference” and “reason”: how they said it. “restricted” and “lifted” are an officer's; so is ending an objection on compelling grounds, which of direct marketing there are none for. Before a restriction is lifted the person is told: “toldAt”, “toldBy”, “reason” (GDPR 18(3)). What begins counts from then on under all identifiers. What ends, ends under the identifier that is named; of a customer under each that they stand for.",
    params,
    body: restrictionInput,
    answer: eventAnswer,
    headers: readHeaders,
    handle: (input, key, named, c) => {
      const { principal, mayName } = reachFor(c);
      const about = named.subject ?? "";
      return trail(c).telling(refusedChange(about), () =>
        // A key is its sender's: of another person the same key is another one. No header's key has a blank.
        consents.restrict(
          { subject: about, actor: { ...principal, mayName } },
          input,
          key === null ? null : ` restriction ${about} ${key}`,
        ),
      );
    },
  });
}
