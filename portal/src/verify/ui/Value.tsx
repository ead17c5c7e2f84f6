/** A field's value, as its reader's language writes it. It is data from outside: shown as text, never as anything that runs or links. */
import { Code, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isTime, type JsonValue } from "../../../verify/index.ts";
import { type Money, useFormats } from "../../frame/format.ts";

/** Longer texts are cut until somebody opens them. */
const MOST = 400;

function moneyOf(value: JsonValue): Money | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { amount, currency, ...rest } = value as Record<string, JsonValue>;
  const isMoney =
    typeof amount === "string" &&
    /^-?\d+(\.\d+)?$/.test(amount) &&
    /^[A-Z]{3}$/.test(String(currency));
  return isMoney && Object.keys(rest).length === 0
    ? { amount, currency: currency as string }
    : null;
}

/** Controls, and marks that turn the direction of text, would make it look like something else. Line ends and tabs stay. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const visible = (text: string): string =>
  text.replace(UNSEEN, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);

function Long({ text }: { readonly text: string }) {
  const { t } = useTranslation("verify");
  if (text.length <= MOST) return <span className="v-text">{text}</span>;
  return (
    <details>
      <summary>
        <span className="v-text">{text.slice(0, MOST)}…</span>{" "}
        <span className="v-more">{t("showAll")}</span>
      </summary>
      <span className="v-text">{text.slice(MOST)}</span>
    </details>
  );
}

export function Value({ value }: { readonly value: JsonValue }) {
  const { t } = useTranslation("verify");
  const formats = useFormats();
  if (value === null)
    return (
      <Text span c="dimmed">
        {t("noValue")}
      </Text>
    );
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (typeof value === "number") return formats.number(value);
  if (typeof value === "string") {
    if (value === "")
      return (
        <Text span c="dimmed">
          {t("emptyText")}
        </Text>
      );
    if (isTime(value))
      return (
        <time dateTime={value} title={value}>
          {formats.exactTime(value)}
        </time>
      );
    return <Long text={visible(value)} />;
  }
  const money = moneyOf(value);
  if (money !== null) return formats.money(money);
  return (
    <Code block className="v-json">
      {visible(JSON.stringify(value, null, 2)).slice(0, 20_000)}
    </Code>
  );
}
