/** `/v1/organizations/{organization}/webhook`: where an organization is told what concerns it. For its members, and for administrators. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { administering } from "../../../identity/administering.ts";
import { onlyReason } from "../../../identity/schemas.ts";
import * as schema from "./schemas.ts";
import type { Webhooks } from "./webhooks.ts";

const PATH = "/v1/organizations/:organization/webhook";
const NO_ORGANIZATION = "No such organization";
const NO_WEBHOOK = "No such organization, or it has no webhook";

export function webhookRoutes(app: OpenAPIHono, webhooks: Webhooks): void {
  const { read, change } = administering(app, webhooks.drain);
  const of = (c: Context): string => c.req.param("organization") ?? "";

  read(
    PATH,
    {
      summary: "The webhook of an organization",
      description: "Never its secret, which was told when it was made.",
      ...{ answers: "The webhook, or null", answer: schema.webhookAnswer },
      refuses: { 404: NO_ORGANIZATION },
    },
    (c) => ({ webhook: webhooks.read(of(c)) }),
  );
  change(
    PATH,
    {
      summary: "Register where an organization is told",
      description:
        "What concerns it, such as that a consent was withdrawn, is sent there as Standard Webhooks has it, signed with the secret that this answer tells. In place of the address before; the secret stays then. What waits is sent at once.",
      ...{ body: schema.newWebhook, status: 200 },
      ...{ answers: "The webhook", answer: schema.registeredWebhook },
      refuses: { 404: NO_ORGANIZATION, 422: "Not to this address, with the reason" },
    },
    ({ url, acknowledgementKey }, by, c) =>
      webhooks.register(of(c), { url, acknowledgementKey }, by),
  );
  change(
    `${PATH}/secret`,
    {
      summary: "Give a webhook another secret",
      description: "For 24 hours messages are signed with the one before, too.",
      ...{ body: onlyReason, status: 200 },
      ...{ answers: "The new secret", answer: schema.rotatedWebhook },
      refuses: { 404: NO_WEBHOOK },
    },
    (_, by, c) => webhooks.rotate(of(c), by),
  );
  change(
    `${PATH}/test`,
    {
      summary: "Send a test to a webhook",
      description:
        "A message of type webhook.test, queued like all others; what came of it stands in the webhook's last attempt.",
      ...{ body: onlyReason, status: 200 },
      ...{ answers: "It is on its way", answer: schema.testedWebhook },
      refuses: { 404: NO_WEBHOOK, 422: "It is paused", 429: "One was sent a moment ago" },
    },
    async (_, _by, c) => ({ message: await webhooks.test(of(c)) }),
  );
  change(
    `${PATH}/removal`,
    {
      summary: "Remove a webhook",
      description: "Nothing is sent any more; what waits, waits until there is another.",
      ...{ body: onlyReason, status: 200 },
      ...{ answers: "It is gone", answer: schema.webhookAnswer },
      refuses: { 404: NO_WEBHOOK },
    },
    (_, by, c) => {
      webhooks.remove(of(c), by);
      return { webhook: null };
    },
  );
}
