import type { AppRoute } from "../router.tsx";

/** Pages of this room, below `/app`. */
export const officerRoutes = (_app: AppRoute) => [] as const;
