import type { AppRoute } from "../frame/roots.ts";

/** Pages of this room, below `/app`. */
export const officerRoutes = (_app: AppRoute) => [] as const;
