import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { AppRoute } from "../frame/roots.ts";
import { registerRoutes } from "./register/routes.ts";

type Asked = Record<string, unknown>;

/** Pages about people's rights, below `/app`. */
export const rightsRoutes = (app: AppRoute) =>
  [
    createRoute({
      getParentRoute: () => app,
      path: "rights",
      component: lazyRouteComponent(() => import("./own/MyRightsPage.tsx"), "MyRightsPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "rights/ask/$right",
      component: lazyRouteComponent(() => import("./own/AskPage.tsx"), "AskPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "rights/$request",
      validateSearch: ({ sent }: Asked): { sent?: true } => (sent === true ? { sent } : {}),
      component: lazyRouteComponent(() => import("./own/RequestPage.tsx"), "OwnRequestPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "requests",
      component: lazyRouteComponent(() => import("./office/RequestsPage.tsx"), "RequestsPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "requests/$subject/$request",
      component: lazyRouteComponent(() => import("./office/CasePage.tsx"), "CasePage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "erasures",
      component: lazyRouteComponent(() => import("./office/ErasuresPage.tsx"), "ErasuresPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "retention",
      component: lazyRouteComponent(() => import("./office/RetentionPage.tsx"), "RetentionPage"),
    }),
    ...registerRoutes(app),
  ] as const;
