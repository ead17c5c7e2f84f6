/** `POST /v1/embed-tokens` for the firm's server, and below `/embed` what the pages of others load and call. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ReadTrail } from "../../ledger/reading.ts";
import { JSON_TYPE } from "../../ledger/request.ts";
import { refused, security } from "../../ledger/schemas.ts";
import { shortBody } from "../ask/short-body.ts";
import { askingOf, preflight } from "./headers.ts";
import { tokenInput } from "./issue.ts";
import * as schema from "./schemas.ts";
import { loadScript, type Script } from "./script.ts";
import type { Embed } from "./service.ts";

const OFFER = "/embed/offer";
const CHOICE = "/embed/choice";
const json = (answer: z.ZodType) => ({ [JSON_TYPE]: { schema: answer } });
const embedSecurity = [{ embed: [] }];
const REFUSED = {
  401: refused("No token for this page, or its time is over"),
  422: refused("Refused, with the reason"),
};

function issueRoute(
  app: OpenAPIHono,
  embed: Embed,
  trail: ReadTrail,
  { path, integrity }: Script,
): void {
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: "/v1/embed-tokens", tags: ["embedding"], security },
    summary: "Make a token with which a page of another origin asks a person once",
    description:
      "Sealed, for one person, purpose, notice text and page origin, good for one choice within fifteen minutes at most. To be called by the page's own server.",
    request: { body: { required: true, content: json(tokenInput) } },
    responses: {
      201: { description: "The token, and the script that takes it", content: json(schema.issued) },
      404: refused("No such data subject"),
      422: REFUSED[422],
    },
  });
  app.post("/v1/embed-tokens", async (c) => {
    const reading = trail(c);
    const input = await shortBody(c);
    const issued = await embed.issue(input);
    // Whoever has the token is shown how the consent stands: the page for the person, if the firm hands it on.
    const [subject, of] = [String(input.subject), String(input.purposeId)];
    await reading.show({ subject, told: [{ what: "consent", of }] });
    return c.json({ ...issued, script: { path, integrity } }, 201);
  });
}

function scriptRoutes(app: OpenAPIHono, script: Script): void {
  const told = {
    summary: "The script that a page includes to ask for consent",
    responses: {
      200: { description: "JavaScript", content: { "text/javascript": { schema: z.string() } } },
    },
  };
  const tags = ["embedding"];
  for (const [path, cache] of [
    ["/embed/consent.js", "public, max-age=3600"],
    [script.path, "public, max-age=31536000, immutable"],
  ] as const) {
    app.openAPIRegistry.registerPath({ ...told, method: "get", path, tags });
    app.get(path, (c) =>
      c.body(script.bytes, 200, {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": cache,
      }),
    );
  }
}

function documentPublic(app: OpenAPIHono): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "embed", {
    type: "http",
    scheme: "bearer",
  });
  const tags = ["embedding"];
  app.openAPIRegistry.registerPath({
    ...{ method: "get", path: OFFER, tags, security: embedSecurity },
    summary: "What the person is asked: texts, and the wording of the choices",
    description: "Takes a token of POST /v1/embed-tokens, from a page of its origin only.",
    responses: { 200: { description: "The offer", content: json(schema.offer) }, ...REFUSED },
  });
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: CHOICE, tags, security: embedSecurity },
    summary: "Record the person's choice",
    description:
      "One choice a token: what comes again is told what was recorded, and records nothing.",
    request: { body: { required: true, content: json(schema.choiceInput) } },
    responses: {
      200: { description: "It was recorded before", content: json(schema.chosen) },
      201: { description: "Recorded", content: json(schema.chosen) },
      413: refused("Too large"),
      ...REFUSED,
    },
  });
  for (const path of [OFFER, CHOICE]) {
    app.openAPIRegistry.registerPath({
      ...{ method: "options", path, tags },
      summary: "What browsers ask before they send a token (CORS)",
      responses: { 204: { description: "Allowed, if the headers say so" } },
    });
  }
}

export function embedRoutes(app: OpenAPIHono, embed: Embed, trail: ReadTrail): void {
  const script = loadScript();
  issueRoute(app, embed, trail, script);
  scriptRoutes(app, script);
  documentPublic(app);
  app.options(OFFER, preflight("GET"));
  app.get(OFFER, async (c) => c.json(await embed.offer(askingOf(c))));
  app.options(CHOICE, preflight("POST"));
  app.post(CHOICE, async (c) => {
    const asking = askingOf(c);
    embed.admit(asking);
    const chosen = await embed.choose(asking, await shortBody(c));
    return c.json(chosen, chosen.repeated ? 200 : 201);
  });
}
