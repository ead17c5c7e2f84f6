/** `/v1/keys`: keys of machines, made and revoked by administrators. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { administering } from "./administering.ts";
import { keyAnswer, keyInput, keyList, madeKey } from "./key-schemas.ts";
import { onlyReason } from "./schemas.ts";
import type { Identity } from "./service.ts";

export function keyRoutes(
  app: OpenAPIHono,
  { keys, organizations, drain }: Pick<Identity, "keys" | "organizations" | "drain">,
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
  read(
    "/v1/organizations/:organization/keys",
    {
      summary: "Keys of an organization",
      description:
        "For its members and for administrators, who make them: the oldest first, also those that have expired or are revoked.",
      ...{ answers: "Its keys", answer: keyList },
      refuses: { 404: "No such organization" },
    },
    (c) => {
      const { id } = organizations.get(c.req.param("organization") ?? "");
      return { keys: keys.list().filter(({ organization }) => organization === id) };
    },
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
