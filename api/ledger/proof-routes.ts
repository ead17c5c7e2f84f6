import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../core/errors.ts";
import { assertMayRead } from "./reach.ts";
import { partOf, type ReadTrail, readHeaders } from "./reading.ts";
import { refusedRecord } from "./refused.ts";
import * as schema from "./schemas.ts";
import type { Ledger } from "./service.ts";

const { refused, security } = schema;
const params = z.object({ id: schema.recordId });
const tags = ["proof"];

function evidenceRoute(app: OpenAPIHono, ledger: Ledger, trail: ReadTrail): void {
  const route = createRoute({
    method: "get",
    path: "/v1/records/{id}/evidence",
    tags,
    summary: "Evidence file: proof that this record is in the ledger, or also the newest",
    security,
    request: { params, query: schema.evidenceQuery, headers: readHeaders },
    responses: {
      200: {
        description: "The file's exact bytes (docs/FORMAT.md §11)",
        content: { "application/json": { schema: z.unknown() } },
      },
      404: refused("No such record or version"),
      409: refused("Not covered by a checkpoint yet, not the newest, or the newest was lost"),
    },
  });
  app.openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const { version = null, ...query } = c.req.valid("query");
    const { period } = await assertMayRead(c, ledger, id, version);
    // Whether there is something newer lies outside of every period.
    if (period !== null && query.claim === "current")
      throw new Refusal("forbidden", { problem: "target" });
    const reading = trail(c);
    const told = [{ what: "evidence" }] as const;
    const file = await reading.telling(refusedRecord(ledger, { id, version }, told), () =>
      ledger.evidenceFile({ id, version, ...query }),
    );
    await reading.show({ ...partOf(file.of, file.fields), told });
    return c.body(Buffer.from(file.bytes), 200, {
      "content-type": "application/json",
      "content-disposition": `attachment; filename="${id}.evidence.json"`,
    }) as never;
  });
}

function receiptRoute(app: OpenAPIHono, ledger: Ledger, trail: ReadTrail): void {
  const route = createRoute({
    method: "get",
    path: "/v1/records/{id}/receipt",
    tags,
    summary: "Signed receipt: the promise to anchor this record",
    security,
    request: { params, query: z.object({ version: schema.version }), headers: readHeaders },
    responses: {
      200: {
        description: "A signed note (docs/FORMAT.md §8)",
        content: { "text/plain": { schema: z.string() } },
      },
      404: refused("No such record or version"),
    },
  });
  app.openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const { version = null } = c.req.valid("query");
    await assertMayRead(c, ledger, id, version);
    const reading = trail(c);
    const told = [{ what: "promise" }] as const;
    const { place, receipt } = await reading.telling(
      refusedRecord(ledger, { id, version }, told),
      async () => {
        const found = await ledger.place(id, version);
        return { place: found, receipt: await ledger.receipt(found.id, found.version) };
      },
    );
    await reading.show({ ...partOf(place, []), told });
    return c.text(receipt, 200);
  });
}

function tlogProofRoute(app: OpenAPIHono, ledger: Ledger, trail: ReadTrail): void {
  const route = createRoute({
    method: "get",
    path: "/v1/records/{id}/tlog-proof",
    tags,
    summary: "C2SP tlog-proof of this record's entry, for the tools of others",
    security,
    request: { params, query: schema.tlogProofQuery, headers: readHeaders },
    responses: {
      200: {
        description: "A proof; its extra line is the entry",
        content: { "text/plain": { schema: z.string() } },
      },
      404: refused("No such record or version"),
      409: refused("Not covered by a checkpoint yet"),
    },
  });
  app.openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const { version = null, checkpoint } = c.req.valid("query");
    await assertMayRead(c, ledger, id, version);
    const reading = trail(c);
    const told = [{ what: "evidence" }] as const;
    const { place, proof } = await reading.telling(
      refusedRecord(ledger, { id, version }, told),
      async () => {
        const found = await ledger.place(id, version);
        const made = await ledger.tlogProof({ id, version: found.version, checkpoint });
        return { place: found, proof: made };
      },
    );
    await reading.show({ ...partOf(place, []), told });
    return c.text(proof, 200, {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${id}.tlog-proof"`,
    });
  });
}

/** What proves something about one record. */
export function proofRoutes(app: OpenAPIHono, ledger: Ledger, trail: ReadTrail): void {
  evidenceRoute(app, ledger, trail);
  receiptRoute(app, ledger, trail);
  tlogProofRoute(app, ledger, trail);
}
