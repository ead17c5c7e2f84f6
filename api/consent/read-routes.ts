/** Routes of this domain that tell what the firm has stated under names: all of it, and one by its name. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type MissingThing, Refusal } from "../core/errors.ts";
import { JSON_TYPE } from "../ledger/request.ts";
import { refused, security } from "../ledger/schemas.ts";
import * as schema from "./schemas.ts";

interface ReadRoutes {
  /** Of the list, which is also the name of its member in the answer: `notices` for `/v1/notices`. */
  readonly name: string;
  /** What is not found. */
  readonly what: MissingThing;
  readonly summaries: { readonly all: string; readonly one: string };
  readonly descriptions: { readonly all: string; readonly one: string; readonly none: string };
  readonly answer: z.ZodType;
  readonly all: () => Promise<readonly unknown[]>;
  readonly one: (id: string) => Promise<object | null>;
}

/** `GET /v1/<name>` and `GET /v1/<name>/{id}` */
export function readRoutes(app: OpenAPIHono, routes: ReadRoutes): void {
  const { name, what, summaries, descriptions, answer, all, one } = routes;
  const told = (description: string, shape: z.ZodType) => ({
    description,
    content: { [JSON_TYPE]: { schema: shape } },
  });
  const list = createRoute({
    ...{ method: "get", path: `/v1/${name}`, tags: ["consent"], summary: summaries.all, security },
    responses: { 200: told(descriptions.all, z.object({ [name]: z.array(answer) })) },
  });
  app.openapi(list, async (c) => c.json({ [name]: await all() } as never, 200));

  const single = createRoute({
    ...{ method: "get", path: `/v1/${name}/{id}`, tags: ["consent"], summary: summaries.one },
    security,
    request: { params: schema.identifierParam },
    responses: { 200: told(descriptions.one, answer), 404: refused(descriptions.none) },
  });
  app.openapi(single, async (c) => {
    const found = await one(c.req.valid("param").id);
    if (found === null) throw new Refusal("not_found", { what });
    return c.json(found as never, 200);
  });
}
