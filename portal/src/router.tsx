/** Which page stands at which address. Rooms bring their own pages; each is loaded when somebody goes there. */
import type { QueryClient } from "@tanstack/react-query";
import { createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { adminRoutes } from "./admin/routes.ts";
import { auditorRoutes } from "./auditor/routes.ts";
import { customerRoutes } from "./customer/routes.ts";
import { Crash } from "./frame/Crash.tsx";
import { Home } from "./frame/Home.tsx";
import { appRoute, rootRoute } from "./frame/roots.ts";
import { officerRoutes } from "./officer/routes.ts";
import { partnerRoutes } from "./partner/routes.ts";
import { rightsRoutes } from "./rights/routes.ts";

const landingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./frame/Landing.tsx"), "Landing"),
});

const homeRoute = createRoute({ getParentRoute: () => appRoute, path: "/", component: Home });

/** Outside of what is shown to whoever is signed in: who was erased has no account. */
const certificateRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "app/certificate",
  component: lazyRouteComponent(
    () => import("./rights/certificate/CertificatePage.tsx"),
    "CertificatePage",
  ),
});

const routeTree = rootRoute.addChildren([
  landingRoute,
  certificateRoute,
  appRoute.addChildren([
    homeRoute,
    ...customerRoutes(appRoute),
    ...officerRoutes(appRoute),
    ...auditorRoutes(appRoute),
    ...adminRoutes(appRoute),
    ...partnerRoutes(appRoute),
    ...rightsRoutes(appRoute),
  ]),
]);

export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree,
    context: { client },
    defaultPreload: "intent",
    defaultErrorComponent: Crash,
    scrollRestoration: true,
  });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
