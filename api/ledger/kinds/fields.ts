/**
 * The field shapes that record kinds share. Each refuses with a code of its own (`params.code` of a custom zod issue), which
 * `problems.ts` reads; no message ever repeats a value.
 */
import { z } from "@hono/zod-openapi";
import { isTime } from "../../../portal/verify/time.ts";
import type { FieldProblemCode } from "../../core/errors.ts";

const coded = (code: FieldProblemCode) => ({ params: { code } });

/** Text of at most `max` UTF-16 units, not empty, well-formed Unicode. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => value.isWellFormed(), coded("bad_unicode"));

/** A word out of a fixed list. */
export const oneOf = <const T extends readonly [string, ...string[]]>(words: T) => z.enum(words);

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** True for a calendar day that exists, spelled `YYYY-MM-DD`. */
export function isDay(value: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const length = DAYS[month - 1];
  if (year < 1 || length === undefined || day < 1 || day > length) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month !== 2 || day < 29 || leap;
}

/** A calendar day without a time: birthdays, due dates. */
export const day = z
  .string()
  .refine(isDay, coded("bad_date"))
  .meta({ format: "date", example: "1996-07-04" });

/** A time in the one spelling of FORMAT §1. */
export const time = z
  .string()
  .refine(isTime, coded("bad_time"))
  .meta({ format: "date-time", example: "2026-11-22T09:30:00.000Z" });

const DECIMAL = /^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/;
const NEGATIVE_ZERO = /^-0(\.0+)?$/;

/** A decimal number as a string: quantities and rates. */
export const decimal = z
  .string()
  .refine((value) => DECIMAL.test(value) && !NEGATIVE_ZERO.test(value), coded("bad_decimal"))
  .meta({ example: "12.5" });

const AMOUNT = /^-?(0|[1-9]\d{0,14})(\.\d{1,4})?$/;
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

const currencyCode = z
  .string()
  .refine((value) => CURRENCIES.has(value), coded("bad_currency"))
  .meta({ example: "CNY" });

/** An ISO 4217 code. */
export const currency = currencyCode;

const amount = z
  .string()
  .refine((value) => AMOUNT.test(value) && !NEGATIVE_ZERO.test(value), coded("bad_money"))
  .meta({ example: "12.50" });

/** Money of either sign: order lines and totals, where a negative quantity is a return. */
export const money = z.strictObject({ amount, currency: currencyCode });

/** Money that the kind does not allow to be negative. */
export const positiveMoney = z.strictObject({
  amount: amount.refine((value) => !value.startsWith("-"), coded("negative_money")),
  currency: currencyCode,
});

/** How the customer was met. */
export const channel = oneOf([
  "store",
  "web",
  "app",
  "phone",
  "email",
  "chat",
  "field",
  "marketplace",
  "partner",
  "post",
  "other",
]);

/** A number that another system gave to the thing. */
export const externalNumber = text(128);

const country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .meta({ example: "CN" });

/** A postal address. `region` is the administrative region (province, state), `regionCode` its ISO 3166-2 code. */
export const address = z.strictObject({
  use: oneOf(["business", "home", "billing", "shipping", "registered", "other"]).optional(),
  lines: z.array(text(200)).min(1).max(6),
  district: text(100).optional(),
  city: text(100).optional(),
  region: text(100).optional(),
  regionCode: z
    .string()
    .regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/)
    .meta({ example: "CN-SH" })
    .optional(),
  postalCode: text(20).optional(),
  country,
});

/** Whom goods or an invoice go to. */
export const recipient = z.strictObject({ name: text(200), address: address.optional() });

export const phone = z.strictObject({
  use: oneOf(["landline", "mobile", "fax", "other"]).optional(),
  number: text(40),
});

export const email = z
  .string()
  .max(254)
  .regex(/^[^\s@]{1,64}@[^\s@]{1,189}$/)
  .refine((value) => value.isWellFormed(), coded("bad_unicode"))
  .meta({ example: "li.wei@example.com" });

/** BCP 47. */
export const language = z
  .string()
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/)
  .meta({ example: "zh-CN" });
