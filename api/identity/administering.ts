/** Routes by which accounts and what belongs to them are administered: told on the API page, and answered when what they did is on record. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Refusal } from "../core/errors.ts";
import { bodyType, JSON_TYPE, jsonBody } from "../ledger/request.ts";
import { refused, security } from "../ledger/schemas.ts";
import type { By } from "./accounts.ts";
import { parsed } from "./schemas.ts";

/** Bytes. A thousand data subjects find room. */
const MOST_BODY = 65_536;

interface Told {
  readonly summary: string;
  readonly description?: string;
  /** Of what is answered. */
  readonly answers: string;
  readonly answer: z.ZodType;
  /** Beside those that every request has. */
  readonly headers?: z.ZodObject;
  /** By status: why not. */
  readonly refuses?: Readonly<Record<number, string>>;
}

interface Reading extends Told {
  readonly query?: z.ZodObject;
}

interface Changing<S extends z.ZodObject> extends Told {
  readonly body: S;
  readonly status: 200 | 201;
}

type Asked<S extends z.ZodObject> = z.infer<S> & { readonly reason?: string | undefined };

export interface Administering {
  /** @param path as the router has it */
  read(path: string, told: Reading, run: (c: Context) => object | Promise<object>): void;
  change<S extends z.ZodObject>(
    path: string,
    told: Changing<S>,
    run: (body: Asked<S>, by: By, c: Context) => object | Promise<object>,
  ): void;
}

const documented = (path: string): string => path.replaceAll(/:(\w+)/g, "{$1}");

function parameters(path: string, { query, headers }: Pick<Reading, "query" | "headers">) {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name as string);
  const params = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
  return {
    ...(names.length > 0 ? { params } : {}),
    ...(query === undefined ? {} : { query }),
    ...(headers === undefined ? {} : { headers }),
  };
}

/** @param drain puts on record what was done */
export function administering(app: OpenAPIHono, drain: () => Promise<void>): Administering {
  function tell(
    method: "get" | "post",
    path: string,
    status: 200 | 201,
    told: Told,
    request: object,
  ) {
    const { summary, description, answers, answer, refuses = {} } = told;
    const content = { [JSON_TYPE]: { schema: answer } };
    const refusals = Object.entries(refuses).map(([code, text]) => [code, refused(text)]);
    app.openAPIRegistry.registerPath({
      ...{ method, path: documented(path), tags: ["administration"], security, request },
      ...{ summary, ...(description === undefined ? {} : { description }) },
      responses: { [status]: { description: answers, content }, ...Object.fromEntries(refusals) },
    });
  }

  return {
    read(path, told, run) {
      tell("get", path, 200, told, parameters(path, told));
      app.get(path, async (c) => c.json(await run(c)));
    },
    change(path, told, run) {
      const { body: shape, status } = told;
      const content = { [JSON_TYPE]: { schema: shape } };
      tell("post", path, status, told, {
        ...parameters(path, told),
        body: { required: true, content },
      });
      app.post(path, async (c) => {
        if (bodyType(c) !== JSON_TYPE)
          throw new Refusal("unsupported_media_type", { accepted: JSON_TYPE });
        const body: Asked<typeof shape> = parsed(shape, await jsonBody(c, MOST_BODY));
        const { id, role } = c.get("principal");
        try {
          return c.json(await run(body, { id, role, reason: body.reason }, c), status);
        } finally {
          // Also what is refused may have left a note of it.
          await drain();
        }
      });
    },
  };
}
