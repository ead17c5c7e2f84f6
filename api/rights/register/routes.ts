/** `/v1/processing-register`, `/v1/breaches`, `/v1/purposes/{id}/assessments`: of the firm, and of nobody. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Press } from "../../consent/receipt/pdf/press.ts";
import { unknownPurpose } from "../../consent/refusals.ts";
import { eventAnswer, identifierParam } from "../../consent/schemas.ts";
import type { Consents } from "../../consent/service.ts";
import { writeRoute } from "../../consent/write-route.ts";
import { type Clock, formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import { reachFor } from "../../ledger/reach.ts";
import { refused, security } from "../../ledger/schemas.ts";
import type { Ledger } from "../../ledger/service.ts";
import { uuid } from "../kinds/shapes.ts";
import { formQuery, forms, inForm, languageIn } from "./answer.ts";
import { breachCsv, breachDocument } from "./breach-document.ts";
import { type Breach, clockOf, dueAt } from "./breach-state.ts";
import { processingCsv, processingDocument } from "./processing-document.ts";
import * as schema from "./schemas.ts";
import type { Registers } from "./service.ts";
import { assessmentSheet } from "./sheet.ts";

export interface RegisterRouteContext {
  readonly ledger: Ledger;
  readonly consents: Pick<Consents, "registry">;
  readonly registers: Registers;
  readonly press: Press;
  readonly clock: Clock;
}

const common = { tags: ["register"], security };
const breachParam = z.object({ id: uuid });

async function issuerOf({ consents, ledger, clock }: RegisterRouteContext): Promise<string> {
  const controller = await consents.registry.controllerAt(formatTime(clock.now()));
  return controller?.name ?? ledger.policy.ledgerId;
}

function processingRoute(app: OpenAPIHono, context: RegisterRouteContext): void {
  const { registers, press, ledger } = context;
  const route = createRoute({
    ...{ method: "get", path: "/v1/processing-register", ...common },
    summary: "Record of processing activities (GDPR 30), as the firm has stated it by now",
    request: { query: formQuery },
    responses: {
      200: { description: "It, in one of four forms", content: forms(schema.processingAnswer) },
    },
  });
  app.openapi(route, async (c) => {
    const record = await registers.processing();
    return (await inForm(c, c.req.valid("query"), {
      ...{ name: "processing-register", press, json: () => record },
      csv: (language) => processingCsv(record, language),
      document: (language) => processingDocument(record, language, ledger.policy.ledgerId),
    })) as never;
  });
}

const shown = (breach: Breach, now: number) => {
  const { head: _, ...told } = breach;
  return { ...told, clock: clockOf(breach, now), dueAt: formatTime(dueAt(breach.facts)) };
};

function breachRoutes(app: OpenAPIHono, context: RegisterRouteContext): void {
  const { registers, press, ledger, clock } = context;
  const { breaches } = registers;
  const documents = async (all: readonly Breach[]) => {
    const issuer = await issuerOf(context);
    const about = { breaches: all, issuer, origin: ledger.policy.ledgerId, now: clock.now() };
    return {
      press,
      csv: (language: "en" | "zh") => breachCsv(about, language),
      document: (language: "en" | "zh") => breachDocument(about, language),
    };
  };
  const list = createRoute({
    ...{ method: "get", path: "/v1/breaches", ...common },
    summary: "Register of breaches of personal data (GDPR 33(5), PIPL 57)",
    description: "How each stands with the 72 hours in which the authority is told.",
    request: { query: formQuery },
    responses: {
      200: { description: "All of them, in one of four forms", content: forms(schema.breachList) },
    },
  });
  app.openapi(list, async (c) => {
    const all = await breaches.list();
    const json = () => ({ breaches: all.map((one) => shown(one, clock.now())) });
    const made = { name: "breaches", ...(await documents(all)), json };
    return (await inForm(c, c.req.valid("query"), made)) as never;
  });
  const one = createRoute({
    ...{ method: "get", path: "/v1/breaches/{id}", ...common },
    summary: "One breach, for the authority",
    request: { params: breachParam, query: formQuery },
    responses: {
      200: { description: "It, in one of four forms", content: forms(schema.breachAnswer) },
      404: refused("No such breach"),
    },
  });
  app.openapi(one, async (c) => {
    const found = await breaches.read(c.req.valid("param").id);
    const json = () => shown(found, clock.now());
    const made = { name: `breach-${found.breachId}`, ...(await documents([found])), json };
    return (await inForm(c, c.req.valid("query"), made)) as never;
  });
  writeRoute(app, ledger, {
    ...{ path: "/v1/breaches", tag: "register", body: schema.breachInput },
    summary: "Record that the firm is aware of a breach",
    description:
      "“awareAt” is when the 72 hours begin (GDPR 33(1)). Kinds and numbers of people and data, and nobody's name: the firm's streams can be read by whoever gets evidence of them.",
    answer: schema.breachOutcome,
    handle: (input, key, _, c) => breaches.begin(input, reachFor(c).principal, key),
    more: ({ breachId }) => ({ breachId }),
  });
  writeRoute(app, ledger, {
    ...{ path: "/v1/breaches/{id}/steps", tag: "register", body: schema.breachStepInput },
    summary: "Record a step of a breach: assessed, contained, authority or people told, closed",
    description:
      "What a step does not say is as it was. Whoever tells the authority late says why; a breach is closed when nothing is owed any more.",
    params: breachParam,
    answer: schema.breachOutcome,
    handle: (input, key, named, c) =>
      breaches.step(named.id ?? "", input, reachFor(c).principal, key),
    more: ({ breachId }) => ({ breachId }),
  });
}

function assessmentRoutes(app: OpenAPIHono, context: RegisterRouteContext): void {
  const { registers, press, ledger, consents } = context;
  const { assessments } = registers;
  const PATH = "/v1/purposes/{id}/assessments";
  const query = formQuery.extend({ format: z.enum(["json", "html", "pdf"]).default("json") });
  const { "text/csv": _, ...content } = forms(schema.assessmentList);
  const list = createRoute({
    ...{ method: "get", path: PATH, ...common },
    summary: "Impact assessments of a purpose; to be read, the sheet of the newest",
    request: { params: identifierParam, query },
    responses: {
      200: { description: "Those on record", content },
      404: refused("None is on record"),
      422: refused("No such purpose"),
    },
  });
  app.openapi(list, async (c) => {
    const { id } = c.req.valid("param");
    const form = c.req.valid("query");
    const purpose = await consents.registry.purpose(id);
    if (purpose === null) throw await unknownPurpose(consents.registry);
    const all = await assessments.of(id);
    const newest = all.at(-1);
    if (form.format !== "json" && newest === undefined)
      throw new Refusal("not_found", { what: "record" });
    const issuer = await issuerOf(context);
    const language = languageIn(c, form);
    return (await inForm(c, form, {
      ...{ name: `assessment-${id}`, press, csv: () => "" },
      json: () => ({ assessments: all }),
      document: () => assessmentSheet(newest!, purpose, { issuer, language }),
    })) as never;
  });
  writeRoute(app, ledger, {
    ...{ path: PATH, tag: "register", params: identifierParam, body: schema.assessmentInput },
    summary: "Record an impact assessment of a purpose (PIPL 55 and 56, GDPR 35)",
    description:
      "A whole one each time; the newest counts. Of the newest version of the purpose where none is named.",
    answer: eventAnswer,
    handle: (input, key, named, c) =>
      assessments.state(named.id ?? "", input, reachFor(c).principal, key),
  });
}

export function registerRoutes(app: OpenAPIHono, context: RegisterRouteContext): void {
  processingRoute(app, context);
  breachRoutes(app, context);
  assessmentRoutes(app, context);
}
