import type { OpenAPIHono } from "@hono/zod-openapi";
import { consentRoutes } from "./consent-routes.ts";
import { controllerRoutes } from "./controller-routes.ts";
import { decisionRoutes } from "./decide/decision-routes.ts";
import { everybodyRoutes } from "./decide/everybody-routes.ts";
import { formRoutes } from "./forms/routes.ts";
import { noticeRoutes } from "./notice-routes.ts";
import { ownRoutes } from "./own/routes.ts";
import { personRoutes } from "./person-routes.ts";
import { purposeRoutes } from "./purpose-routes.ts";
import { restrictionRoutes } from "./restriction/routes.ts";
import type { RouteContext } from "./route-context.ts";

/** All routes of this domain. */
export function consentDomainRoutes(app: OpenAPIHono, context: RouteContext): void {
  controllerRoutes(app, context);
  noticeRoutes(app, context);
  purposeRoutes(app, context);
  consentRoutes(app, context);
  formRoutes(app, context);
  personRoutes(app, context);
  restrictionRoutes(app, context);
  ownRoutes(app, context);
  decisionRoutes(app, context);
  everybodyRoutes(app, context);
}
