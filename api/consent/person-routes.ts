import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type ConsentProblem, isRefusal } from "../core/errors.ts";
import { readHeaders, type Tells } from "../ledger/reading.ts";
import { refusedOf } from "../ledger/refused.ts";
import { refused, security, subject } from "../ledger/schemas.ts";
import type { Input } from "./input.ts";
import { identifier } from "./kinds/shapes.ts";
import type { RouteContext } from "./route-context.ts";
import * as schema from "./schemas.ts";
import { shownIn } from "./shown.ts";
import { writeRoute } from "./write-route.ts";

const params = z.object({ subject });

/** Whether two identifiers are of one person, or of how many: who tries to join or to separate them is told. */
const MERGE_TELLS: ReadonlySet<ConsentProblem> = new Set<ConsentProblem>([
  "already_joined",
  "not_joined",
  "too_many_joined",
]);

const refusedMerge =
  ({ "@subject": subject, other }: Input): Tells =>
  async (refusal) =>
    isRefusal(refusal, "consent_refused") && MERGE_TELLS.has(refusal.details.problem)
      ? [subject, other].map((one) => ({ subject: String(one), told: [{ what: "identifiers" }] }))
      : [];

function writeRoutes(app: OpenAPIHono, { ledger, consents, trail }: RouteContext): void {
  writeRoute(app, ledger, {
    path: "/v1/subjects/{subject}/signals",
    tag: "consent",
    summary: "Record a signal of a person's software, and what follows from it",
    description:
      "Global Privacy Control (Sec-GPC: 1). Purposes in force that name the signal are withdrawn or refused with it, in one unit. A signal of nobody that is known is refused.",
    params,
    body: schema.signalInput,
    answer: schema.eventAnswer,
    handle: (input, key, named) => consents.signal(named.subject ?? null, input, key),
  });
  writeRoute(app, ledger, {
    path: "/v1/merges",
    tag: "consent",
    summary: "Join two identifiers of one person, or separate them again",
    description:
      "Recorded with both. What is asked of one is answered over all that are joined now; no record moves.",
    body: schema.mergeInput,
    answer: schema.eventAnswer,
    headers: readHeaders,
    handle: (input, key, _, c) =>
      trail(c).telling(refusedMerge(input), () => consents.merge(input, key)),
  });
}

/** What is asked, and recorded, about one person: `/v1/subjects/{subject}/…`, `/v1/merges` */
export function personRoutes(app: OpenAPIHono, context: RouteContext): void {
  writeRoutes(app, context);
  const { consents, trail } = context;
  const answers = {
    404: refused("No such data subject"),
    413: refused("More events than are answered at once"),
  };
  const all = createRoute({
    method: "get",
    path: "/v1/subjects/{subject}/consents",
    tags: ["consent"],
    summary: "What a person has consented to: every purpose, over all their identifiers",
    security,
    request: { params, query: schema.atQuery, headers: readHeaders },
    responses: {
      200: {
        description: "One answer a purpose",
        content: {
          "application/json": { schema: z.object({ consents: z.array(schema.consentAnswer) }) },
        },
      },
      ...answers,
    },
  });
  app.openapi(all, async (c) => {
    const at = c.req.valid("query").at ?? null;
    const reading = trail(c);
    const { subject } = c.req.valid("param");
    const told = [{ what: "consents", at }] as const;
    const states = await reading.telling(refusedOf(subject, told), () =>
      consents.statesOf({ subject, at }),
    );
    await reading.show({ subject, told }, ...states.flatMap((state) => shownIn(state, told)));
    return c.json({ consents: states } as never, 200);
  });

  const one = createRoute({
    method: "get",
    path: "/v1/subjects/{subject}/consents/{purpose}",
    tags: ["consent"],
    summary: "Whether a person had consented, at a time, with the addresses of the evidence",
    security,
    request: {
      params: params.extend({ purpose: identifier }),
      query: schema.atQuery,
      headers: readHeaders,
    },
    responses: {
      200: {
        description: "The answer, and what it rests on under each of the person's identifiers",
        content: { "application/json": { schema: schema.consentAnswer } },
      },
      422: refused("No such purpose"),
      ...answers,
    },
  });
  app.openapi(one, async (c) => {
    const { subject, purpose } = c.req.valid("param");
    const at = c.req.valid("query").at ?? null;
    const reading = trail(c);
    const told = [{ what: "consent", of: purpose, at }] as const;
    const state = await reading.telling(refusedOf(subject, told), () =>
      consents.stateOf({ subject, purposeId: purpose, at }),
    );
    await reading.show(...shownIn(state, told));
    return c.json(state as never, 200);
  });

  const identifiers = createRoute({
    method: "get",
    path: "/v1/subjects/{subject}/identifiers",
    tags: ["consent"],
    summary: "All identifiers of a person that are joined now",
    security,
    request: { params, headers: readHeaders },
    responses: {
      200: {
        description: "The one that is asked about first",
        content: {
          "application/json": { schema: z.object({ identifiers: z.array(subject) }) },
        },
      },
      404: answers[404],
    },
  });
  app.openapi(identifiers, async (c) => {
    const reading = trail(c);
    const { subject: asked } = c.req.valid("param");
    const told = [{ what: "identifiers" }] as const;
    const found = await reading.telling(refusedOf(asked, told), () =>
      consents.identifiersOf(asked),
    );
    await reading.show(...found.map((one) => ({ subject: one, told })));
    return c.json({ identifiers: [...found] }, 200);
  });
}
