import { z } from "@hono/zod-openapi";
import { defineKind } from "../../ledger/kinds/define.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { contentHash, identifier, versionNumber } from "./shapes.ts";

/**
 * What people are told before they choose. Two events share the stream `notice/<noticeId>`: `text` is the exact text in one language, by its hash;
 * `version` puts texts in force together. Neither is ever changed. Fields that the other event has are `null`.
 */
export const notice = defineKind({
  kind: "notice",
  layout: "events",
  about: "firm",
  streamField: "noticeId",
  retentionClass: "statutory",
  retentionYears: null,
  body: z.strictObject({
    event: f.oneOf(["text", "version"]),
    /** `text`: of its UTF-8 bytes. */
    hash: contentHash.nullish(),
    /** `version`: until a later one's. */
    inForceFrom: f.time.nullish(),
    language: f.language.nullish(),
    mediaType: f.oneOf(["text/plain", "text/markdown"]).nullish(),
    noticeId: identifier,
    noticeVersion: versionNumber.nullish(),
    text: f.text(60_000).nullish(),
    texts: z
      .array(z.strictObject({ hash: contentHash, language: f.language, title: f.text(200) }))
      .min(1)
      .max(50)
      .nullish(),
    title: f.text(200).nullish(),
  }),
});
