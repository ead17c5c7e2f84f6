/** `/v1/keys`: keys of machines, made and revoked by administrators. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Refusal } from "../core/errors.ts";
import { SCOPES } from "../core/principal.ts";
import { bodyType, JSON_TYPE, jsonBody } from "../ledger/request.ts";
import { refused, security } from "../ledger/schemas.ts";
import { KEY_ROLES, type NewKey, USUAL_DAYS, USUAL_LIMIT } from "./new-key.ts";
import type { Identity } from "./service.ts";

const limit = z.object({ most: z.int().min(1), seconds: z.int().min(1) });
const input = z.object({
  name: z.string().meta({ example: "shop" }),
  role: z.enum(KEY_ROLES),
  scopes: z.array(z.enum(SCOPES)).min(1),
  organization: z.string().optional(),
  days: z.int().min(1).max(366).default(USUAL_DAYS),
  limit: limit.default({ ...USUAL_LIMIT }),
});
const time = z.iso.datetime();
const key = z.object({
  id: z.string(),
  ...{ name: z.string(), role: z.enum(KEY_ROLES), scopes: z.array(z.enum(SCOPES)) },
  organization: z.string().nullable(),
  limit,
  ...{ createdAt: time, expiresAt: time, revokedAt: time.nullable() },
});
const made = key.extend({ secret: z.string() });
const all = z.object({ keys: z.array(key) });

const answer = (description: string, schema: z.ZodType) => ({
  description,
  content: { [JSON_TYPE]: { schema } },
});

function document(app: OpenAPIHono): void {
  const common = { tags: ["administration"], security: [...security] };
  app.openAPIRegistry.registerPath({
    ...{ method: "get", path: "/v1/keys", ...common },
    summary: "Keys of machines",
    description: "The oldest first, also those that have expired or are revoked. Never what opens.",
    responses: { 200: answer("All keys", all) },
  });
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: "/v1/keys", ...common },
    summary: "Make a key for a machine",
    description:
      "It may what its scopes say, within its role, until its days are over. It is told in this answer, and never again.",
    request: { body: { required: true, content: { [JSON_TYPE]: { schema: input } } } },
    responses: { 201: answer("The key", made), 422: refused("Refused, with every problem found") },
  });
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: "/v1/keys/{id}/revocation", ...common },
    summary: "Revoke a key",
    description: "From now on it opens nothing. Again changes nothing.",
    request: { params: z.object({ id: z.string() }) },
    responses: { 200: answer("The key", key), 404: refused("No such key") },
  });
}

type KeyIdentity = Pick<Identity, "keys" | "drain">;

export function keyRoutes(app: OpenAPIHono, { keys, drain }: KeyIdentity): void {
  document(app);
  const by = (c: Context) => {
    const { id, role } = c.get("principal");
    return { id, role };
  };
  app.get("/v1/keys", (c) => c.json({ keys: keys.list() }));
  app.post("/v1/keys", async (c) => {
    if (bodyType(c) !== JSON_TYPE)
      throw new Refusal("unsupported_media_type", { accepted: JSON_TYPE });
    // Its members are looked at where keys are made, whoever makes them.
    const asked = (await jsonBody(c)) as unknown as NewKey;
    const { key: row, secret } = keys.create(asked, by(c));
    await drain();
    return c.json({ ...row, secret }, 201);
  });
  app.post("/v1/keys/:id/revocation", async (c) => {
    const revoked = keys.revoke(c.req.param("id"), by(c));
    await drain();
    return c.json(revoked);
  });
}
