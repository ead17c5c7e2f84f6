import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { AppRoute } from "../frame/roots.ts";

/** Pages of this room, below `/app`. */
export const customerRoutes = (app: AppRoute) =>
  [
    createRoute({
      getParentRoute: () => app,
      path: "consents",
      component: lazyRouteComponent(() => import("./ConsentsPage.tsx"), "ConsentsPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "records",
      component: lazyRouteComponent(() => import("./RecordsPage.tsx"), "RecordsPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "reads",
      component: lazyRouteComponent(() => import("./ReadsPage.tsx"), "ReadsPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "timeline",
      component: lazyRouteComponent(() => import("./TimelinePage.tsx"), "TimelinePage"),
    }),
  ] as const;
