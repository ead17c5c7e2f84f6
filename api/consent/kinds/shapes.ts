/** The field shapes that the kinds of this domain share. */
import { z } from "@hono/zod-openapi";
import * as f from "../../ledger/kinds/fields.ts";

/** Names a purpose, a notice: it stands in a stream's name, so its alphabet is that of FORMAT §2. */
export const identifier = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/)
  .meta({ example: "newsletter" });

/** 1, 2, …: of a notice or a purpose, counted by the ledger. */
export const versionNumber = z.number().int().min(1).max(1_000_000);

/** `base64url(SHA-256(bytes))`, 43 characters. */
export const contentHash = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ example: "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU" });

/** One text in several languages; of each language one. */
export const translations = (max: number) =>
  z
    .array(z.strictObject({ language: f.language, text: f.text(max) }))
    .min(1)
    .max(50)
    .refine((all) => new Set(all.map(({ language }) => language)).size === all.length, {
      params: { code: "bad_format" },
    });

/** ISO 8601: whole years, months, weeks or days. */
export const duration = z
  .string()
  .regex(/^P(?:[1-9]\d{0,2}Y)?(?:[1-9]\d{0,2}M)?(?:[1-9]\d{0,3}D)?$|^P[1-9]\d{0,2}W$/)
  .refine((value) => value !== "P", { params: { code: "bad_format" } })
  .meta({ example: "P2Y" });

/** A term of a vocabulary: `dpv:Marketing`, `eu-gdpr:A6-1-a`, `pd:EmailAddress`. */
export const term = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}:[A-Za-z0-9][A-Za-z0-9_-]{0,95}$/)
  .meta({ example: "dpv:Marketing" });

/** ISO 3166-1 alpha-2, or `EU`. */
export const place = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .meta({ example: "CN" });
