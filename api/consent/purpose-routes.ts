import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../core/errors.ts";
import { refused, security } from "../ledger/schemas.ts";
import type { RouteContext } from "./route-context.ts";
import * as schema from "./schemas.ts";
import { writeRoute } from "./write-route.ts";

function writeRoutes(app: OpenAPIHono, { ledger, consents }: RouteContext): void {
  writeRoute(app, ledger, {
    path: "/v1/purposes",
    tag: "consent",
    summary: "Define a purpose, or its next version",
    description:
      "In force from inForceFrom on, until the next version's. Of a later version say whether it is material: then what was agreed to before no longer covers the purpose.",
    body: schema.purposeInput,
    answer: schema.versionAnswer,
    handle: (input, key) => consents.definePurpose(input, key),
  });
  writeRoute(app, ledger, {
    path: "/v1/purposes/{id}/retirement",
    tag: "consent",
    summary: "End a purpose",
    description: "From inForceFrom on it takes withdrawals and refusals only, and allows nothing.",
    params: schema.identifierParam,
    body: schema.retirementInput,
    answer: schema.eventAnswer,
    handle: (input, key, { id = "" }) => consents.retirePurpose(id, input, key),
  });
}

/** `/v1/purposes` */
export function purposeRoutes(app: OpenAPIHono, context: RouteContext): void {
  writeRoutes(app, context);
  const { registry } = context.consents;
  const list = createRoute({
    method: "get",
    path: "/v1/purposes",
    tags: ["consent"],
    summary: "All purposes, with all their versions",
    security,
    responses: {
      200: {
        description: "In the order in which they were first defined",
        content: {
          "application/json": { schema: z.object({ purposes: z.array(schema.purposeAnswer) }) },
        },
      },
    },
  });
  app.openapi(list, async (c) => c.json({ purposes: await registry.purposes() } as never, 200));

  const one = createRoute({
    method: "get",
    path: "/v1/purposes/{id}",
    tags: ["consent"],
    summary: "A purpose, with all its versions",
    security,
    request: { params: schema.identifierParam },
    responses: {
      200: {
        description: "The purpose",
        content: { "application/json": { schema: schema.purposeAnswer } },
      },
      404: refused("No such purpose"),
    },
  });
  app.openapi(one, async (c) => {
    const purpose = await registry.purpose(c.req.valid("param").id);
    if (purpose === null) throw new Refusal("not_found", { what: "purpose" });
    return c.json(purpose as never, 200);
  });
}
