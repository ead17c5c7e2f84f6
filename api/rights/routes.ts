import type { OpenAPIHono } from "@hono/zod-openapi";
import { requestRoutes } from "./cases/routes.ts";
import { certificateRoutes } from "./erase/certificate-routes.ts";
import { erasureRoutes } from "./erase/routes.ts";
import { retentionRoutes } from "./retention/routes.ts";
import { rootKeyRoutes } from "./root-key/routes.ts";
import type { RightsRouteContext } from "./route-context.ts";

/** All routes of this domain. */
export function rightsRoutes(app: OpenAPIHono, context: RightsRouteContext): void {
  requestRoutes(app, context);
  const { rights } = context;
  const { erasures, retention, certificates, rootKey } = rights;
  retentionRoutes(app, {
    ...context,
    retention,
    onReleased: () => void erasures.tend().catch(context.onBug),
  });
  erasureRoutes(app, { ...context, erasures, retention });
  certificateRoutes(app, certificates, context.limitDear);
  rootKeyRoutes(app, rootKey);
}
