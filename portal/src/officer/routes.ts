import type { AppRoute } from "../frame/roots.ts";
import { auditRoutes } from "./audit-routes.ts";

/** Pages of this room, below `/app`. */
export const officerRoutes = (app: AppRoute) => [...auditRoutes(app)] as const;
