/** Times, numbers and money, as the reader's language writes them. */
import { useTranslation } from "react-i18next";
import { type Language, tagOf } from "./language.ts";

/** An amount as records hold it. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

export interface Formats {
  /** 2026-11-22T09:30:00.000Z: day and time, of the device's place. */
  readonly time: (text: string | number) => string;
  /** The same with seconds and zone. */
  readonly exactTime: (text: string | number) => string;
  readonly day: (text: string | number) => string;
  /** 2026-11-22, a day of UTC: nobody's midnight moves it to another. */
  readonly dayUtc: (text: string) => string;
  /** The time of day alone. */
  readonly clock: (text: string | number) => string;
  readonly number: (value: number | bigint) => string;
  /** Its decimals stay as they are recorded. */
  readonly money: (money: Money) => string;
  /** “3 minutes ago”, as of `now`. */
  readonly ago: (text: string | number, now?: number) => string;
  /** Seconds, as a length of time. */
  readonly duration: (seconds: number) => string;
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** Made when it is first used: each formatter costs a slow device some milliseconds. */
function late<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** What {@link useFormats} gives, of a language. */
export function formatsOf(language: Language): Formats {
  const tag = tagOf(language);
  const times = (options: Intl.DateTimeFormatOptions) =>
    late(() => new Intl.DateTimeFormat(tag, options));
  const short = times({ dateStyle: "medium", timeStyle: "short" });
  const exact = times({ dateStyle: "medium", timeStyle: "medium" });
  const zones = times({ timeZoneName: "short" });
  // Chinese would put the zone between day and time ("long"); behind the time it is read as one.
  const zoneOf = (at: Date) =>
    zones()
      .formatToParts(at)
      .find(({ type }) => type === "timeZoneName")?.value ?? "";
  const days = times({ dateStyle: "medium" });
  const daysUtc = times({ dateStyle: "medium", timeZone: "UTC" });
  const clocks = times({ timeStyle: "short" });
  const numbers = late(() => new Intl.NumberFormat(tag));
  const relative = late(() => new Intl.RelativeTimeFormat(tag, { numeric: "auto" }));
  const unitOf = (seconds: number) =>
    UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1)!;
  return {
    time: (text) => short().format(new Date(text)),
    exactTime: (text) => `${exact().format(new Date(text))} ${zoneOf(new Date(text))}`,
    day: (text) => days().format(new Date(text)),
    dayUtc: (text) => daysUtc().format(new Date(text)),
    clock: (text) => clocks().format(new Date(text)),
    number: (value) => numbers().format(value),
    money: ({ amount, currency }) => moneyText(tag, amount, currency),
    ago(text, now = Date.now()) {
      const seconds = (new Date(text).getTime() - now) / 1000;
      const [unit, size] = unitOf(seconds);
      return relative().format(Math.round(seconds / size), unit);
    },
    duration(seconds) {
      const [unit, size] = unitOf(seconds);
      const format = new Intl.NumberFormat(tag, {
        style: "unit",
        unit,
        unitDisplay: "long",
        maximumFractionDigits: 0,
      });
      return format.format(Math.round(seconds / size));
    },
  };
}

/** A currency that the browser does not know stands as its code. */
function moneyText(tag: string, amount: string, currency: string): string {
  const digits = amount.split(".")[1]?.length ?? 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 0) };
  try {
    // A decimal text is formatted exactly, without going through a floating number (ECMA-402 NumberFormat v3).
    return new Intl.NumberFormat(tag, { ...options, style: "currency", currency }).format(
      amount as never,
    );
  } catch {
    return `${amount} ${currency}`;
  }
}

const made = new Map<Language, Formats>();

function formatsIn(language: Language): Formats {
  const formats = made.get(language) ?? formatsOf(language);
  made.set(language, formats);
  return formats;
}

/** Makes beforehand what nearly every page writes with, while there is nothing to do but to wait: a slow phone takes a tenth of a second. */
export const readyFormats = (language: Language): void => void formatsIn(language).day(0);

/** Of the page's language. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return formatsIn(i18n.language === "zh" ? "zh" : "en");
}
