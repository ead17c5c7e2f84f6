import type { AppRoute } from "../router.tsx";

/** Pages of this room, below `/app`. */
export const auditorRoutes = (_app: AppRoute) => [] as const;
