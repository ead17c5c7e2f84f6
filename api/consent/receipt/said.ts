/** How what the ledger holds gets into a document: made visible, with its language, as a link only where that is harmless. */
import { fill, type Language } from "../../core/language.ts";
import { visible } from "../../core/visible.ts";
import type { Translation } from "../model.ts";
import type { Fact, Value } from "./document.ts";
import { inLanguage } from "./spelling.ts";
import type { ReceiptWords } from "./words.ts";

export const said = (text: string): Value => ({ text: visible(text) });

/** Text over several lines. */
export const lines = (text: string): readonly Value[] => text.split(/\r\n|\r|\n/).map(said);

/** An address as a link, if it is of the web. What else there may be (`javascript:`) is only shown. */
export function web(address: string): Value {
  const safe = /^https?:\/\/[^\s]+$/i.test(address) && URL.canParse(address);
  return safe ? { ...said(address), link: address } : said(address);
}

export const mail = (address: string): Value => ({
  ...said(address),
  link: `mailto:${encodeURIComponent(address).replaceAll("%40", "@")}`,
});

export function translated(texts: readonly Translation[], language: Language): readonly Value[] {
  const { text, language: own } = inLanguage(texts, language);
  return lines(text).map((value) => ({ ...value, language: own }));
}

/** A fact, if there is something to say. */
export function fact(label: string, values: readonly (Value | null)[]): readonly Fact[] {
  const told = values.filter((value) => value !== null);
  return told.length === 0 ? [] : [{ label, values: told }];
}

export const optionally = <T>(value: T | null | undefined, say: (value: T) => Value) =>
  value === null || value === undefined ? null : say(value);

/** `word (aside)`, in the brackets of the language. */
export const withAside = (text: string, aside: string | undefined, words: ReceiptWords): string =>
  aside === undefined || aside === "" ? text : `${text}${fill(words.aside, { text: aside })}`;
