import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../../core/errors.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { bodyType, idempotencyKey, JSON_TYPE, jsonBody } from "../../ledger/request.ts";
import { idempotencyHeader, refused, security, source, subject } from "../../ledger/schemas.ts";
import { eventAnswer } from "../answers.ts";
import { invalid } from "../input.ts";
import type { RouteContext } from "../route-context.ts";
import { eventAnswer as eventSchema } from "../schemas.ts";
import { readGpc } from "./gpc.ts";

/** What a signal has besides what the header says. */
const gpcBody = z
  .strictObject({
    "@subject": subject.optional(),
    "@occurredAt": f.time.optional(),
    "@source": source.optional(),
    channel: f.channel.nullish(),
    externalNumber: f.externalNumber.nullish(),
    note: f.text(2000).nullish(),
    site: f.text(300).nullish(),
  })
  .openapi("GpcRequest");

/** `POST /v1/signals/gpc` */
export function gpcRoute(app: OpenAPIHono, { ledger, consents }: RouteContext): void {
  const content = { [JSON_TYPE]: { schema: eventSchema } };
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/v1/signals/gpc",
    tags: ["consent"],
    summary: "Record the Global Privacy Control of a request that is passed on",
    description:
      "With the person's own header Sec-GPC. Without it, with another value than 1, and of nobody that is known it is refused.",
    security: [...security],
    request: {
      headers: idempotencyHeader.extend({ "sec-gpc": z.string().optional() }),
      body: { required: true, content: { [JSON_TYPE]: { schema: gpcBody } } },
    },
    responses: {
      200: { description: "It was recorded before", content },
      201: { description: "Recorded", content },
      422: refused("Refused, with the reason"),
    },
  });
  app.post("/v1/signals/gpc", async (c) => {
    const key = idempotencyKey(c);
    if (bodyType(c) !== JSON_TYPE)
      throw new Refusal("unsupported_media_type", { accepted: JSON_TYPE });
    const { "@subject": named, ...input } = await jsonBody(c);
    if (!readGpc(c.req.header("sec-gpc")))
      throw new Refusal("consent_refused", { problem: "signal_not_set" });
    const whose = named === undefined || named === null ? null : subject.safeParse(named).data;
    if (whose === undefined) throw invalid("@subject", "bad_format");
    for (const field of ["signal", "value"])
      if (input[field] !== undefined) throw invalid(field, "surplus");
    const outcome = await consents.signal(whose, { ...input, signal: "gpc", value: "1" }, key);
    return c.json(eventAnswer(ledger, outcome), outcome.outcome === "stored" ? 201 : 200);
  });
}
