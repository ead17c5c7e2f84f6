import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { AppRoute } from "../frame/roots.ts";

/** Pages of this room, below `/app`. */
export const adminRoutes = (app: AppRoute) =>
  [
    createRoute({
      getParentRoute: () => app,
      path: "health",
      component: lazyRouteComponent(() => import("./HealthPage.tsx"), "HealthPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "accounts",
      component: lazyRouteComponent(() => import("./people/AccountsPage.tsx"), "AccountsPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "accounts/$id",
      component: lazyRouteComponent(() => import("./people/AccountPage.tsx"), "AccountPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "organizations",
      component: lazyRouteComponent(
        () => import("./organizations/OrganizationsPage.tsx"),
        "OrganizationsPage",
      ),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "organizations/$organization",
      component: lazyRouteComponent(
        () => import("./organizations/OrganizationPage.tsx"),
        "OrganizationPage",
      ),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "organization",
      component: lazyRouteComponent(
        () => import("./organizations/OwnOrganizationPage.tsx"),
        "OwnOrganizationPage",
      ),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "keys",
      component: lazyRouteComponent(() => import("./keys/KeysPage.tsx"), "KeysPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "registry",
      component: lazyRouteComponent(() => import("./registry/RegistryPage.tsx"), "RegistryPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "registry/notices/$id",
      component: lazyRouteComponent(() => import("./registry/NoticePage.tsx"), "NoticePage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "registry/purposes/$id",
      component: lazyRouteComponent(() => import("./registry/PurposePage.tsx"), "PurposePage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "settings",
      component: lazyRouteComponent(() => import("./SettingsPage.tsx"), "SettingsPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "contacts",
      component: lazyRouteComponent(() => import("./people/ContactsPage.tsx"), "ContactsPage"),
    }),
  ] as const;
