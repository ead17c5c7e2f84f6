import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { AppRoute } from "../../frame/roots.ts";

/** Pages of what the firm keeps about its processing, below `/app`. */
export const registerRoutes = (app: AppRoute) =>
  [
    createRoute({
      getParentRoute: () => app,
      path: "breaches",
      component: lazyRouteComponent(() => import("./BreachesPage.tsx"), "BreachesPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "breaches/$breach",
      component: lazyRouteComponent(() => import("./BreachPage.tsx"), "BreachPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "processing",
      component: lazyRouteComponent(() => import("./ProcessingPage.tsx"), "ProcessingPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "processing/$purpose",
      component: lazyRouteComponent(() => import("./AssessmentPage.tsx"), "AssessmentPage"),
    }),
  ] as const;
