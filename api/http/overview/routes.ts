/** `/v1/overview`, `/v1/anchors`, `/v1/batches`: the ledger as a whole. Nothing of a person is in their answers, so reading them leaves no record. */
import { createRoute, type OpenAPIHono, type z } from "@hono/zod-openapi";
import { languageOf } from "../../ledger/request.ts";
import { refused, security } from "../../ledger/schemas.ts";
import type { OverviewReads } from "./overview.ts";
import * as schema from "./schemas.ts";

const told = <S extends z.ZodType>(description: string, shape: S) => ({
  description,
  content: { "application/json": { schema: shape } },
});
const common = { tags: ["log"], security };
const wrong = refused("A parameter is not valid");

export function overviewRoutes(app: OpenAPIHono, overview: OverviewReads): void {
  const whole = createRoute({
    ...{ method: "get", path: "/v1/overview", ...common },
    summary: "How the ledger stands: size, what waits, newest anchor, cosignatures, cost, alarms",
    responses: { 200: told("Figures of now; nothing of what is recorded", schema.overview) },
  });
  app.openapi(whole, async (c) => c.json(await overview.overview(languageOf(c)), 200));

  const series = createRoute({
    ...{ method: "get", path: "/v1/overview/series", ...common },
    summary: "Entries, batches, anchors and gas over time",
    request: { query: schema.seriesQuery },
    responses: {
      200: told("By day of UTC; by hour in a ledger's first two days", schema.series),
      400: wrong,
    },
  });
  app.openapi(series, async (c) => c.json(await overview.series(c.req.valid("query").days), 200));

  const anchors = createRoute({
    ...{ method: "get", path: "/v1/anchors", ...common },
    summary: "Anchors, the newest first",
    request: { query: schema.pageQuery },
    responses: { 200: told("A page", schema.anchors), 400: wrong },
  });
  app.openapi(anchors, async (c) => {
    const { cursor = null, limit } = c.req.valid("query");
    return c.json(await overview.anchors({ cursor, limit }), 200);
  });

  const batches = createRoute({
    ...{ method: "get", path: "/v1/batches", ...common },
    summary: "Sealed batches with their checkpoints, the newest first",
    request: { query: schema.pageQuery },
    responses: { 200: told("A page", schema.batches), 400: wrong },
  });
  app.openapi(batches, async (c) => {
    const { cursor = null, limit } = c.req.valid("query");
    return c.json(await overview.batches({ cursor, limit }), 200);
  });
}
