import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { AppRoute } from "../frame/roots.ts";

/** Pages of this room, below `/app`. */
export const auditorRoutes = (app: AppRoute) =>
  [
    createRoute({
      getParentRoute: () => app,
      path: "given",
      component: lazyRouteComponent(() => import("./GivenPage.tsx"), "GivenPage"),
    }),
  ] as const;
