import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { AppRoute } from "../frame/roots.ts";

/** Audits and packs of evidence: for officers, auditors, and, of audits, administrators. */
export const auditRoutes = (app: AppRoute) =>
  [
    createRoute({
      getParentRoute: () => app,
      path: "audits",
      component: lazyRouteComponent(() => import("./audits/AuditsPage.tsx"), "AuditsPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "audits/$id",
      component: lazyRouteComponent(() => import("./audits/AuditPage.tsx"), "AuditPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "packs",
      component: lazyRouteComponent(() => import("./packs/PacksPage.tsx"), "PacksPage"),
    }),
  ] as const;
