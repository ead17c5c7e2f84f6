/** `/v1/retention` and `/v1/subjects/{subject}/holds` */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as consent from "../../consent/schemas.ts";
import { writeRoute } from "../../consent/write-route.ts";
import { formatTime } from "../../core/clock.ts";
import type { Principal } from "../../core/principal.ts";
import { type ReadTrail, readHeaders } from "../../ledger/reading.ts";
import { refusedOf } from "../../ledger/refused.ts";
import { JSON_TYPE } from "../../ledger/request.ts";
import { refused, security } from "../../ledger/schemas.ts";
import type { Ledger } from "../../ledger/service.ts";
import { RULED_CLASSES } from "../kinds/retention.ts";
import * as schema from "../schemas.ts";
import { HOLD_STREAM } from "./hold-state.ts";
import type { Rules } from "./model.ts";
import { rulesAt } from "./rules.ts";
import type { Retention } from "./service.ts";

export interface RetentionRouteContext {
  readonly ledger: Ledger;
  readonly retention: Retention;
  readonly clock: { now(): number };
  readonly trail: ReadTrail;
  /** A hold was released: what it has kept may go. */
  readonly onReleased: () => void;
}

const tag = "rights";
const byOf = (c: Context): Principal => c.get("principal");

const shown = ({ inForceFrom, automatic, classes }: Rules) => ({
  ...{ inForceFrom, automatic },
  rules: RULED_CLASSES.map((one) => ({ class: one, ...classes[one] })),
});

export function retentionRoutes(app: OpenAPIHono, context: RetentionRouteContext): void {
  rulesRoutes(app, context);
  holdRoutes(app, context);
}

function rulesRoutes(app: OpenAPIHono, { ledger, retention, clock }: RetentionRouteContext): void {
  writeRoute(app, ledger, {
    ...{ path: "/v1/retention", tag },
    summary: "State what an erasure leaves, for how long and on which ground",
    description:
      "All of it each time; in force from inForceFrom on (now if left out). Statutory records are never stated away, and access always stays as long as anything does. What goes by itself (automatic) goes at the first daily sweep that is a day or more behind the statement.",
    body: schema.retentionInput,
    answer: consent.eventAnswer,
    handle: (input, key, _, c) => retention.state(input, byOf(c), key),
  });
  const read = createRoute({
    ...{ method: "get", path: "/v1/retention", tags: [tag], security },
    summary: "What an erasure leaves: the rules in force, and all that were stated",
    responses: {
      200: {
        description: "The rules",
        content: { [JSON_TYPE]: { schema: schema.retentionAnswer } },
      },
    },
  });
  app.openapi(read, async (c) => {
    const stated = await retention.stated();
    const now = rulesAt(stated, formatTime(clock.now()));
    return c.json({ now: shown(now), stated: stated.map(shown) } as never, 200);
  });
}

function holdRoutes(app: OpenAPIHono, context: RetentionRouteContext): void {
  const { ledger, retention, trail, onReleased } = context;
  writeRoute(app, ledger, {
    ...{ path: "/v1/subjects/{subject}/holds", tag },
    summary: "Place a legal hold: nothing of these classes is erased while it is on",
    description: "Class consent is held with any other: the record of the hold lies in it.",
    params: schema.subjectParam,
    body: schema.holdInput,
    answer: consent.eventAnswer,
    handle: (input, key, named, c) => retention.place(named.subject!, input, byOf(c), key),
    more: ({ holdId }) => ({ holdId }),
  });
  writeRoute(app, ledger, {
    ...{ path: "/v1/subjects/{subject}/holds/{hold}/release", tag },
    summary: "Release a legal hold",
    description: "What nothing but this hold has kept of somebody who is erased goes by itself.",
    params: schema.holdParam,
    body: schema.releaseInput,
    answer: consent.eventAnswer,
    async handle(input, key, named, c) {
      const outcome = await retention.release(named.subject!, named.hold!, input, byOf(c), key);
      onReleased();
      return outcome;
    },
    more: ({ holdId }) => ({ holdId }),
  });
  const list = createRoute({
    ...{ method: "get", path: "/v1/subjects/{subject}/holds", tags: [tag], security },
    summary: "Legal holds on somebody, under all identifiers, the oldest first",
    request: { params: schema.subjectParam, headers: readHeaders },
    responses: {
      200: { description: "All of them", content: { [JSON_TYPE]: { schema: schema.holdList } } },
      404: refused("No such data subject"),
    },
  });
  app.openapi(list, async (c) => {
    const { subject } = c.req.valid("param");
    const reading = trail(c);
    const told = [{ what: "list", of: HOLD_STREAM }] as const;
    const holds = await reading.telling(refusedOf(subject, told), () => retention.holdsOf(subject));
    const of = new Set([subject, ...holds.map((one) => one.subject)]);
    await reading.show(...[...of].map((one) => ({ subject: one, told })));
    return c.json({ holds } as never, 200);
  });
}
