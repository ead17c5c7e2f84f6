/** What the routes of evidence packs take and answer. */
import { z } from "@hono/zod-openapi";
import { KIND_NAMES } from "../../../portal/verify/kinds.ts";
import { time } from "../../ledger/kinds/fields.ts";
import { subject } from "../../ledger/schemas.ts";

export const newPack = z
  .strictObject({
    from: time.meta({ description: "What the ledger took from then on …" }),
    until: time.meta({ description: "… until then, exclusive" }),
    purposes: z
      .array(z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/))
      .min(1)
      .max(50)
      .optional()
      .meta({
        description:
          "Consents for these purposes alone; and, but for auditors, their histories, with which nothing can be missing",
      }),
    subjects: z
      .array(subject)
      .min(1)
      .max(500)
      .optional()
      .meta({ description: "Of these data subjects alone" }),
    kinds: z.array(z.enum(KIND_NAMES)).min(1).optional().meta({
      description:
        "Records of these kinds alone. Left out: all but what the ledger writes of itself, and of who read what; with purposes consents alone",
    }),
  })
  .openapi("NewEvidencePack");
export type PackRequest = z.infer<typeof newPack>;

export const pack = z
  .object({
    id: z.string(),
    state: z.enum(["waiting", "running", "done", "failed"]),
    from: z.string(),
    until: z.string(),
    purposes: z.array(z.string()).nullable(),
    subjects: z.array(z.string()).nullable(),
    kinds: z.array(z.string()).nullable(),
    createdAt: z.string(),
    expiresAt: z.string().nullable().meta({ description: "The file is kept until then" }),
    progress: z
      .object({
        part: z
          .enum(["finding", "making"])
          .meta({ description: "finding: entries of the log; making: evidence files" }),
        done: z.number().int(),
        of: z.number().int(),
      })
      .nullable()
      .meta({ description: "Of one that is being made" }),
    failure: z
      .object({ code: z.string(), sentence: z.string() })
      .nullable()
      .meta({ description: "Why there is no file, and what to do" }),
    made: z
      .object({
        files: z.number().int().meta({ description: "Evidence files" }),
        people: z.number().int(),
        gone: z.number().int().meta({
          description:
            "Entries of the period whose records were lost or erased; counted where all of it is asked for by who reaches all",
        }),
        verdicts: z.array(z.object({ verdict: z.string(), count: z.number().int() })),
        bytes: z.number().int().meta({ description: "Of the ZIP" }),
        sha256: z.string().meta({ description: "Of the ZIP, base64url; on record" }),
      })
      .nullable(),
  })
  .openapi("EvidencePack");
export type PackAnswer = z.infer<typeof pack>;

export const packList = z.object({ packs: z.array(pack) }).openapi("EvidencePacks");
