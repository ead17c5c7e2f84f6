import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Refusal } from "../core/errors.ts";
import { type Language, negotiateLanguage } from "../core/language.ts";
import { inChinese } from "./api-words.ts";

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

/** `?lang=` decides, then what the browser likes. */
const languageOf = (c: Context): Language => {
  const asked = c.req.query("lang");
  return asked === "zh" || asked === "en"
    ? asked
    : negotiateLanguage(c.req.header("accept-language"));
};

/** The API page, wholly from this server: a page that takes the token must load nothing from anywhere else. */
export function apiPage(app: OpenAPIHono, version: string): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
  });
  const settings = {
    openapi: "3.1.0",
    info: {
      title: "Counterfoil",
      version,
      description: "A customer data ledger that nobody has to believe.",
      license: { name: "Apache-2.0" },
    },
  };
  app.get("/openapi.json", (c) => {
    const document = app.getOpenAPI31Document(settings);
    return c.json(languageOf(c) === "zh" ? inChinese(document) : document, 200, {
      vary: "Accept-Language",
    });
  });
  const folder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  app.get("/docs", (c) => {
    c.header("vary", "Accept-Language");
    return c.html(languageOf(c) === "zh" ? PAGE.replace('lang="en"', 'lang="zh-CN"') : PAGE);
  });
  app.get("/docs/start.js", (c) =>
    c.body(START, 200, { "content-type": "text/javascript; charset=utf-8" }),
  );
  app.get("/docs/:asset", async (c) => {
    const asset = c.req.param("asset");
    const type = Object.hasOwn(ASSETS, asset) ? ASSETS[asset] : undefined;
    if (type === undefined) throw new Refusal("not_found", { what: "route" });
    return c.body(await readFile(join(folder, asset)), 200, {
      "content-type": type,
      "cache-control": "public, max-age=86400",
    });
  });
}
