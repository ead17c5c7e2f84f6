/** Which page stands at which address. Rooms bring their own pages; each is loaded when somebody goes there. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { adminRoutes } from "./admin/routes.ts";
import { auditorRoutes } from "./auditor/routes.ts";
import { customerRoutes } from "./customer/routes.ts";
import { Crash } from "./frame/Crash.tsx";
import { Home } from "./frame/Home.tsx";
import { NotFound } from "./frame/NotFound.tsx";
import { Shell } from "./frame/Shell.tsx";
import { officerRoutes } from "./officer/routes.ts";

const rootRoute = createRootRoute({ notFoundComponent: NotFound });

const landingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./frame/Landing.tsx"), "Landing"),
});

const appRoute = createRoute({ getParentRoute: () => rootRoute, path: "app", component: Shell });
/** What the rooms' pages stand below. */
export type AppRoute = typeof appRoute;

const homeRoute = createRoute({ getParentRoute: () => appRoute, path: "/", component: Home });

const routeTree = rootRoute.addChildren([
  landingRoute,
  appRoute.addChildren([
    homeRoute,
    ...customerRoutes(appRoute),
    ...officerRoutes(appRoute),
    ...auditorRoutes(appRoute),
    ...adminRoutes(appRoute),
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultErrorComponent: Crash,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
