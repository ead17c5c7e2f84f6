/** What these routes give, as zod schemas. */
import { z } from "@hono/zod-openapi";
import { choices, recordedChoice, toldController, toldPurpose } from "../ask/schemas.ts";
import { contentHash, identifier, versionNumber } from "../kinds/shapes.ts";
import { consentAnswer } from "../schemas.ts";

export const ownOffer = z
  .object({
    controller: toldController,
    purpose: toldPurpose,
    notice: z
      .object({
        noticeId: identifier,
        noticeVersion: versionNumber,
        hash: contentHash,
        language: z.string(),
        title: z.string(),
        mediaType: z.enum(["text/plain", "text/markdown"]),
        text: z.string(),
      })
      .nullable(),
    notAsked: z.string().nullable(),
    language: z.string(),
    choices,
    globalPrivacyControl: z.boolean(),
    state: consentAnswer,
  })
  .openapi("OwnOffer");

export const ownChosen = recordedChoice
  .extend({ repeated: z.boolean(), state: consentAnswer })
  .openapi("OwnChosen");
