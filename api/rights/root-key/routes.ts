/** `/v1/root-key` */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { JSON_TYPE } from "../../ledger/request.ts";
import { security } from "../../ledger/schemas.ts";
import type { RootKey } from "./service.ts";

export const rootKeyAnswer = z
  .object({
    id: z.string().nullable().meta({ description: "Which one wraps now" }),
    begunAt: z.string().nullable().meta({ description: "Since when it wraps" }),
    rolling: z.boolean().meta({ description: "A new one takes its place just now" }),
    failingSince: z
      .string()
      .nullable()
      .meta({ description: "Since when it cannot be rolled; null: it can" }),
    dueAt: z.string().nullable().meta({
      description:
        "When it is rolled by itself, since something was destroyed under it; null: nothing was",
    }),
    waiting: z.number().int().meta({
      description: "Erasures that are complete only when a root key, or a copy of it, is gone",
    }),
    waitingSince: z.string().nullable().meta({ description: "When the first of them began" }),
    copies: z
      .array(
        z.object({
          file: z.string().meta({ description: "SHA-256 of the copy, hexadecimal" }),
          root: z.string(),
          madeAt: z.string(),
          for: z.enum(["recipients", "passphrase"]),
          destroy: z.boolean().meta({ description: "Its root key is gone: it must go, too" }),
        }),
      )
      .meta({ description: "Copies for escrow that nobody has noted as destroyed" }),
  })
  .openapi("RootKey");

export function rootKeyRoutes(app: OpenAPIHono, rootKey: Pick<RootKey, "status">): void {
  const route = createRoute({
    ...{ method: "get", path: "/v1/root-key", tags: ["rights"], security },
    summary: "How the root key stands, under which all keys lie, and what waits until it is gone",
    description:
      "An older copy of the key store opens with the root key of its time. So what an erasure has destroyed is gone for good only when that root key is, and every copy of it. Nothing secret is told.",
    responses: {
      200: { description: "How it stands", content: { [JSON_TYPE]: { schema: rootKeyAnswer } } },
    },
  });
  app.openapi(route, async (c) => {
    const { copies, ...status } = await rootKey.status();
    return c.json({ ...status, copies: [...copies] }, 200);
  });
}
