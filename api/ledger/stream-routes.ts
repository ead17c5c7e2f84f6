import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../core/errors.ts";
import { disclosed, OF_STREAM } from "./evidence/fields.ts";
import { type ReadTrail, readHeaders, recordInForce } from "./reading.ts";
import { refusedOf } from "./refused.ts";
import * as schema from "./schemas.ts";
import type { Ledger } from "./service.ts";

const { refused, security } = schema;
const params = z.object({ subject: schema.subject });
const missing = refused("No such data subject or stream");

function evidenceRoute(app: OpenAPIHono, ledger: Ledger, trail: ReadTrail): void {
  const route = createRoute({
    method: "get",
    path: "/v1/subjects/{subject}/evidence",
    tags: ["proof"],
    summary:
      "Evidence file: all records of a stream, none missing; or that there is no such stream",
    security,
    request: { params, query: schema.streamEvidenceQuery, headers: readHeaders },
    responses: {
      200: {
        description: "The file's exact bytes (docs/FORMAT.md §11)",
        content: { "application/json": { schema: z.unknown() } },
      },
      400: refused("A parameter is not valid: perhaps no kind has such a stream"),
      404: missing,
      409: refused(
        "Not covered by a checkpoint yet; no final anchor behind the time yet; or, of absent, the stream exists",
      ),
      413: refused("More than one file can hold"),
    },
  });
  app.openapi(route, async (c) => {
    const { subject } = c.req.valid("param");
    const { claim, stream, checkpoint, ...history } = c.req.valid("query");
    const { signal } = c.req.raw;
    // A file about absence knows no time: as if it did would be worse than none.
    if (claim === "absent" && history.at !== undefined) {
      throw new Refusal("invalid_parameter", { parameter: "at" });
    }
    const reading = trail(c);
    const asked = { what: "evidence", of: stream, at: history.at ?? null } as const;
    const bytes = await reading.telling(refusedOf(subject, [{ ...asked, fields: [] }]), () =>
      ledger.streamEvidence(
        claim === "absent"
          ? { claim, subject, stream, checkpoint }
          : { claim, subject, stream, checkpoint, ...history, at: history.at ?? null, signal },
      ),
    );
    const isWithheld = claim === "absent" || history.withhold === "all";
    const fields = isWithheld ? [] : disclosed(history.fields, OF_STREAM);
    await reading.show({ subject, told: [{ ...asked, fields }] });
    return c.body(Buffer.from(bytes), 200, {
      "content-type": "application/json",
      "content-disposition": `attachment; filename="${claim}.evidence.json"`,
    }) as never;
  });
}

function stateRoute(app: OpenAPIHono, ledger: Ledger, trail: ReadTrail): void {
  const route = createRoute({
    method: "get",
    path: "/v1/subjects/{subject}/state",
    tags: ["records"],
    summary: "What was so at a time: which event made it, which ended it, and who proves it",
    security,
    request: { params, query: schema.stateQuery, headers: readHeaders },
    responses: {
      200: {
        description: "The state at that time, now when none is given (docs/FORMAT.md §11.4)",
        content: { "application/json": { schema: schema.stateAnswer } },
      },
      400: refused("A parameter is not valid: perhaps no kind has such a stream"),
      404: missing,
      413: refused("More events than are answered at once"),
    },
  });
  app.openapi(route, async (c) => {
    const { subject } = c.req.valid("param");
    const { stream, at } = c.req.valid("query");
    const reading = trail(c);
    const told = [{ what: "state", of: stream, at: at ?? null }] as const;
    const { signal } = c.req.raw;
    const state = await reading.telling(refusedOf(subject, told), () =>
      ledger.stateAt({ subject, stream, at: at ?? null, signal }),
    );
    const records = recordInForce(stream, state.inForce);
    await reading.show({ subject, records, told });
    return c.json(state as z.infer<typeof schema.stateAnswer>, 200);
  });
}

/** What is asked about one stream of a data subject. */
export function streamRoutes(app: OpenAPIHono, ledger: Ledger, trail: ReadTrail): void {
  evidenceRoute(app, ledger, trail);
  stateRoute(app, ledger, trail);
}
