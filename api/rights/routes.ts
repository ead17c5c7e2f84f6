import type { OpenAPIHono } from "@hono/zod-openapi";
import { requestRoutes } from "./cases/routes.ts";
import type { RightsRouteContext } from "./route-context.ts";

/** All routes of this domain. */
export function rightsRoutes(app: OpenAPIHono, context: RightsRouteContext): void {
  requestRoutes(app, context);
}
