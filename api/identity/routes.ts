/** All that is served of people and machines: `/auth/…`, its pages and the mailbox of the demonstration, `/v1/me`; and, administered, `/v1/accounts`, `/v1/organizations`, `/v1/keys`, and contacts of data subjects. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Refusal } from "../core/errors.ts";
import type { ReadTrail } from "../ledger/reading.ts";
import { accountRoutes } from "./account-routes.ts";
import { contactRoutes } from "./contact-routes.ts";
import { keyRoutes } from "./key-routes.ts";
import { meRoute } from "./me-route.ts";
import { pageRoutes } from "./page-routes.ts";
import type { Identity } from "./service.ts";

const PROVIDER_SENDS_TO = "/auth/sso/callback/firm";

export interface IdentityRouteContext {
  readonly identity: Identity;
  /** The address that a request is counted under. */
  readonly peerOf: (c: Context) => string;
  /** Around what says of a person that somebody stands for them. */
  readonly trail: ReadTrail;
}

const answer = { content: { "application/json": { schema: z.object({}).loose() } } };

function document(app: OpenAPIHono): void {
  const body = (shape: z.ZodRawShape) => ({
    body: { required: true, content: { "application/json": { schema: z.object(shape) } } },
  });
  const email = z.string().meta({ example: "someone@example.com" });
  const route = (
    method: "get" | "post",
    path: string,
    summary: string,
    request: object,
    description: string,
  ): void =>
    app.openAPIRegistry.registerPath({
      ...{ method, path, summary, request },
      tags: ["sign-in"],
      responses: { 200: { description, ...answer } },
    });
  route(
    "post",
    "/auth/email-otp/send-verification-otp",
    "Ask for a code by e-mail",
    body({ email, type: z.literal("sign-in") }),
    "A code is on its way; the answer is the same for every address",
  );
  route(
    "post",
    "/auth/sign-in/email-otp",
    "Sign in with a code",
    body({ email, otp: z.string().meta({ example: "123456" }) }),
    "Signed in: the answer sets a cookie",
  );
  route(
    "post",
    "/auth/first-administrator",
    "Become the first administrator",
    body({ token: z.string(), email }),
    "There is an account of an administrator with this address",
  );
  route(
    "get",
    "/auth/next-step",
    "What is still to be done to be signed in",
    {},
    "first-factor, set-up, second-factor, or nothing",
  );
  route(
    "post",
    "/auth/second-factor/begin",
    "Set up a second factor",
    {},
    "The secret for an app, as text and for a QR code",
  );
  const code = body({ code: z.string().meta({ example: "123456" }) });
  route(
    "post",
    "/auth/second-factor/confirm",
    "Show the new second factor",
    code,
    "It is set up, and shown in this session; codes for the day it is lost",
  );
  route(
    "post",
    "/auth/second-factor/verify",
    "Show the second factor",
    code,
    "It is shown in this session",
  );
  route(
    "post",
    "/auth/sign-in/sso",
    "Sign in at the firm's own provider",
    body({ providerId: z.literal("firm"), callbackURL: z.string().meta({ example: "/" }) }),
    "Where to go: the provider sends back to /auth/sso/callback/firm",
  );
  const response = z.object({}).loose();
  const passkeys: [method: "get" | "post", path: string, summary: string, request: object][] = [
    ["get", "generate-register-options", "Set up a passkey: what to ask the device", {}],
    ["post", "verify-registration", "Set up a passkey", body({ name: z.string(), response })],
    ["get", "generate-authenticate-options", "Show a passkey: what to ask the device", {}],
    ["post", "verify-authentication", "Sign in with a passkey", body({ response })],
    ["get", "list-user-passkeys", "One's passkeys", {}],
    ["post", "delete-passkey", "Take a passkey away", body({ id: z.string() })],
  ];
  for (const [method, path, summary, request] of passkeys)
    route(method, `/auth/passkey/${path}`, summary, request, "As WebAuthn has it");
  route("get", "/auth/get-session", "Who is signed in", {}, "The session, or null");
  route("post", "/auth/sign-out", "Sign out", {}, "The session is over");
}

/** A person whom a provider sends back, and whom the ledger refuses, sees a page of ours and not the refusal's text. */
async function sentBack(c: Context, answering: Promise<Response>): Promise<Response> {
  if (c.req.path !== PROVIDER_SENDS_TO || !c.req.header("accept")?.includes("text/html"))
    return answering;
  try {
    return await answering;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return c.redirect("/sign-in?refused", 303);
  }
}

export function identityRoutes(app: OpenAPIHono, context: IdentityRouteContext): void {
  const { identity, peerOf, trail } = context;
  document(app);
  pageRoutes(app, identity);
  meRoute(app, identity);
  keyRoutes(app, identity);
  accountRoutes(app, identity);
  contactRoutes(app, identity, trail);
  app.on(["GET", "POST"], "/auth/*", (c) => sentBack(c, identity.handle(c.req.raw, peerOf(c))));
}
