import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { Refusal } from "../core/errors.ts";
import { refused, security } from "../ledger/schemas.ts";
import { askedTime } from "./asked-time.ts";
import type { RouteContext } from "./route-context.ts";
import * as schema from "./schemas.ts";
import { writeRoute } from "./write-route.ts";

/** `/v1/controller` */
export function controllerRoutes(app: OpenAPIHono, context: RouteContext): void {
  const { ledger, consents, clock } = context;
  writeRoute(app, ledger, {
    path: "/v1/controller",
    tag: "consent",
    summary: "State who decides about the data",
    description: "A whole statement, in force from @occurredAt on until the next one.",
    body: schema.controllerInput,
    answer: schema.eventAnswer,
    handle: (input, key) => consents.recordController(input, key),
  });
  const read = createRoute({
    method: "get",
    path: "/v1/controller",
    tags: ["consent"],
    summary: "Who decides about the data, as stated at a time",
    security,
    request: { query: schema.atQuery },
    responses: {
      200: {
        description: "The statement",
        content: { "application/json": { schema: schema.controllerAnswer } },
      },
      404: refused("Nothing was stated by then"),
    },
  });
  app.openapi(read, async (c) => {
    const at = askedTime(clock, c.req.valid("query").at ?? null);
    const controller = await consents.registry.controllerAt(at);
    if (controller === null) throw new Refusal("not_found", { what: "controller" });
    return c.json(controller as never, 200);
  });
}
