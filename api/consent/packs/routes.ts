/** `/v1/evidence-packs`: what proves all that the ledger took in a period, in one file to hand over. */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type Clock, formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { Language } from "../../core/language.ts";
import type { Principal } from "../../core/principal.ts";
import { describeBug, describeRefusal } from "../../core/problem.ts";
import type { Reach } from "../../core/reach.ts";
import { assertGivenLasts, reachFor } from "../../ledger/reach.ts";
import { type ReadTrail, readHeaders, reasonOf } from "../../ledger/reading.ts";
import { invalidParameters, jsonBody, languageOf } from "../../ledger/request.ts";
import { recordId, refused, security } from "../../ledger/schemas.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { Pack, Packs } from "./packs.ts";
import * as schema from "./schemas.ts";

export interface PackRouteContext {
  readonly ledger: Pick<Ledger, "knownSubjects">;
  readonly packs: Packs;
  readonly clock: Clock;
  readonly trail: ReadTrail;
}

const tags = ["proof"];
const params = z.object({ id: recordId });

function shownPack(pack: Pack, language: Language): schema.PackAnswer {
  const { id, state, request, createdAt, expiresAt, progress, failure, made } = pack;
  const { from, until, purposes = null, subjects = null, kinds = null } = request;
  const problem =
    state !== "failed"
      ? null
      : failure
        ? describeRefusal(failure, language)
        : describeBug(language);
  return {
    ...{ id, state, from, until, purposes, subjects, kinds, progress },
    createdAt: formatTime(createdAt),
    expiresAt: expiresAt === null ? null : formatTime(expiresAt),
    failure: problem && { code: problem.code, sentence: problem.detail },
    made: made && { ...made, verdicts: [...made.verdicts] },
  };
}

/** Whoever is limited asks within it; what is outside is refused, and not left out without a word. @throws Refusal `forbidden` */
function assertWithin(reach: Reach, { from, until, subjects = [] }: schema.PackRequest): void {
  const { period } = reach;
  const isInside =
    period === null || (Date.parse(from) >= period.from && Date.parse(until) <= period.until);
  if (!isInside || !subjects.every((subject) => reach.mayName(subject)))
    throw new Refusal("forbidden", { problem: "target" });
}

async function requestOf(c: Context): Promise<schema.PackRequest> {
  const parsed = schema.newPack.safeParse(await jsonBody(c));
  if (!parsed.success) throw invalidParameters(parsed.error.issues, "body");
  if (parsed.data.from >= parsed.data.until)
    throw new Refusal("invalid_parameter", { parameter: "until" });
  return parsed.data;
}

export function packRoutes(app: OpenAPIHono, context: PackRouteContext): void {
  beginRoute(app, context);
  readRoutes(app, context);
  fileRoute(app, context);
}

function beginRoute(app: OpenAPIHono, { packs, trail, ledger }: PackRouteContext): void {
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: "/v1/evidence-packs", tags, security },
    summary: "Make a pack of evidence for a period",
    description:
      "A ZIP with an evidence file for each record that the ledger took in it, the texts of notices, the policy, an index as CSV and a printable summary. Each person of whom something is in it has a record of access before it is there to be had.",
    request: {
      headers: readHeaders,
      body: { required: true, content: { "application/json": { schema: schema.newPack } } },
    },
    responses: {
      202: {
        description: "It is being made; ask for it again to see how far it is",
        content: { "application/json": { schema: schema.pack } },
      },
      404: refused("No such data subject"),
      429: refused("Too many of one's own wait"),
    },
  });
  app.post("/v1/evidence-packs", async (c) => {
    const reach = reachFor(c);
    const reading = trail(c);
    const request = await requestOf(c);
    assertWithin(reach, request);
    const { subjects = [] } = request;
    // To whoever is limited it is not told whom there is.
    if (reach.period === null) {
      const known = await ledger.knownSubjects(subjects);
      if (subjects.some((subject) => !known.has(subject)))
        throw new Refusal("not_found", { what: "subject" });
    }
    const by: Principal = c.get("principal");
    const language = languageOf(c);
    const reason = reasonOf(c);
    const shownBy = { show: reading.show, asked: reading.request };
    const pack = packs.begin({ request, by, reach, reason, language, ...shownBy });
    c.header("location", `/v1/evidence-packs/${pack.id}`);
    return c.json(shownPack(pack, language), 202);
  });
}

function readRoutes(app: OpenAPIHono, { packs, clock }: PackRouteContext): void {
  const list = createRoute({
    ...{ method: "get", path: "/v1/evidence-packs", tags, security },
    summary: "One's own packs of evidence, the newest first",
    responses: {
      200: {
        description: "Those that are there; a file is kept for a day",
        content: { "application/json": { schema: schema.packList } },
      },
    },
  });
  app.openapi(list, (c) => {
    assertGivenLasts(c, clock);
    const own = packs.all(c.get("principal"));
    return c.json({ packs: own.map((pack) => shownPack(pack, languageOf(c))) }, 200);
  });

  const one = createRoute({
    ...{ method: "get", path: "/v1/evidence-packs/{id}", tags, security },
    summary: "A pack of evidence: how far it is, or what is in it",
    request: { params },
    responses: {
      200: { description: "The pack", content: { "application/json": { schema: schema.pack } } },
      404: refused("No such pack of one's own"),
    },
  });
  app.openapi(one, (c) => {
    assertGivenLasts(c, clock);
    const pack = packs.get(c.req.valid("param").id, c.get("principal"));
    return c.json(shownPack(pack, languageOf(c)), 200);
  });
}

function fileRoute(app: OpenAPIHono, { packs, clock }: PackRouteContext): void {
  const route = createRoute({
    ...{ method: "get", path: "/v1/evidence-packs/{id}/file", tags, security },
    summary: "The file of a pack of evidence",
    request: { params },
    responses: {
      200: {
        description: "A ZIP",
        content: { "application/zip": { schema: z.string().meta({ format: "binary" }) } },
      },
      404: refused("No such pack of one's own, or it is not made yet"),
    },
  });
  app.openapi(route, (c) => {
    assertGivenLasts(c, clock);
    const { id } = c.req.valid("param");
    const { path, made } = packs.file(id, c.get("principal"));
    const headers = {
      "content-type": "application/zip",
      "content-length": String(made.bytes),
      "content-disposition": `attachment; filename="evidence-${id}.zip"`,
    };
    // Nobody would read the file, and so nobody close it.
    if (c.req.method === "HEAD") return c.body(null, 200, headers) as never;
    const stream = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
    return c.body(stream, 200, headers) as never;
  });
}
