/**
 * A consent receipt of the Kantara Initiative, version 1.1.0, as its published JSON schema and example have it. What the schema lets pass unnamed is
 * refused here: there are receipts in the field that say in a member of their own that they were revoked.
 */
import { z } from "@hono/zod-openapi";

export const KANTARA_VERSION = "KI-CR-v1.1.0";

const words = z.array(z.string());

const purpose = z.strictObject({
  purpose: z.string().optional(),
  purposeCategory: words,
  /** `EXPLICIT`, or in words how it was not. `N/A`: it does not rest on consent. */
  consentType: z.string().min(1),
  piiCategory: words,
  primaryPurpose: z.boolean().optional(),
  termination: z.string(),
  thirdPartyDisclosure: z.boolean(),
  thirdPartyName: z.string().optional(),
});

const service = z.strictObject({ service: z.string(), purposes: z.array(purpose).min(1) });

const controller = z.strictObject({
  piiController: z.string().min(1),
  onBehalf: z.boolean().optional(),
  contact: z.string(),
  /** Of schema.org's PostalAddress. */
  address: z.record(z.string(), z.json()),
  email: z.string(),
  phone: z.string(),
  piiControllerUrl: z.string().optional(),
});

export const kantaraReceipt = z.strictObject({
  version: z.string(),
  jurisdiction: z.string(),
  /** Whole seconds since 1970. */
  consentTimestamp: z.number().int().min(0),
  collectionMethod: z.string().min(1),
  consentReceiptID: z.string().min(1),
  publicKey: z.string().optional(),
  language: z.string().optional(),
  piiPrincipalId: z.string().min(1),
  piiControllers: z.array(controller).min(1),
  policyUrl: z.string(),
  services: z.array(service).min(1),
  sensitive: z.boolean(),
  spiCat: words,
});

export type KantaraReceipt = z.infer<typeof kantaraReceipt>;
export type KantaraPurpose = z.infer<typeof purpose>;
