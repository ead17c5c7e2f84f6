/** A request as it is granted, for the handlers that do what was granted. */
import type { Grant } from "../../../api/rights/cases/handlers.ts";

export const grantOf = (subject: string, change: Partial<Grant> = {}): Grant => ({
  ...{ requestId: "0f8fad5b-d9cb-469f-a165-70867728950e", requestType: "rectification", subject },
  ...{ decision: "granted", asked: null, regarding: [], reason: "You are right." },
  ...{ actor: { id: "person/1", role: "officer" }, ground: null, language: "en" },
  ...{ jurisdiction: "EU", occurredAt: "2026-11-20T00:00:00.000Z" },
  ...change,
});
