/** Lines of the access matrix (matrix.ts): what people ask for by their rights, and what is done for it. */
import { type GuardedLine, get, post } from "./matrix-line.ts";

/** Of one person: they themselves, and who works with them. */
const REQUESTS = { officer: "any", staff: "any", customer: "own", system: "any" } as const;
/** What is erased people decide who answer for the firm, with a reason; no key opens it. */
const DECIDING = { officer: "any" } as const;
/** Of nobody: whose an erasure is, is told nowhere. */
const OF_NOBODY = { administrator: "any", officer: "any" } as const;
/** What the firm states, of nobody in particular. */
const STATED = {
  administrator: "any",
  officer: "any",
  staff: "any",
  auditor: "any",
  partner: "any",
  customer: "any",
  system: "any",
} as const;
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

  // It lets things be destroyed: for people who are signed in, whom the record of it names.
  post("/v1/retention", { scope: null, roles: OF_NOBODY }),
  get("/v1/retention", { scope: "consents:read", roles: STATED }),
  get("/v1/subjects/:subject/holds", {
    ...{ scope: null, names: "path", roles: DECIDING, reads: "records" },
  }),
  post("/v1/subjects/:subject/holds", { scope: null, names: "path", roles: DECIDING }),
  post("/v1/subjects/:subject/holds/:hold/release", {
    ...{ scope: null, names: "path", roles: DECIDING },
  }),
  get("/v1/subjects/:subject/erasure-plan", {
    ...{ scope: null, names: "path", reads: "records" },
    roles: { officer: "any", customer: "own" },
  }),
  post("/v1/subjects/:subject/erasures", {
    ...{ scope: null, names: "path", roles: DECIDING, reads: "records" },
  }),
  get("/v1/erasures", { scope: null, roles: OF_NOBODY }),
  get("/v1/erasures/:id", { scope: null, roles: OF_NOBODY }),
  get("/v1/root-key", { scope: null, roles: OF_NOBODY }),
];
