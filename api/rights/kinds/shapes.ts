/** The field shapes that the kinds of this domain share. */
import { z } from "@hono/zod-openapi";
import { RETENTION_CLASSES } from "../../../portal/verify/subject.ts";
import { ROLES } from "../../core/principal.ts";
import { opaqueId } from "../../ledger/kinds/access.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { canSealTo } from "../../vault/sealed-box.ts";

/** Lower-case UUID: an erasure, a hold, a request. */
export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  .meta({ example: "018f3a5e-7b1c-7d2e-8f90-1a2b3c4d5e6f" });

/** Who did it; `system`: a machine of the firm, or the ledger by itself. */
export const actor = z.strictObject({ id: opaqueId, role: f.oneOf(ROLES) });

/** A class of what is kept of a person (FORMAT §5.1). */
export const retentionClass = f.oneOf(RETENTION_CLASSES);

/** A public key that something can be sealed to (portal/verify/erasure-code.ts): X25519, base64url in its one spelling. */
export const sealingKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .refine(isSealingKey, { params: { code: "bad_format" } })
  .meta({ example: "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo" });

function isSealingKey(text: string): boolean {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text && canSealTo(bytes);
}
