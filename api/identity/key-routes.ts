/** `/v1/keys`: keys of machines, made and revoked by administrators. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { SCOPES } from "../core/principal.ts";
import { administering } from "./administering.ts";
import * as asks from "./new-key.ts";
import { onlyReason, reason } from "./schemas.ts";
import type { Identity } from "./service.ts";

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

export function keyRoutes(
  app: OpenAPIHono,
  { keys, drain }: Pick<Identity, "keys" | "drain">,
): void {
  const { read, change } = administering(app, drain);
  read(
    "/v1/keys",
    {
      summary: "Keys of machines",
      description:
        "The oldest first, also those that have expired or are revoked. Never what opens.",
      ...{ answers: "All keys", answer: keyList },
    },
    () => ({ keys: keys.list() }),
  );
  change(
    "/v1/keys",
    {
      summary: "Make a key for a machine",
      description:
        "It may what its scopes say, within its role, until its days are over. It is told in this answer, and never again.",
      ...{ body: keyInput, status: 201 },
      ...{ answers: "The key", answer: madeKey },
      refuses: { 404: "No such organization", 422: "Refused, with every problem found" },
    },
    ({ reason: _, organization, ...asked }, by) => {
      const of = organization === undefined ? {} : { organization };
      const { key: row, secret } = keys.create({ ...asked, ...of }, by);
      return { ...row, secret };
    },
  );
  change(
    "/v1/keys/:id/revocation",
    {
      summary: "Revoke a key",
      description: "From now on it opens nothing. Again changes nothing.",
      ...{ body: onlyReason, status: 200 },
      ...{ answers: "The key", answer: keyAnswer },
      refuses: { 404: "No such key" },
    },
    (_, by, c) => keys.revoke(c.req.param("id") ?? "", by),
  );
}
