import type { AppRoute } from "../router.tsx";

/** Pages of this room, below `/app`. */
export const adminRoutes = (_app: AppRoute) => [] as const;
