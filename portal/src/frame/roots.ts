/** The routes that all pages stand below. */
import { createRootRoute, createRoute } from "@tanstack/react-router";
import { NotFound, NowhereAtAll } from "./NotFound.tsx";
import { Shell } from "./Shell.tsx";

export const rootRoute = createRootRoute({ notFoundComponent: NowhereAtAll });

/** Of whoever is signed in. */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "app",
  component: Shell,
  notFoundComponent: NotFound,
});
export type AppRoute = typeof appRoute;
