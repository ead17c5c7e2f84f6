/** Where a person who is signed in decides for themselves: `/v1/subjects/{subject}/purposes/{purpose}/offer` and `/v1/subjects/{subject}/choices`. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { language } from "../../ledger/kinds/fields.ts";
import { readHeaders } from "../../ledger/reading.ts";
import { refusedOf } from "../../ledger/refused.ts";
import { idempotencyKey, JSON_TYPE, languageOf, queryOf } from "../../ledger/request.ts";
import { idempotencyHeader, refused, security, subject } from "../../ledger/schemas.ts";
import { shortBody } from "../ask/short-body.ts";
import { identifier } from "../kinds/shapes.ts";
import type { RouteContext } from "../route-context.ts";
import { shownIn } from "../shown.ts";
import { choiceInput, ownChoice } from "./choose.ts";
import { ownOffer } from "./offer.ts";
import { refusedChoice } from "./refused-choice.ts";
import * as schema from "./schemas.ts";

const OFFER = "/v1/subjects/{subject}/purposes/{purpose}/offer";
const CHOICES = "/v1/subjects/{subject}/choices";

const offerQuery = z.object({
  language: language.optional().meta({
    description:
      "Of the text, BCP 47: the nearest that there is; that of Accept-Language when left out",
  }),
});
const json = (answer: z.ZodType) => ({ [JSON_TYPE]: { schema: answer } });
const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ":$1");
const hasControl = (c: Context): boolean => c.req.header("sec-gpc") === "1";

function document(app: OpenAPIHono): void {
  const common = { tags: ["consent"], security: [...security] };
  app.openAPIRegistry.registerPath({
    ...{ method: "get", path: OFFER, ...common },
    summary: "What a person who is signed in can choose: the text in force, and the state",
    description:
      "For the person, and for who stands for them. Where nobody is asked any more (notAsked), what was agreed to can be withdrawn all the same.",
    request: {
      params: z.object({ subject, purpose: identifier }),
      query: offerQuery,
      headers: readHeaders,
    },
    responses: {
      200: { description: "The offer", content: json(schema.ownOffer) },
      404: refused("No such data subject"),
      422: refused("No such purpose"),
    },
  });
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: CHOICES, ...common },
    summary: "Record what a person who is signed in chooses",
    description:
      "A yes names the text that was shown, and is taken while that is in force. A no is always taken, and ends what is in force. The same Idempotency-Key again records nothing.",
    request: {
      params: z.object({ subject }),
      headers: idempotencyHeader.extend(readHeaders.shape),
      body: { required: true, content: json(choiceInput) },
    },
    responses: {
      200: { description: "It was recorded before", content: json(schema.ownChosen) },
      201: { description: "Recorded", content: json(schema.ownChosen) },
      413: refused("Too large"),
      422: refused("Refused, with the reason"),
    },
  });
}

export function ownRoutes(app: OpenAPIHono, context: RouteContext): void {
  document(app);
  const { trail } = context;
  app.get(honoPath(OFFER), async (c) => {
    const about = c.req.param("subject") ?? "";
    const purposeId = c.req.param("purpose") ?? "";
    const asked = queryOf(c, offerQuery).language ?? languageOf(c);
    const reading = trail(c);
    const told = [{ what: "consent", of: purposeId }] as const;
    const question = { subject: about, purposeId, language: asked };
    const offer = await reading.telling(refusedOf(about, told), () =>
      ownOffer(context, { ...question, globalPrivacyControl: hasControl(c) }),
    );
    await reading.show(...shownIn(offer.state, told));
    return c.json(offer, 200);
  });
  app.post(honoPath(CHOICES), async (c) => {
    const about = c.req.param("subject") ?? "";
    const key = idempotencyKey(c);
    const reading = trail(c);
    const input = await shortBody(c);
    const choosing = { by: c.get("principal"), subject: about, key };
    const globalPrivacyControl = hasControl(c);
    const chosen = await reading.telling(refusedChoice(about, input), () =>
      ownChoice(context, { ...choosing, globalPrivacyControl }, input),
    );
    // To who stands for somebody the answer shows how it stands with them.
    const told = [{ what: "consent", of: chosen.state.purposeId }] as const;
    await reading.show(...shownIn(chosen.state, told));
    return c.json(chosen, chosen.repeated ? 200 : 201);
  });
}
