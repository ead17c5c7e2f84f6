/** `/v1/agreements`: drafting terms with partners, and reading what was agreed. None of it tells anything of any person. */
import { createRoute, type OpenAPIHono, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { eventAnswer } from "../consent/schemas.ts";
import { writeRoute } from "../consent/write-route.ts";
import { Refusal } from "../core/errors.ts";
import type { Principal } from "../core/principal.ts";
import {
  bodyType,
  idempotencyKey,
  invalidParameters,
  JSON_TYPE,
  jsonBody,
  languageOf,
} from "../ledger/request.ts";
import { idempotencyHeader, refused, security } from "../ledger/schemas.ts";
import type { Ledger } from "../ledger/service.ts";
import type { DraftOutcome } from "./drafts.ts";
import * as schema from "./schemas.ts";
import type { Viewer } from "./seen-by.ts";
import type { Sharing } from "./service.ts";
import type { ShownAgreement } from "./shown.ts";

export interface SharingRouteContext {
  readonly ledger: Ledger;
  readonly sharing: Sharing;
}

const tags = ["agreements"];
const NONE = "No such agreement";

export function sharingRoutes(app: OpenAPIHono, context: SharingRouteContext): void {
  draftRoutes(app, context);
  tieRoute(app, context);
  readRoutes(app, context);
  compareRoute(app, context);
  signRoutes(app, context);
}

const drafterOf = (c: Context): Principal => c.get("principal");

/** A partner sees what is its organization's; the firm's people see all. */
function viewerOf(c: Context): Viewer {
  const { role, organization } = drafterOf(c);
  return role === "partner" ? { organization } : null;
}

/** What is told of a draft beside its event. */
const more = ({ agreementId, version, termsHash }: DraftOutcome) => ({
  ...{ agreementId, version, termsHash },
});

function draftRoutes(app: OpenAPIHono, { ledger, sharing }: SharingRouteContext): void {
  writeRoute(app, ledger, {
    ...{ path: "/v1/agreements", tag: "agreements", more },
    summary: "Draft an agreement with a partner",
    description:
      "The terms are held against what is stated: purposes in force, consents that cover every field, kinds and fields that there are. All that is wrong is told at once. Lists ascend.",
    body: schema.draftRequest,
    answer: schema.draftAnswer,
    handle: (input, key, _, c) => sharing.draft(input, drafterOf(c), key),
  });
  writeRoute(app, ledger, {
    ...{ path: "/v1/agreements/{id}/draft", tag: "agreements", more },
    summary: "Draft an agreement's terms anew, or its next version",
    description:
      "Anew as long as nobody was asked to sign them, or once they were withdrawn; the next version once they are in force or have run out. The whole terms are sent.",
    params: schema.agreementParam,
    body: schema.draftRequest,
    answer: schema.draftAnswer,
    handle: (input, key, { id = "" }, c) => sharing.change(id, input, drafterOf(c), key),
  });
}

function tieRoute(app: OpenAPIHono, { ledger, sharing }: SharingRouteContext): void {
  writeRoute(app, ledger, {
    ...{ path: "/v1/agreements/{id}/organization", tag: "agreements" },
    summary: "Say which organization is an agreement's recipient",
    description:
      "Its members and keys, and nobody else, get what the terms allow. Said again, the newest counts.",
    params: schema.agreementParam,
    body: schema.tieRequest,
    answer: eventAnswer,
    handle: (input, key, { id = "" }, c) => sharing.tie(id, input, drafterOf(c), key),
  });
}

/** Lists that nothing here changes, as the answer has them. */
const toldAgreement = (shown: ShownAgreement): z.input<typeof schema.agreementAnswer> => ({
  ...shown,
  ahead: shown.ahead && { ...shown.ahead, unknownVersions: [...shown.ahead.unknownVersions] },
  waitsFor: [...shown.waitsFor],
  versions: [...shown.versions],
  steps: shown.steps.map((step) => ({ ...step, actor: step.actor as StepActor | null })),
});
type StepActor = NonNullable<z.input<typeof schema.agreementAnswer>["steps"][number]["actor"]>;

const told = <S extends z.ZodType>(description: string, shape: S) => ({
  description,
  content: { [JSON_TYPE]: { schema: shape } },
});

function readRoutes(app: OpenAPIHono, { sharing }: SharingRouteContext): void {
  const list = createRoute({
    ...{ method: "get", path: "/v1/agreements", tags, security },
    summary: "Agreements with partners",
    description:
      "A partner gets those that are tied to its organization and were put before it, and of each what was: no drafts, and nobody of the firm.",
    request: { query: schema.listQuery },
    responses: {
      200: told(
        "In the order in which they were begun, by their newest version",
        schema.agreementList,
      ),
    },
  });
  app.openapi(list, async (c) => {
    const { cursor = null, limit } = c.req.valid("query");
    const { agreements, next } = await sharing.list({ cursor, limit, viewer: viewerOf(c) });
    return c.json({ agreements: [...agreements], next }, 200);
  });

  const one = createRoute({
    ...{ method: "get", path: "/v1/agreements/{id}", tags, security },
    summary: "An agreement: the versions of its terms, and each step",
    request: { params: schema.agreementParam },
    responses: {
      200: told(
        "Terms as policy and as text, in the language of Accept-Language",
        schema.agreementAnswer,
      ),
      404: refused(NONE),
    },
  });
  app.openapi(one, async (c) => {
    const { id } = c.req.valid("param");
    const shown = await sharing.read(id, languageOf(c), viewerOf(c));
    return c.json(toldAgreement(shown), 200);
  });
}

function compareRoute(app: OpenAPIHono, { sharing }: SharingRouteContext): void {
  const compare = createRoute({
    ...{ method: "get", path: "/v1/agreements/{id}/compare", tags, security },
    summary: "What one version of an agreement's terms says differently from another",
    request: { params: schema.agreementParam, query: schema.compareQuery },
    responses: {
      200: told("Each thing that is new, gone, or another", schema.changesAnswer),
      404: refused("No such agreement, or no such version"),
    },
  });
  app.openapi(compare, async (c) => {
    const { from, to } = c.req.valid("query");
    const changes = await sharing.compare(c.req.valid("param").id, from, to);
    return c.json({ changes: [...changes] }, 200);
  });
}

function signRoutes(app: OpenAPIHono, { sharing }: SharingRouteContext): void {
  const request = (shape: z.ZodType) => ({
    params: schema.agreementParam,
    body: { required: true, content: { [JSON_TYPE]: { schema: shape } } },
  });
  const refusals = {
    404: refused(NONE),
    422: refused("Refused, with the reason"),
    503: refused("The chain does not answer"),
  };
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: "/v1/agreements/{id}/to-sign", tags, security: [...security] },
    summary: "What a party has to sign",
    description:
      "With the numbers that the contract expects next. Terms: of the newest version, until the deadline, in 14 days unless it is named. Withdrawal: takes back or refuses what is proposed. Termination: ends the agreement at once and for ever.",
    request: request(schema.signRequestRequest),
    responses: {
      200: told(
        "To be signed by the party's wallet, or by its key file on the command line",
        schema.signRequestAnswer,
      ),
      ...refusals,
    },
  });
  app.post("/v1/agreements/:id/to-sign", async (c) => {
    const id = agreementIn(c);
    return c.json(await sharing.toSign(id, await objectIn(c), viewerOf(c)), 200);
  });

  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: "/v1/agreements/{id}/signatures", tags, security: [...security] },
    summary: "Bring a party's signature",
    description:
      "What is to be signed, with the signature; as the command line writes it. The contract judges it before anything is recorded. Sent again, it does nothing twice.",
    request: { ...request(schema.signatureRequest), headers: idempotencyHeader },
    responses: { 200: told("What the agreement is in now", schema.signAnswer), ...refusals },
  });
  app.post("/v1/agreements/:id/signatures", async (c) => {
    const key = idempotencyKey(c);
    const id = agreementIn(c);
    const input = await objectIn(c);
    return c.json(await sharing.sign(id, input, drafterOf(c), key, viewerOf(c)), 200);
  });
}

/** @throws Refusal `invalid_parameter` */
function agreementIn(c: Context): string {
  const parsed = schema.agreementParam.safeParse(c.req.param());
  if (!parsed.success) throw invalidParameters(parsed.error.issues, "path");
  return parsed.data.id;
}

/** @throws Refusal `unsupported_media_type`, and those of `jsonBody` */
async function objectIn(c: Context): Promise<Record<string, unknown>> {
  if (bodyType(c) !== JSON_TYPE)
    throw new Refusal("unsupported_media_type", { accepted: JSON_TYPE });
  return jsonBody(c);
}
