import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../../core/errors.ts";
import { describeRefusal } from "../../core/problem.ts";
import { bodyType, JSON_TYPE, jsonBody, languageOf, queryOf } from "../../ledger/request.ts";
import { recordId, refused, security } from "../../ledger/schemas.ts";
import { eventAnswer } from "../answers.ts";
import { CONSENT_EVENTS } from "../kinds/consent.ts";
import { identifier } from "../kinds/shapes.ts";
import type { RouteContext } from "../route-context.ts";
import { type ImportedEvent, importForeign } from "./import.ts";
import { FORMS, form, importBody, parseImport } from "./import-request.ts";

const importedEvent = z.object({
  from: z.string(),
  purposeId: identifier,
  event: z.enum(CONSENT_EVENTS),
  occurredAt: z.string(),
  outcome: z.enum(["stored", "known", "unchanged", "refused"]),
  id: recordId.optional(),
  problem: z.object({}).optional(),
});
const importQuery = z.object({ form });

/** `POST /v1/consents/imports` */
export function importRoute(app: OpenAPIHono, { ledger, consents, clock }: RouteContext): void {
  const answer = z.object({ events: z.array(importedEvent), left: z.array(z.string()) });
  const content = { [JSON_TYPE]: { schema: answer } };
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/v1/consents/imports",
    tags: ["consent"],
    summary: "Take in a consent from a document of another system",
    description:
      "Each event that the document tells of the named purposes is judged by its own time and recorded with the document. What was taken before is known; what was so already is left unchanged.",
    security: [...security],
    request: {
      query: importQuery,
      body: { required: true, content: { [JSON_TYPE]: { schema: importBody } } },
    },
    responses: {
      200: { description: "Nothing new in it", content },
      201: {
        description: "Recorded; and which purposes of the document were not asked for",
        content,
      },
      413: refused("Too large"),
      422: refused("Refused, with the reason"),
    },
  });
  app.post("/v1/consents/imports", async (c) => {
    const format = FORMS[queryOf(c, importQuery).form];
    if (bodyType(c) !== JSON_TYPE)
      throw new Refusal("unsupported_media_type", { accepted: JSON_TYPE });
    const request = parseImport(await jsonBody(c));
    const { events, left } = await importForeign(consents, request, { format, now: clock.now() });
    const refusals = events.map(({ outcome }) => outcome).filter((one) => one instanceof Refusal);
    if (refusals[0] !== undefined && refusals.length === events.length) throw refusals[0];
    const told = events.map(({ outcome, ...event }) => ({ ...event, ...tell(outcome) }));
    const stored = told.some((event) => event.outcome === "stored");
    return c.json({ events: told, left }, stored ? 201 : 200);

    function tell(outcome: ImportedEvent["outcome"]) {
      if (outcome === "unchanged") return { outcome };
      if (!(outcome instanceof Refusal)) {
        const told = eventAnswer(ledger, outcome);
        return { ...told, outcome: outcome.outcome };
      }
      return { outcome: "refused", problem: describeRefusal(outcome, languageOf(c)) } as const;
    }
  });
}
