import type { OpenAPIHono } from "@hono/zod-openapi";
import type { RouteContext } from "../route-context.ts";
import { exportRoute } from "./export-route.ts";
import { gpcRoute } from "./gpc-route.ts";
import { importRoute } from "./import-route.ts";

/** Consents in the forms of other systems, in and out. */
export function formRoutes(app: OpenAPIHono, context: RouteContext): void {
  exportRoute(app, context);
  importRoute(app, context);
  gpcRoute(app, context);
}
