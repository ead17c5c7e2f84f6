/** Serves the portal: its pages, each with a nonce of its own, and what they load. */
import { createHash } from "node:crypto";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Refusal } from "../../core/errors.ts";
import type { Encoding, PortalFile, PortalFiles } from "./files.ts";
import { appPolicy, NONCE_PLACE, verifyPolicy } from "./policy.ts";

export interface PortalContext {
  readonly files: PortalFiles;
  /** A fresh one for each page: base64, 128 bits. */
  readonly nonce: () => string;
}

type PolicyOf = (nonce: string) => string;

/** Pages hold nothing of anybody; what they show they ask for. */
function page(
  c: Context,
  html: string,
  { nonce }: PortalContext,
  policyOf: PolicyOf,
  status: 200 | 404 = 200,
): Response {
  const once = nonce();
  return c.html(html.replaceAll(NONCE_PLACE, once), status, {
    "content-security-policy": policyOf(once),
    "cache-control": "no-store",
  });
}

const takes = (c: Context, encoding: Encoding): boolean =>
  (c.req.header("accept-encoding") ?? "")
    .split(",")
    .some(
      (token) => token.trim().split(";")[0] === encoding && !/;\s*q=0(?:\.0*)?$/.test(token.trim()),
    );

function file(c: Context, { type, bytes, compressed }: PortalFile, caching: string): Response {
  const encoding = (["br", "gzip"] as const).find((one) => compressed.has(one) && takes(c, one));
  const body = encoding === undefined ? bytes : compressed.get(encoding)!;
  return c.body(Buffer.from(body), 200, {
    "content-type": type,
    "cache-control": caching,
    vary: "Accept-Encoding",
    ...(encoding === undefined ? {} : { "content-encoding": encoding }),
  });
}

/** Vite names what it builds by its hash. */
const IMMUTABLE = /-[\w-]{8}\.\w+$/;

/** The stand-alone verifier is for keeping; what it may load and ask is in the file itself. */
const VERIFIER = "counterfoil-verifier.html";

function verifierRoutes(app: OpenAPIHono, verifier: PortalFile): void {
  const hash = createHash("sha256").update(verifier.bytes).digest("hex");
  app.get("/verifier.html", (c) => {
    c.header("content-disposition", `attachment; filename="${VERIFIER}"`);
    c.header("content-security-policy", "sandbox");
    return file(c, verifier, "no-cache");
  });
  // As `sha256sum -c` reads it.
  app.get("/verifier.html.sha256", (c) =>
    c.text(`${hash}  ${VERIFIER}\n`, 200, { "cache-control": "no-cache" }),
  );
}

/** Of these paths programs ask. */
const FOR_PROGRAMS =
  /^\/(?:v1|auth|tile|embed|checkpoint|metrics|\.well-known|openapi\.json)(?:\/|$)/;

/** For a person in a browser who has mistyped an address: a page that says so, and leads on. `null`: what asks is a program. */
export function nowherePage(c: Context, context: PortalContext | null): Response | null {
  const { method, path } = c.req;
  const isPerson = (c.req.header("accept") ?? "").includes("text/html");
  if (context === null || method !== "GET" || !isPerson || FOR_PROGRAMS.test(path)) return null;
  const index = Buffer.from(context.files.get("index.html")!.bytes).toString("utf8");
  return page(c, index, context, appPolicy, 404);
}

/** @param context `null`: it was not built; then there is the API page */
export function portalRoutes(app: OpenAPIHono, context: PortalContext | null): void {
  if (context === null) withoutPortal(app);
  else withPortal(app, context);
}

function withPortal(app: OpenAPIHono, context: PortalContext): void {
  const { files } = context;
  const htmlOf = (name: string): string => Buffer.from(files.get(name)!.bytes).toString("utf8");
  const index = htmlOf("index.html");
  const verify = htmlOf("verify.html");
  const shown = (c: Context) => page(c, index, context, appPolicy);
  app.get("/", shown);
  app.get("/app", shown);
  app.get("/app/*", shown);
  app.get("/verify", (c) => page(c, verify, context, verifyPolicy));
  const verifier = files.get("verifier.html");
  if (verifier !== undefined) verifierRoutes(app, verifier);
  app.get("/assets/:file", (c) => {
    const name = c.req.param("file");
    const found = files.get(`assets/${name}`);
    if (found === undefined) throw new Refusal("not_found", { what: "route" });
    const caching = IMMUTABLE.test(name) ? "public, max-age=31536000, immutable" : "no-cache";
    return file(c, found, caching);
  });
}

const PAGES = ["/app", "/verify", "/verifier.html", "/verifier.html.sha256"];

function withoutPortal(app: OpenAPIHono): void {
  app.get("/", (c) => c.redirect("/docs"));
  for (const path of [...PAGES, "/app/*", "/assets/:file"])
    app.get(path, () => {
      throw new Refusal("not_found", { what: "route" });
    });
}
