import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { AppRoute } from "../frame/roots.ts";

/** Pages of this room, below `/app`; agreements are in the officer's. */
export const partnerRoutes = (app: AppRoute) =>
  [
    createRoute({
      getParentRoute: () => app,
      path: "webhook",
      component: lazyRouteComponent(() => import("./WebhookPage.tsx"), "WebhookPage"),
    }),
  ] as const;
