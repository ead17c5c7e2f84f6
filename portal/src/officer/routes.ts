import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { AppRoute } from "../frame/roots.ts";
import { auditRoutes } from "./audit-routes.ts";
import { asDay } from "./view/day.ts";
import { asState } from "./view/stands.ts";

const PARTS = ["consents", "records", "reads", "rights", "streams"] as const;
type Asked = Record<string, unknown>;

/** What is not understood in an address is as if it were not there. */
const given = <T extends object>(found: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined),
  ) as Partial<T>;

/** Pages of this room, below `/app`. */
export const officerRoutes = (app: AppRoute) =>
  [
    createRoute({
      getParentRoute: () => app,
      path: "overview",
      component: lazyRouteComponent(() => import("./overview/OverviewPage.tsx"), "OverviewPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "search",
      component: lazyRouteComponent(() => import("./people/SearchPage.tsx"), "SearchPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "people/$subject",
      validateSearch: ({ day, tab }: Asked) =>
        given({ day: asDay(day), tab: PARTS.find((one) => one === tab) }),
      component: lazyRouteComponent(() => import("./people/PersonPage.tsx"), "PersonPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "people/$subject/consents/$purpose",
      validateSearch: ({ day }: Asked) => given({ day: asDay(day) }),
      component: lazyRouteComponent(() => import("./people/AnswerPage.tsx"), "AnswerPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "people/$subject/stream",
      validateSearch: ({ stream }: Asked) => ({ stream: typeof stream === "string" ? stream : "" }),
      component: lazyRouteComponent(() => import("./log/StreamPage.tsx"), "StreamPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "purposes",
      component: lazyRouteComponent(() => import("./purposes/PurposesPage.tsx"), "PurposesPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "purposes/$purpose",
      validateSearch: ({ day, state }: Asked) => given({ day: asDay(day), state: asState(state) }),
      component: lazyRouteComponent(() => import("./purposes/PurposePage.tsx"), "PurposePage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "entries",
      component: lazyRouteComponent(() => import("./log/ExplorerPage.tsx"), "ExplorerPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "entries/$index",
      component: lazyRouteComponent(() => import("./log/EntryPage.tsx"), "EntryPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "batches",
      validateSearch: ({ tab }: Asked) => given({ tab: tab === "anchors" ? tab : undefined }),
      component: lazyRouteComponent(() => import("./log/BatchesPage.tsx"), "BatchesPage"),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "agreements",
      component: lazyRouteComponent(
        () => import("./agreements/AgreementsPage.tsx"),
        "AgreementsPage",
      ),
    }),
    createRoute({
      getParentRoute: () => app,
      path: "agreements/$id",
      component: lazyRouteComponent(
        () => import("./agreements/AgreementPage.tsx"),
        "AgreementPage",
      ),
    }),
    ...auditRoutes(app),
  ] as const;
