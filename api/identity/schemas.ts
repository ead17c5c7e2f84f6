/** What the routes about people answer and take. */
import { z } from "@hono/zod-openapi";
import { PERSON_ROLES } from "../core/principal.ts";

export const me = z
  .object({
    id: z.string().meta({ description: "As it stands in records of what they read and do" }),
    email: z.string(),
    role: z.enum(PERSON_ROLES),
    subjects: z
      .array(z.string())
      .meta({ description: "Of a customer: the data subjects that they are, or act for" }),
    organization: z.string().nullable().meta({ description: "Of a partner's member" }),
    given: z
      .object({
        from: z.string(),
        until: z.string(),
        ends: z.string(),
        subjects: z.array(z.string()).nullable(),
      })
      .nullable()
      .meta({ description: "Of an auditor: what was given to them; subjects null: everybody" }),
  })
  .openapi("Me");

export type Me = z.infer<typeof me>;
