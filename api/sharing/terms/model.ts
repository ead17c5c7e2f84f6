/** Terms under which a firm gives fields of records to a partner, as this domain works with them (FORMAT §17). */
import { z } from "@hono/zod-openapi";
import { isWords } from "../../../portal/verify/readable.ts";
import type { SharingTerms } from "../../../portal/verify/sharing-terms.ts";
import { identifier } from "../../consent/kinds/shapes.ts";
import * as f from "../../ledger/kinds/fields.ts";

const badFormat = { params: { code: "bad_format" } };

/** One line that shows all that is in it: what is signed must not be able to look like something else. */
const words = (max: number) => f.text(max).refine(isWords, badFormat);

/** Lower case: of one address there is one spelling. */
export const account = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/)
  .meta({ example: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8" });

/** 16 random bytes in base64url, in their one spelling. */
const nonce = z
  .string()
  .regex(/^[A-Za-z0-9_-]{21}[AQgw]$/)
  .meta({ example: "AAECAwQFBgcICQoLDA0ODw" });

const hex32 = z.string().regex(/^0x[0-9a-f]{64}$/);

/** Seconds since 1970 are all that a contract knows. */
const wholeSecond = f.time
  .refine((value) => value.endsWith(".000Z"), badFormat)
  .meta({ format: "date-time", example: "2026-12-01T00:00:00.000Z" });

/** ISO 8601 without weeks, which XML Schema does not have. */
const keeping = z
  .string()
  .regex(/^P(?=[1-9])(?:[1-9]\d{0,2}Y)?(?:[1-9]\d{0,2}M)?(?:[1-9]\d{0,3}D)?$/)
  .meta({ example: "P2Y" });

/** Whole hours or whole days. */
const within = z
  .string()
  .regex(/^(?:PT[1-9]\d{0,3}H|P[1-9]\d{0,2}D)$/)
  .meta({ example: "PT24H" });

const ascends = <T>(all: readonly T[], key: (one: T) => string): boolean =>
  all.every((one, i) => i === 0 || key(all[i - 1] as T) < key(one));

/** Ascending by UTF-16 code units, each once: so that the same terms have one spelling. */
const ascending = <T extends z.ZodType>(item: T, max: number, key: (one: z.output<T>) => string) =>
  z
    .array(item)
    .min(1)
    .max(max)
    .refine((all) => ascends(all, key), { params: { code: "not_ascending" } });

const itself = (one: string): string => one;

/** A use is for one purpose, and of a person all of whose consents to it are in force when it is delivered. */
const use = z.strictObject({
  purposeId: identifier,
  consents: ascending(identifier, 10, itself),
});

const shared = z.strictObject({
  kind: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  fields: ascending(z.string().regex(/^[a-z][A-Za-z0-9]{0,62}$/), 60, itself),
});

export const controllerShape = z.strictObject({
  name: words(200),
  account,
  /** By which the contract of the ledgers knows the firm's. */
  ledgerId: hex32,
});

export const recipientShape = z.strictObject({
  name: words(200),
  account,
  /** Where a person may turn to: PIPL 23 has them told. */
  contact: words(200),
});

/** What a firm and a partner settle between them; the rest of the terms follows from where they are agreed. */
export const settledShape = z.strictObject({
  purposes: ascending(use, 15, ({ purposeId }) => purposeId),
  records: ascending(shared, 10, ({ kind }) => kind),
  validFrom: wholeSecond,
  /** Exclusive. */
  validUntil: wholeSecond,
  /** How long the partner may keep what it got, from when it got it. */
  retention: keeping,
  /** Whom the partner may hand it on to. */
  onward: z.union([
    z.literal("prohibited"),
    z.strictObject({ to: ascending(words(100), 20, itself) }),
  ]),
  /** Counted from when the partner is told that a consent or a record is gone, or from the end of the agreement. */
  duties: z.strictObject({ deleteWithin: within, acknowledgeWithin: within }),
  notes: z
    .strictObject({ en: words(1500).optional(), zh: words(1500).optional() })
    .refine((notes) => Object.keys(notes).length > 0, badFormat)
    .nullable(),
});

export const termsShape = settledShape.extend({
  /** As the contract computes it. */
  agreement: hex32,
  version: z.number().int().min(1).max(1_000_000),
  /** Of this draft alone: without it whoever sees the hash on the chain could try what the terms say until it fits. */
  nonce,
  chainId: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  contract: account,
  controller: controllerShape,
  recipient: recipientShape,
});

/** Each value has one spelling, so two that differ differ in meaning. Times are RFC 3339 (FORMAT §1) in whole seconds. The kernel's reader knows the same form (sharing-form.ts). */
export type Terms = SharingTerms;
