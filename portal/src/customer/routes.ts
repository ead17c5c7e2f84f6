import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { AppRoute } from "../frame/roots.ts";
import { soon } from "../frame/soon.ts";
import { ConsentsPage } from "./ConsentsPage.tsx";
import { ownConsents } from "./own-data.ts";

/** Pages of this room, below `/app`. */
export const customerRoutes = (app: AppRoute) =>
  [
    createRoute({
      getParentRoute: () => app,
      // Where most people come in: part of what is loaded first.
      path: "consents",
      loader: ({ context }) => soon(ownConsents(context.client)),
      component: ConsentsPage,
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
