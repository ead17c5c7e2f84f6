/** What the routes about keys take and answer. */
import { z } from "@hono/zod-openapi";
import { SCOPES } from "../core/principal.ts";
import * as asks from "./new-key.ts";
import { reason } from "./schemas.ts";

const { KEY_ROLES, MOST } = asks;
const limit = z.strictObject({
  most: z.int().min(1).max(MOST.requests),
  seconds: z.int().min(1).max(MOST.seconds),
});
export const keyInput = z.strictObject({
  name: z.string().regex(asks.NAME).meta({ example: "shop" }),
  role: z.enum(KEY_ROLES),
  scopes: z.array(z.enum(SCOPES)).min(1),
  organization: z
    .string()
    .regex(asks.ORGANIZATION)
    .optional()
    .meta({ description: "Of a partner's key, and of no other" }),
  days: z.int().min(1).max(MOST.days).default(asks.USUAL_DAYS),
  limit: limit.default({ ...asks.USUAL_LIMIT }),
  reason,
});
const time = z.iso.datetime();
export const keyAnswer = z.object({
  id: z.string(),
  ...{ name: z.string(), role: z.enum(KEY_ROLES), scopes: z.array(z.enum(SCOPES)) },
  organization: z.string().nullable(),
  limit,
  ...{ createdAt: time, expiresAt: time, revokedAt: time.nullable() },
});
export const madeKey = keyAnswer.extend({ secret: z.string() });

export const keyList = z.object({ keys: z.array(keyAnswer) });
