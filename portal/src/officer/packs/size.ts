import { type Language, tagOf } from "../../frame/language.ts";

const UNITS = ["byte", "kilobyte", "megabyte"] as const;

/** Bytes, in the largest unit of which there is one. */
export function sizeText(bytes: number, language: Language): string {
  const step = bytes >= 1e6 ? 2 : bytes >= 1e3 ? 1 : 0;
  return new Intl.NumberFormat(tagOf(language), {
    style: "unit",
    unit: UNITS[step]!,
    unitDisplay: "short",
    maximumFractionDigits: step === 2 ? 1 : 0,
  }).format(bytes / 1e3 ** step);
}
