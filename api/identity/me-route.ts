/** `GET /v1/me`: who is signed in, as the ledger knows them. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { security } from "../ledger/schemas.ts";
import { type Me, me } from "./schemas.ts";
import type { Identity } from "./service.ts";

export function meRoute(app: OpenAPIHono, identity: Pick<Identity, "me">): void {
  app.openAPIRegistry.registerPath({
    ...{ method: "get", path: "/v1/me", tags: ["sign-in"], security },
    summary: "Who is signed in",
    responses: {
      200: {
        description: "Oneself; keys are nobody",
        content: { "application/json": { schema: me } },
      },
    },
  });
  app.get("/v1/me", async (c) => {
    const told: Me = await identity.me(c.get("principal"));
    return c.json(told, 200);
  });
}
