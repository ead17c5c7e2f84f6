/**
 * Where a code is sent: an e-mail address, or a telephone number. better-auth knows people by e-mail addresses alone; to it a number is one below a domain that
 * no mail ever reaches (RFC 2606 §2), and that nobody can name as their own.
 */
import { createRequire } from "node:module";
import type { parsePhoneNumberFromString } from "libphonenumber-js";
import { parseEmail } from "./email.ts";

const PHONES = "@phone.invalid";

/** With the numbering plans of all countries: loaded when the first number comes, since a start has no use for them. */
const parser = (): typeof parsePhoneNumberFromString =>
  createRequire(import.meta.url)("libphonenumber-js").parsePhoneNumberFromString;

/** A number that can be called, as E.164 has it, of a country that it names; `null`: it is none. */
export function parsePhone(text: string): string | null {
  // Of a keyboard that writes wide letters, too.
  const number = parser()(text.normalize("NFKC").slice(0, 40));
  return number?.isValid() && number.ext === undefined ? number.number : null;
}

/** What accounts, codes and limits know the address by; `null`: it is neither. */
export function parseAddress(text: string): string | null {
  if (text.includes("@")) return parseEmail(text);
  const phone = parsePhone(text);
  return phone === null ? null : `${phone}${PHONES}`;
}

/** The number behind what {@link parseAddress} gave; `null`: it is an e-mail address. */
export const phoneOf = (address: string): string | null =>
  address.endsWith(PHONES) ? address.slice(0, -PHONES.length) : null;

/** As people know it. */
export const shownAddress = (address: string): string => phoneOf(address) ?? address;
