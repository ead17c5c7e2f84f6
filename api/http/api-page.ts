import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Refusal } from "../core/errors.ts";
import { type Language, negotiateLanguage } from "../core/language.ts";
import { inChinese } from "./api-words.ts";
import { type GuardedLine, type Line, lineName } from "./matrix-line.ts";

const ASSETS: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Counterfoil API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<main id="api"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;

/** The page's own language goes on to the document it shows. */
const START = `const zh = document.documentElement.lang === "zh-CN";
SwaggerUIBundle({ url: zh ? "/openapi.json?lang=zh" : "/openapi.json?lang=en", dom_id: "#api", deepLinking: true, persistAuthorization: false, validatorUrl: null });
`;

/** What `make` gives at the first call, for every call: its bytes are held once, however many requests wait for them. */
function once(make: () => Buffer<ArrayBuffer>): () => Buffer<ArrayBuffer> {
  let made: Buffer<ArrayBuffer> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** `?lang=` decides, then what the browser likes. */
const languageOf = (c: Context): Language => {
  const asked = c.req.query("lang");
  return asked === "zh" || asked === "en"
    ? asked
    : negotiateLanguage(c.req.header("accept-language"));
};

/** In the order in which somebody new reads them; further ones come behind. */
const GROUPS = [
  "records",
  "subjects",
  "consent",
  "rights",
  "register",
  "proof",
  "public",
  "sign-in",
  "administration",
];

type Operation = { security?: object[] };

/** What opens a line: a key, a session's cookie, or either. */
const doorsOf = ({ scope, keysOnly }: GuardedLine): object[] => [
  ...(scope === null ? [] : [{ bearer: [] }]),
  ...(keysOnly === true ? [] : [{ session: [] }]),
];

/** Says of each route what opens it, as the matrix has it. */
function withDoors<T extends { paths?: object }>(document: T, lines: readonly Line[]): T {
  const byRoute = new Map(lines.map((line) => [lineName(line.method, line.path), line]));
  for (const [path, methods] of Object.entries(document.paths ?? {}))
    for (const [method, operation] of Object.entries(methods as Record<string, Operation>)) {
      const route = path.replaceAll(/\{(\w+)\}/g, ":$1");
      // The two tiles' pattern is the router's alone.
      const line =
        byRoute.get(lineName(method.toUpperCase(), route)) ??
        byRoute.get(lineName(method.toUpperCase(), `${route}{.+}`));
      if (line !== undefined && !("open" in line)) operation.security = doorsOf(line);
    }
  return document;
}

/** The API page, wholly from this server: a page that takes the token must load nothing from anywhere else. */
export function apiPage(app: OpenAPIHono, version: string, lines: readonly Line[]): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    ...{ type: "apiKey", in: "cookie", name: "counterfoil.session_token" },
    description:
      "Of a person who is signed in; by HTTPS its name begins with __Host-. Whatever changes something needs the header Origin too.",
  });
  const settings = {
    openapi: "3.1.0",
    tags: GROUPS.map((name) => ({ name })),
    info: {
      title: "Counterfoil",
      version,
      description: "A customer data ledger that nobody has to believe.",
      license: { name: "Apache-2.0" },
    },
  };
  // Not before the first request: only then is every route registered.
  const document = () => withDoors(app.getOpenAPI31Document(settings), lines);
  const documents: Readonly<Record<Language, () => Buffer<ArrayBuffer>>> = {
    en: once(() => Buffer.from(JSON.stringify(document()))),
    zh: once(() => Buffer.from(JSON.stringify(inChinese(document())))),
  };
  app.get("/openapi.json", (c) =>
    c.body(documents[languageOf(c)](), 200, {
      "content-type": "application/json",
      vary: "Accept-Language",
    }),
  );
  app.get("/docs", (c) => {
    c.header("vary", "Accept-Language");
    return c.html(languageOf(c) === "zh" ? PAGE.replace('lang="en"', 'lang="zh-CN"') : PAGE);
  });
  app.get("/docs/start.js", (c) =>
    c.body(START, 200, { "content-type": "text/javascript; charset=utf-8" }),
  );
  const folder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  const assets = new Map(
    Object.entries(ASSETS).map(([name, type]) => [
      name,
      { type, bytes: once(() => readFileSync(join(folder, name))) },
    ]),
  );
  app.get("/docs/:asset", (c) => {
    const asset = assets.get(c.req.param("asset"));
    if (asset === undefined) throw new Refusal("not_found", { what: "route" });
    return c.body(asset.bytes(), 200, {
      "content-type": asset.type,
      "cache-control": "public, max-age=86400",
    });
  });
}
