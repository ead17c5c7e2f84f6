/** `/v1/agreements`: drafting terms with partners, and reading what was agreed. None of it tells anything of any person. */
import { createRoute, type OpenAPIHono, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { eventAnswer } from "../consent/schemas.ts";
import { writeRoute } from "../consent/write-route.ts";
import type { Principal } from "../core/principal.ts";
import { JSON_TYPE, languageOf } from "../ledger/request.ts";
import { refused, security } from "../ledger/schemas.ts";
import type { Ledger } from "../ledger/service.ts";
import type { DraftOutcome } from "./drafts.ts";
import * as schema from "./schemas.ts";
import type { Sharing } from "./service.ts";

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
}

const drafterOf = (c: Context): Principal => c.get("principal");

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

const told = (description: string, shape: z.ZodType) => ({
  description,
  content: { [JSON_TYPE]: { schema: shape } },
});

function readRoutes(app: OpenAPIHono, { sharing }: SharingRouteContext): void {
  const list = createRoute({
    ...{ method: "get", path: "/v1/agreements", tags, security },
    summary: "Agreements with partners",
    responses: {
      200: told(
        "In the order in which they were begun, by their newest version",
        schema.agreementList,
      ),
    },
  });
  app.openapi(list, async (c) => c.json({ agreements: await sharing.list() } as never, 200));

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
    const shown = await sharing.read(c.req.valid("param").id, languageOf(c));
    return c.json(shown as never, 200);
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
    return c.json({ changes } as never, 200);
  });
}
