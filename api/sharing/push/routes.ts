/** `/v1/agreements/{id}/messages`, `…/usage` and `…/acknowledgements`: what a partner is told, how that went, and what the partner says to it. */
import { createRoute, type OpenAPIHono, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { eventAnswer } from "../../consent/answers.ts";
import { formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { Principal } from "../../core/principal.ts";
import { fieldProblems } from "../../ledger/kinds/problems.ts";
import { bodyType, JSON_TYPE, jsonBody } from "../../ledger/request.ts";
import { refused, security } from "../../ledger/schemas.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { MessageRow } from "../../store/partner-store.ts";
import { agreementParam } from "../schemas.ts";
import type { MessageType } from "./message.ts";
import * as schema from "./schemas.ts";
import type { Push } from "./service.ts";

export interface PushRouteContext {
  readonly ledger: Pick<Ledger, "receiptOf">;
  readonly push: Push;
  readonly clock: { now(): number };
}

const NONE = "No such agreement, or it is another organization's";
const MESSAGES = "/v1/agreements/{id}/messages";
const common = { tags: ["agreements"], security };
const told = <S extends z.ZodType>(description: string, shape: S) => ({
  description,
  content: { [JSON_TYPE]: { schema: shape } },
});
const byOf = (c: Context): Principal => c.get("principal");
const time = (at: number | null): string | null => (at === null ? null : formatTime(at));

/** Whom it is about the partner alone is told: who answers for the firm finds a person by other ways, and leaves a trace there. */
function shownMessage(row: MessageRow, isNamed: boolean, now: number) {
  const { purpose, reason } = JSON.parse(row.body).data as Record<string, string | null>;
  const { acknowledgeBy, deleteBy, receivedAt, receivedCame, doneAt, doneCame } = row;
  // Judged by what the ledger knows of itself: a partner may state any time.
  const isLate = (by: number | null, came: number | null) => by !== null && by < (came ?? now);
  return {
    ...{ id: row.id, type: row.type as MessageType, version: row.version },
    ...{ purpose: purpose ?? null, reason: reason ?? null },
    ...{ state: row.state, attempts: row.attempts, madeAt: formatTime(row.madeAt) },
    ...{ nextAt: time(row.nextAt), deliveredAt: time(row.deliveredAt) },
    ...{ deleteBy: time(deleteBy), acknowledgeBy: time(acknowledgeBy) },
    ...{ receivedAt: time(receivedAt), receivedCame: time(receivedCame) },
    ...{ doneAt: time(doneAt), doneCame: time(doneCame) },
    overdue: isLate(acknowledgeBy, receivedCame) || isLate(deleteBy, doneCame),
    ...(isNamed ? { subject: row.subject, body: row.body } : {}),
  };
}

export function pushRoutes(app: OpenAPIHono, { ledger, push, clock }: PushRouteContext): void {
  const list = createRoute({
    ...{ method: "get", path: MESSAGES, ...common },
    summary: "What a partner is told under an agreement, the newest first",
    description:
      "That a consent has ended, that a record was corrected, that the agreement is over: each message with how sending it went and what the partner has acknowledged. Only the partner is told whom it is about; that is on record with the person.",
    request: { params: agreementParam, query: schema.messagesQuery },
    responses: {
      200: told("A page of messages", schema.messagesAnswer),
      404: refused(NONE),
    },
  });
  app.openapi(list, async (c) => {
    const { state = null, cursor, limit } = c.req.valid("query");
    const by = byOf(c);
    const { messages, withheld, next } = await push.messages({
      ...{ agreementId: c.req.valid("param").id, by, state, limit, route: `GET ${MESSAGES}` },
      cursor: cursor === undefined ? null : Number(cursor),
    });
    const now = clock.now();
    const isNamed = ({ number }: MessageRow) => by.role === "partner" && !withheld.has(number);
    return c.json(
      {
        messages: messages.map((row) => shownMessage(row, isNamed(row), now)),
        next: next === null ? null : String(next),
      },
      200,
    );
  });

  replayRoute(app, { ledger, push, clock });

  const usage = createRoute({
    ...{ method: "get", path: "/v1/agreements/{id}/usage", ...common },
    summary: "How much was given under an agreement, and what is open",
    description: "Numbers alone, by day of UTC, the newest first.",
    request: { params: agreementParam },
    responses: { 200: told("Numbers", schema.usageAnswer), 404: refused(NONE) },
  });
  app.openapi(usage, async (c) => {
    const { days, ...rest } = await push.usage(c.req.valid("param").id, byOf(c));
    return c.json({ ...rest, days: [...days] }, 200);
  });

  acknowledgementRoute(app, { ledger, push, clock });
}

function acknowledgementRoute(app: OpenAPIHono, { ledger, push }: PushRouteContext): void {
  const path = "/v1/agreements/{id}/acknowledgements";
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path, tags: ["agreements"], security: [...security] },
    summary: "Acknowledge a message",
    description:
      "With the key that the organization has named with its webhook. “done”: what the message asks for is carried out. It is put on record with the person; said again, it is answered as before.",
    request: {
      params: agreementParam,
      body: { required: true, content: { [JSON_TYPE]: { schema: schema.acknowledgementRequest } } },
    },
    responses: {
      200: told("It was said before, or is of a test", schema.acknowledgementAnswer),
      201: told("Recorded", schema.acknowledgementAnswer),
      404: refused(NONE),
      422: refused("Refused, with the reason"),
    },
  });
  app.post("/v1/agreements/:id/acknowledgements", async (c) => {
    const { acknowledgement } = await bodyOf(c, schema.acknowledgementRequest);
    const { outcome, message, what } = await push.acknowledge(
      c.req.param("id"),
      acknowledgement,
      byOf(c),
    );
    const recorded = outcome && eventAnswer(ledger, outcome);
    return c.json({ message, what, recorded }, outcome?.outcome === "stored" ? 201 : 200);
  });
}

/** A JSON object in, as this schema has it. @throws Refusal `unsupported_media_type`, `invalid_record` */
async function bodyOf<S extends z.ZodType>(c: Context, shape: S): Promise<z.output<S>> {
  if (bodyType(c) !== JSON_TYPE)
    throw new Refusal("unsupported_media_type", { accepted: JSON_TYPE });
  const input = await jsonBody(c);
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Refusal("invalid_record", { problems: fieldProblems(parsed.error, input) });
}

function replayRoute(app: OpenAPIHono, { push, clock }: PushRouteContext): void {
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: `${MESSAGES}/{message}/replay` },
    ...{ tags: ["agreements"], security: [...security] },
    summary: "Send a message to a partner again",
    description: "Under the same id, so that a partner who has it takes it once.",
    request: {
      params: schema.messageParam,
      body: { required: true, content: { [JSON_TYPE]: { schema: schema.replayRequest } } },
    },
    responses: {
      200: told("The message, which waits", schema.replayAnswer),
      404: refused("No such agreement, or no such message under it"),
    },
  });
  app.post("/v1/agreements/:id/messages/:message/replay", async (c) => {
    await bodyOf(c, schema.replayRequest);
    const { id, message } = c.req.param();
    const row = await push.replay(id, message, byOf(c));
    return c.json(shownMessage(row, false, clock.now()), 200);
  });
}
