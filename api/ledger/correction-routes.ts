/** `POST /v1/records/{id}/corrections`: for those who work with records. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../core/errors.ts";
import type { JsonValue } from "../core/kind.ts";
import { writeAnswer } from "./answers.ts";
import { fieldProblems } from "./kinds/problems.ts";
import { assertMayRead } from "./reach.ts";
import { bodyType, idempotencyKey, JSON_TYPE, jsonBody } from "./request.ts";
import * as schema from "./schemas.ts";
import type { Ledger } from "./service.ts";

const PATH = "/v1/records/{id}/corrections";
const { refused, security } = schema;

const correctionInput = z
  .strictObject({
    version: z.number().int().min(1).meta({
      description: "The version that was looked at: of another one nothing is corrected",
    }),
    fields: z
      .record(z.string().max(63), z.unknown())
      .refine((fields) => Object.keys(fields).length > 0, { params: { code: "missing" } })
      .meta({ description: "Those that change, as they are right; null: nothing is in it" }),
  })
  .openapi("Correction");

export function correctionRoutes(app: OpenAPIHono, ledger: Ledger): void {
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: PATH, tags: ["records"], security: [...security] },
    summary: "Correct fields of a record",
    description:
      "The record gets a version in which these fields are others; those before stay as they were. Partners who were given it are told. A number that another system gave to it is not corrected: under another one it would be another record.",
    request: {
      params: z.object({ id: schema.recordId }),
      headers: schema.idempotencyHeader,
      body: { required: true, content: { [JSON_TYPE]: { schema: correctionInput } } },
    },
    responses: {
      200: {
        description: "It was so already",
        content: { [JSON_TYPE]: { schema: schema.writeAnswer } },
      },
      201: { description: "Stored", content: { [JSON_TYPE]: { schema: schema.writeAnswer } } },
      404: refused("No such record or version"),
      409: refused("There is a newer version"),
      422: refused("Refused, with every problem found"),
    },
  });
  app.post(PATH.replace("{id}", ":id"), async (c) => {
    const id = c.req.param("id") ?? "";
    await assertMayRead(c, ledger, id, null);
    const key = idempotencyKey(c);
    if (bodyType(c) !== JSON_TYPE)
      throw new Refusal("unsupported_media_type", { accepted: JSON_TYPE });
    const input = await jsonBody(c);
    const parsed = correctionInput.safeParse(input);
    if (!parsed.success)
      throw new Refusal("invalid_record", { problems: fieldProblems(parsed.error, input) });
    const { version, fields } = parsed.data;
    const outcome = await ledger.correct({
      ...{ id, version, fields: fields as Readonly<Record<string, JsonValue>> },
      ...{ occurredAt: null, idempotency: key },
    });
    const told = writeAnswer(ledger, outcome, { receipt: true, disclosures: false });
    return c.json(told, outcome.outcome === "stored" ? 201 : 200);
  });
}
