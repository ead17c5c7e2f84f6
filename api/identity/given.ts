/** What outside auditors are given: records of a time, of some data subjects or of everybody, and until when they may look. */
import { z } from "@hono/zod-openapi";
import type { Given } from "../core/principal.ts";
import type { AdministrationEvent } from "../ledger/administration.ts";
import * as f from "../ledger/kinds/fields.ts";

const MOST_SUBJECTS = 1_000;

export const grant = z.strictObject({
  from: f.time.meta({ description: "What the ledger took from then on …" }),
  until: f.time.meta({ description: "… until then, exclusive" }),
  subjects: z
    .array(f.text(64))
    .min(1)
    .max(MOST_SUBJECTS)
    .nullable()
    .meta({ description: "null: of everybody" }),
  ends: f.time.meta({ description: "When they may look no more" }),
});

/** As an account has it. */
export type Grant = z.infer<typeof grant>;

/** Of the column. It was written by us; what is no such thing gives nothing. */
export function parseGrant(text: string | null | undefined): Grant | null {
  if (typeof text !== "string") return null;
  const parsed = grant.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}

export const givenBy = (granted: Grant | null): Given | null =>
  granted && { ...granted, subjects: granted.subjects && new Set(granted.subjects) };

/** Of whom, in a record that everybody may read and nobody erases: how many. A hash of one identifier would name whoever is known by it. */
const ofWhom = (subjects: readonly string[] | null): string =>
  subjects === null ? "everybody" : String(subjects.length);

export const grantEvent = (
  granted: Grant,
): Pick<AdministrationEvent, "from" | "until" | "changes"> => ({
  from: granted.from,
  until: granted.until,
  changes: [
    { name: "subjects", after: ofWhom(granted.subjects) },
    { name: "ends", after: granted.ends },
  ],
});
