/** The routes that all pages stand below. */
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute } from "@tanstack/react-router";
import { NotFound, NowhereAtAll } from "./NotFound.tsx";
import { Shell } from "./Shell.tsx";

/** What routes ask for before their page is shown goes here. */
export interface RouteContext {
  readonly client: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouteContext>()({
  notFoundComponent: NowhereAtAll,
});

/** Of whoever is signed in. */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "app",
  component: Shell,
  notFoundComponent: NotFound,
});
export type AppRoute = typeof appRoute;
