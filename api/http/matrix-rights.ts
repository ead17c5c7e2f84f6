/** Lines of the access matrix (matrix.ts): what people ask for by their rights, and what is done for it. */
import { type GuardedLine, get, post } from "./matrix-line.ts";

/** Of one person: they themselves, and who works with them. */
const REQUESTS = { officer: "any", staff: "any", customer: "own", system: "any" } as const;
/** Over everybody. */
const OVERVIEW = { officer: "any", staff: "any", system: "any" } as const;

export const RIGHTS_LINES: readonly GuardedLine[] = [
  post("/v1/subjects/:subject/requests", {
    ...{ scope: "requests:write", names: "path", roles: REQUESTS },
  }),
  get("/v1/subjects/:subject/requests", {
    ...{ scope: "requests:read", names: "path", roles: REQUESTS, reads: "requests" },
  }),
  get("/v1/subjects/:subject/requests/:requestId", {
    ...{ scope: "requests:read", names: "path", roles: REQUESTS, reads: "requests" },
  }),
  // Which step whose is says the service.
  post("/v1/subjects/:subject/requests/:requestId/events", {
    ...{ scope: "requests:write", names: "path", roles: REQUESTS },
  }),
  get("/v1/requests", { scope: "requests:read", roles: OVERVIEW, reads: "requests" }),
  get("/v1/requests/summary", {
    ...{ scope: "requests:read", roles: { administrator: "any", ...OVERVIEW } },
  }),
];
