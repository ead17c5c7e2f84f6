import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../core/errors.ts";
import { refused, security } from "../ledger/schemas.ts";
import { readRoutes } from "./read-routes.ts";
import type { RouteContext } from "./route-context.ts";
import * as schema from "./schemas.ts";
import { writeRoute } from "./write-route.ts";

/** Of a notice in many languages. */
const MOST_BYTES = 2 ** 20;

/** `/v1/notices` and `/v1/texts` */
export function noticeRoutes(app: OpenAPIHono, { ledger, consents }: RouteContext): void {
  const { registry } = consents;
  writeRoute(app, ledger, {
    path: "/v1/notices",
    tag: "consent",
    summary: "Put a version of a notice in force",
    description:
      "The texts that are in force together from inForceFrom on, until the next version's; its number is the ledger's. Texts that the notice has already are not recorded twice.",
    body: schema.noticeInput,
    answer: schema.versionAnswer,
    limit: MOST_BYTES,
    handle: (input, key) => consents.publishNotice(input, key),
  });

  readRoutes(app, {
    name: "notices",
    what: "notice",
    summaries: {
      all: "All notices, with all their versions",
      one: "A notice, with all its versions",
    },
    descriptions: {
      all: "Texts by their hashes",
      one: "Texts by their hashes",
      none: "No such notice",
    },
    answer: schema.noticeAnswer,
    all: () => registry.notices(),
    one: (id) => registry.notice(id),
  });

  const text = createRoute({
    method: "get",
    path: "/v1/texts/{hash}",
    tags: ["consent"],
    summary: "The exact text of a notice, by the hash that consents name",
    security,
    request: { params: schema.textParam },
    responses: {
      200: {
        description: "UTF-8; its SHA-256 is the hash",
        content: { "text/plain": { schema: z.string() } },
      },
      404: refused("No such text"),
    },
  });
  app.openapi(text, async (c) => {
    const found = await registry.text(c.req.valid("param").hash);
    if (found === null) throw new Refusal("not_found", { what: "text" });
    return c.body(found.text, 200, {
      "content-type": "text/plain; charset=utf-8",
      "content-language": found.language,
    }) as never;
  });
}
