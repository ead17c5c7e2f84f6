/** `GET /v1/subjects/{subject}/export`: all that there is about a person, with the proof that it is all. */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Refusal } from "../../core/errors.ts";
import type { Principal } from "../../core/principal.ts";
import { reachFor } from "../../ledger/reach.ts";
import { type ReadTrail, readHeaders } from "../../ledger/reading.ts";
import { refusedOf } from "../../ledger/refused.ts";
import { languageOf } from "../../ledger/request.ts";
import { refused, security, subject } from "../../ledger/schemas.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { Requests } from "../cases/service.ts";
import { uuid } from "../kinds/shapes.ts";
import { FORMS } from "./bundle/form.ts";
import type { Exports, HeldExport } from "./exports.ts";
import type { ExportOrder } from "./make.ts";

export interface ExportRouteContext {
  readonly ledger: Pick<Ledger, "recordAdministration" | "policy" | "newId">;
  readonly exports: Exports;
  /** Requests of people; `null`: this server takes none. */
  readonly requests: Pick<Requests, "read"> | null;
  readonly trail: ReadTrail;
}

const PATH = "/v1/subjects/{subject}/export";

const query = z.object({
  form: z
    .enum(FORMS)
    .default("access")
    .meta({ description: "access: everything. portability: what the person provided" }),
  language: z
    .enum(["en", "zh"])
    .optional()
    .meta({ description: "Of what is read; that of Accept-Language when left out" }),
  request: uuid.optional().meta({
    description:
      "The person's request that it answers; it is named in the person's record of access",
  }),
  checkpoint: z.enum(["final", "newest"]).default("final").meta({
    description:
      "final: the newest that the chain holds for good, if all is under it; newest: whatever is sealed",
  }),
});

export function exportRoutes(app: OpenAPIHono, context: ExportRouteContext): void {
  const route = createRoute({
    ...{ method: "get", path: PATH, tags: ["rights"], security },
    summary: "Everything about a data subject, with the proof that nothing is missing",
    description:
      "A ZIP (docs/FORMAT.md §21), under all identifiers of the person (a customer: those that they stand for): records as JSON and CSV, a page and a PDF to be read, and evidence of every stream that there is or is not. Checked with `counterfoil export verify`. The same state of the ledger gives the same bytes.",
    request: { params: z.object({ subject }), query, headers: readHeaders },
    responses: {
      200: {
        description: "The ZIP; Repr-Digest has its SHA-256, which is on record",
        content: { "application/zip": { schema: z.string().meta({ format: "binary" }) } },
      },
      404: refused("No such data subject, or no such request of theirs"),
      409: refused("Nothing is sealed yet"),
      410: refused("Nothing is left of the person"),
      413: refused("More than one file can hold"),
      429: refused("Too many of one's own wait"),
    },
  });
  app.openapi(route, async (c) => {
    const { subject } = c.req.valid("param");
    const { form, language = languageOf(c), checkpoint, request = null } = c.req.valid("query");
    const reading = context.trail(c);
    const headers = { "content-type": "application/zip" };
    // Nothing is made that nobody gets.
    if (c.req.method === "HEAD") return c.body(null, 200, headers) as never;
    // What is joined with theirs opens nobody else's to a customer.
    const { mayName } = reachFor(c);
    const order = { subject, form, language, checkpoint, mayName };
    const told = [{ what: "document", of: `export/${form}` }] as const;
    const made = await reading.telling(refusedOf(subject, told), async () => {
      // Of this person, under any of their identifiers: on their record it stands for good.
      if (request !== null)
        await assertTheirs(context.requests, { subject, requestId: request }, mayName);
      return context.exports.make(order, c.req.raw.signal, c.get("principal").id);
    });
    try {
      const shown = made.identifiers.map((one) => ({ subject: one, told }));
      await reading.handOut({ hash: made.sha256, regarding: request }, ...shown);
      await recordMade(context, c, made, reading.request);
    } catch (error) {
      await made.release();
      throw error;
    }
    return c.body(streamOf(made), 200, {
      ...headers,
      "content-length": String(made.bytes),
      "content-disposition": `attachment; filename="${form}-${made.sealedAt.slice(0, 10)}.zip"`,
      "repr-digest": `sha-256=:${Buffer.from(made.sha256, "base64url").toString("base64")}:`,
      "cache-control": "no-store",
    }) as never;
  });
}

/** @throws Refusal `not_found` (`request`, `subject`), and those of {@link Requests.read} */
async function assertTheirs(
  requests: ExportRouteContext["requests"],
  name: { readonly subject: string; readonly requestId: string },
  mayName: ExportOrder["mayName"],
): Promise<void> {
  if (requests === null) throw new Refusal("not_found", { what: "request" });
  await requests.read(name, mayName ?? undefined);
}

/** Also of what people fetch of themselves: it says that it was handed out, and not of whom, why or for which case. That stands in the person's record of access, which goes with them. */
async function recordMade(
  { ledger }: ExportRouteContext,
  c: Context,
  { events, sha256 }: HeldExport,
  request: string | null,
): Promise<void> {
  const { id, role }: Principal = c.get("principal");
  await ledger.recordAdministration({
    ...{ event: "export-made", actor: { id, role }, hash: sha256, count: events },
    target: { type: "ledger", id: ledger.policy.ledgerId },
    ...{ route: `GET ${PATH}`, request: request ?? ledger.newId() },
  });
}

/** Removed when all of it was read, or nobody reads it any more. */
function streamOf({ path, signal, release }: HeldExport): ReadableStream<Uint8Array> {
  const file = createReadStream(path, { signal });
  file.once("close", () => void release());
  return Readable.toWeb(file) as ReadableStream<Uint8Array>;
}
