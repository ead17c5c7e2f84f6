/** `GET /v1/settings`: under which settings this ledger runs, for those who administer it. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { security } from "../ledger/schemas.ts";

export const settingsAnswer = z
  .object({
    settings: z.array(
      z.object({
        name: z.string().meta({
          example: "COUNTERFOIL_ANCHOR_SECONDS",
          description: "The variable of the server's environment; version: of this software",
        }),
        value: z
          .string()
          .nullable()
          .meta({ description: "null: it is not set, and nothing stands for it" }),
        isDefault: z
          .boolean()
          .meta({ description: "Whether it is what holds where nobody sets it" }),
      }),
    ),
  })
  .openapi("Settings");
export type ShownSettings = z.infer<typeof settingsAnswer>["settings"];

export function settingsRoute(app: OpenAPIHono, settings: ShownSettings): void {
  app.openAPIRegistry.registerPath({
    ...{ method: "get", path: "/v1/settings", tags: ["administration"], security },
    summary: "The settings that this ledger runs under",
    description:
      "As they were read at the start; another value takes the environment of the server, and a start. Secrets are not told, and of addresses that may hold some the host alone.",
    responses: {
      200: {
        description: "All settings",
        content: { "application/json": { schema: settingsAnswer } },
      },
    },
  });
  app.get("/v1/settings", (c) => c.json({ settings }, 200));
}
