/** What the routes about webhooks take and answer. */
import { z } from "@hono/zod-openapi";
import { parseVkey } from "../../../../portal/verify/note.ts";
import { reason } from "../../../identity/schemas.ts";
import { MOST_URL } from "./guard.ts";

function isVkey(text: string): boolean {
  try {
    parseVkey(text);
    return true;
  } catch {
    return false;
  }
}

export const newWebhook = z
  .strictObject({
    url: z.string().max(MOST_URL).meta({
      description: "By https, to a public address; without user, password and “#”",
      example: "https://partner.example/counterfoil",
    }),
    acknowledgementKey: z.string().max(300).refine(isVkey).nullish().meta({
      description:
        "The public key with which the organization signs what it acknowledges (docs/FORMAT.md §19): as “counterfoil partner key” prints it",
    }),
    reason,
  })
  .openapi("NewWebhook");

export const webhook = z
  .object({
    url: z.string(),
    acknowledgementKey: z.string().nullable(),
    createdAt: z.string(),
    pausedAt: z.string().nullable().meta({
      description:
        "Since then nothing is sent: the receiver has answered 410. Registered again it goes on",
    }),
    oldSecretUntil: z
      .string()
      .nullable()
      .meta({ description: "Until then the secret before signs, too" }),
    lastAttempt: z
      .object({
        at: z.string(),
        outcome: z.string().meta({
          example: "200",
          description:
            "The status of the answer, or a word: address, unreachable, certificate, timeout, answer, secret",
        }),
      })
      .nullable()
      .meta({ description: "The last time that something was sent there" }),
  })
  .openapi("Webhook");
export type ShownWebhook = z.infer<typeof webhook>;

export const webhookAnswer = z.object({
  webhook: webhook.nullable().meta({ description: "null: there is none" }),
});
export const registeredWebhook = z.object({
  webhook,
  secret: z.string().nullable().meta({
    description: "Told once, when there was none before; else the one before stays (null)",
    example: "whsec_…",
  }),
});
export const rotatedWebhook = z.object({
  webhook,
  secret: z.string().meta({ description: "Told once", example: "whsec_…" }),
});
export const testedWebhook = z.object({
  message: z.string().meta({ description: "Id of the message, as webhook-id has it" }),
});
