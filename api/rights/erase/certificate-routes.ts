/** `/v1/erasure-certificates`: for whoever has a code, signed in or not. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import { fieldProblems } from "../../ledger/kinds/problems.ts";
import { bodyType, JSON_TYPE, jsonBody } from "../../ledger/request.ts";
import { refused } from "../../ledger/schemas.ts";
import { uuid } from "../kinds/shapes.ts";
import { erasureState } from "../schemas.ts";
import type { Certificates } from "./certificates.ts";

export const certificateInput = z
  .strictObject({
    code: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/)
      .meta({ description: "As it was told to the person" }),
    erasureId: uuid.optional().meta({
      description: "The certificate of this erasure; left out: which there are",
    }),
  })
  .openapi("CertificateQuestion");

export const certifiedErasures = z
  .object({
    erasures: z.array(
      z.object({
        erasureId: z.string(),
        state: erasureState,
        cause: z.string(),
        begunAt: z.string(),
        doneAt: z.string().nullable(),
        completedAt: z.string().nullable(),
      }),
    ),
  })
  .openapi("CertifiedErasures");

const time = (at: number | null): string | null => (at === null ? null : formatTime(at));
const MOST_BYTES = 1_024;

/** @param limit of each address, for certificates, which are dear. @throws Refusal `too_many_requests` */
export function certificateRoutes(
  app: OpenAPIHono,
  certificates: Certificates,
  limit: (c: Context) => void,
): void {
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: "/v1/erasure-certificates", tags: ["public"] },
    summary: "The certificate of an erasure, for whoever has its code",
    description:
      "Open to everybody: the code alone opens it, and nothing is recorded of who asks. Without erasureId: which erasures there are; with one: its certificate, a file that verifies by itself (docs/FORMAT.md §20).",
    request: { body: { required: true, content: { [JSON_TYPE]: { schema: certificateInput } } } },
    responses: {
      200: {
        description: "The erasures, or the file",
        content: { [JSON_TYPE]: { schema: certifiedErasures } },
      },
      404: refused("No such code"),
      409: refused("Not yet: it is being carried out, or no checkpoint covers it"),
    },
  });
  app.post("/v1/erasure-certificates", async (c) => {
    if (bodyType(c) !== JSON_TYPE)
      throw new Refusal("unsupported_media_type", { accepted: JSON_TYPE });
    const input = await jsonBody(c, MOST_BYTES);
    const parsed = certificateInput.safeParse(input);
    if (!parsed.success)
      throw new Refusal("invalid_record", { problems: fieldProblems(parsed.error, input) });
    const { code, erasureId } = parsed.data;
    c.header("cache-control", "no-store");
    if (erasureId === undefined) {
      const found = await certificates.of(code);
      const erasures = found.map(({ id, state, cause, begunAt, doneAt, completedAt }) => ({
        ...{ erasureId: id, state, cause, begunAt: formatTime(begunAt) },
        ...{ doneAt: time(doneAt), completedAt: time(completedAt) },
      }));
      return c.json({ erasures }, 200);
    }
    // How far it is costs little: whoever waits for it may ask often. Making one is dear.
    limit(c);
    const bytes = await certificates.make(code, erasureId);
    return c.body(new Uint8Array(bytes), 200, {
      "content-type": JSON_TYPE,
      "content-disposition": `attachment; filename="erasure-${erasureId}.json"`,
    });
  });
}
