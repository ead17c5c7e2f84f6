import { useTranslation } from "react-i18next";
import { CHANNELS } from "../frame/channels.ts";
import { useFormats } from "../frame/format.ts";
import { countryName, languageName } from "./display-names.ts";
import { FactOf } from "./Facts.tsx";
import type { Fact } from "./record-view.ts";

/** Some facts of a record. */
export function FactLines({ facts }: { readonly facts: readonly Fact[] }) {
  const { t } = useTranslation("customer");
  const { day } = useFormats();
  const shown = (form: Fact["form"], line: string): string => {
    if (form === "day") return day(line);
    if (form === "language") return languageName(line);
    const channel = form === "channel" ? CHANNELS.find((one) => one === line) : undefined;
    return channel === undefined ? line : t(`channel_${channel}`);
  };
  return facts.map(({ word, lines, form, country }) => (
    <FactOf key={`${word} ${lines.join(" ")}`} word={t(word)}>
      {lines.map((line) => (
        <span key={line} style={{ display: "block" }}>
          {shown(form, line)}
        </span>
      ))}
      {country === null ? null : countryName(country)}
    </FactOf>
  ));
}
