import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { oneOf } from "../terms.ts";
import { FIELDS, type Field, NATURES, RISKS, TIMES } from "./breach-view.ts";
import { useTerms } from "./use-terms.ts";

/** What a breach, or a step of it, says: names and values in the reader's language. What says nothing is left out. */
export function useSaid(): (fields: Readonly<Record<string, unknown>>) => [string, string][] {
  const { t } = useTranslation("breaches");
  const { time, number } = useFormats();
  const term = useTerms();
  const one = (field: Field, value: unknown): string => {
    const nature = oneOf(NATURES, value);
    const risk = oneOf(RISKS, value);
    if (field === "nature" && nature !== null) return t(`nature_${nature}`);
    if (field === "risk" && risk !== null) return t(`risk_${risk}`);
    if (field === "categories") return term(String(value));
    if (TIMES.includes(field)) return time(String(value));
    return typeof value === "number" ? number(value) : String(value);
  };
  return (fields) =>
    FIELDS.flatMap((field): [string, string][] => {
      const value = fields[field];
      if (value === null || value === undefined) return [];
      const all = Array.isArray(value) ? (value as unknown[]) : [value];
      if (all.length === 0) return [];
      return [[t(`field_${field}`), all.map((part) => one(field, part)).join(t("and"))]];
    });
}

/** What fields are called, for what the ledger refuses. */
export function useFieldNames(): Readonly<Record<string, string>> {
  const { t } = useTranslation("breaches");
  return Object.fromEntries(FIELDS.map((field) => [field, t(`field_${field}`)]));
}
