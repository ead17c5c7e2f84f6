/** The app, assembled: every part comes in as a parameter, importing this module does nothing. */
import { OpenAPIHono, z } from "@hono/zod-openapi";
import { methodNotAllowed } from "hono/method-not-allowed";
import { secureHeaders } from "hono/secure-headers";
import { Refusal } from "../core/errors.ts";
import { negotiateLanguage } from "../core/language.ts";
import { describeBug, describeRefusal, type Problem } from "../core/problem.ts";
import { recordRoutes } from "../ledger/record-routes.ts";
import type { Ledger } from "../ledger/service.ts";
import { subjectRoutes } from "../ledger/subject-routes.ts";
import { isPublic } from "./access.ts";
import { apiPage } from "./api-page.ts";
import { bearer } from "./auth.ts";
import type { Health } from "./health.ts";

/** What is logged of a request: never its address, which holds identifiers, nor its body. */
export interface RequestLog {
  readonly method: string;
  /** Pattern of the route, or `-`. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
}

export interface AppOptions {
  readonly ledger: Ledger;
  readonly token: string;
  readonly version: string;
  readonly health: () => Promise<Health>;
  readonly onRequest: (entry: RequestLog) => void;
  /** A bug: for the log of the operator. */
  readonly onBug: (error: unknown) => void;
  /** Milliseconds of a clock that only goes forward. */
  readonly stopwatch: () => number;
}

const respond = (problem: Problem, path: string, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      ...headers,
      "content-type": "application/problem+json",
      ...(problem.status === 401 ? { "www-authenticate": "Bearer" } : {}),
      ...(problem.status === 503 ? { "retry-after": "1" } : {}),
      ...(path.startsWith("/v1/") ? { "cache-control": "no-store" } : {}),
    },
  });

/** The two public routes on the API page. */
function documentPublic(app: OpenAPIHono): void {
  const tags = ["public"];
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/checkpoint",
    tags,
    summary: "Newest signed checkpoint",
    responses: {
      200: {
        description: "A signed note (docs/FORMAT.md §7)",
        content: { "text/plain": { schema: z.string() } },
      },
      404: { description: "Nothing is sealed yet" },
    },
  });
  const answer = { content: { "application/json": { schema: z.object({}).loose() } } };
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/healthz",
    tags,
    summary: "State of store, log and chain",
    responses: {
      200: { description: "It works, perhaps without the chain for now", ...answer },
      503: { description: "The store does not answer, or the ledger has stopped", ...answer },
    },
  });
}

/** The validators of zod-openapi call this; a parameter is named, its value never. */
function onInvalid(result: {
  success: boolean;
  error?: { issues: { path: PropertyKey[] }[] };
}): void {
  if (result.success) return;
  const parameter = String(result.error?.issues[0]?.path[0] ?? "request");
  throw new Refusal("invalid_parameter", { parameter });
}

export function createApp(options: AppOptions): OpenAPIHono {
  const { ledger, onBug } = options;
  const app = new OpenAPIHono({ defaultHook: onInvalid as never });

  app.onError((error, c) => {
    const language = negotiateLanguage(c.req.header("accept-language"));
    if (error instanceof Refusal) return respond(describeRefusal(error, language), c.req.path);
    onBug(error);
    return respond(describeBug(language), c.req.path);
  });
  app.notFound((c) => {
    const language = negotiateLanguage(c.req.header("accept-language"));
    return respond(
      describeRefusal(new Refusal("not_found", { what: "route" }), language),
      c.req.path,
    );
  });

  app.use(async (c, next) => {
    const start = options.stopwatch();
    await next();
    const route = c.req.routePath;
    const milliseconds = options.stopwatch() - start;
    options.onRequest({ method: c.req.method, route, status: c.res.status, milliseconds });
  });
  app.use(
    secureHeaders({
      // This server speaks plain HTTP; whoever puts TLS before it decides on HSTS there.
      strictTransportSecurity: false,
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    }),
  );
  const guard = bearer(options.token);
  app.use(async (c, next) => {
    if (isPublic(c.req.path)) return next();
    c.header("cache-control", "no-store");
    return guard(c, next);
  });
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const language = negotiateLanguage(c.req.header("accept-language"));
        const problem = describeRefusal(new Refusal("method_not_allowed", {}), language);
        return respond(problem, c.req.path, { allow: methods.join(", ") });
      },
    }),
  );

  app.get("/", (c) => c.redirect("/docs"));
  documentPublic(app);
  app.get("/checkpoint", async (c) => {
    const note = await ledger.checkpoint();
    if (note === null) throw new Refusal("not_found", { what: "checkpoint" });
    return c.text(note, 200, {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "public, max-age=1",
    });
  });
  app.get("/healthz", async (c) => {
    const health = await options.health();
    return c.json(health, health.status === "down" ? 503 : 200, { "cache-control": "no-store" });
  });
  subjectRoutes(app, ledger, onBug);
  recordRoutes(app, ledger, onBug);
  apiPage(app, options.version);
  return app;
}
