import type { OpenAPIHono } from "@hono/zod-openapi";
import { readRoutes } from "./read-routes.ts";
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
  readRoutes(app, {
    name: "purposes",
    what: "purpose",
    summaries: {
      all: "All purposes, with all their versions",
      one: "A purpose, with all its versions",
    },
    descriptions: {
      all: "In the order in which they were first defined",
      one: "The purpose",
      none: "No such purpose",
    },
    answer: schema.purposeAnswer,
    all: () => registry.purposes(),
    one: (id) => registry.purpose(id),
  });
}
