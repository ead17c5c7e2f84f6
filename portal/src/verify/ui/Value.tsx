/** A field's value, as its reader's language writes it. It is data from outside: shown as text, never as anything that runs or links. */
import { Code, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isTime, type JsonValue } from "../../../verify/index.ts";
import { type Money, useFormats } from "../../frame/format.ts";
import { visible } from "./visible.ts";

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

type Row = Readonly<Record<string, JsonValue>>;

/** A list of things that all have the same few members is a table to the eye: the lines of an order. */
function rowsOf(value: JsonValue): readonly Row[] | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > 50) return null;
  const isRow = (one: JsonValue): one is Row =>
    typeof one === "object" && one !== null && !Array.isArray(one);
  if (!value.every(isRow)) return null;
  const names = Object.keys(value[0] as Row).join();
  const isSame = value.every((row) => Object.keys(row).join() === names);
  return isSame && Object.keys(value[0] as Row).length <= 8 ? value : null;
}

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  const { t, i18n } = useTranslation("verify");
  const labelOf = (name: string): string | null =>
    i18n.exists(`verify:field_${name}`) ? t(`field_${name}` as never) : null;
  const names = Object.keys(rows[0] ?? {});
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <div className="v-scroll" tabIndex={0}>
      <table className="v-table">
        <thead>
          <tr>
            {names.map((name) => (
              <th
                key={name}
                scope="col"
                title={visible(name)}
                className={labelOf(name) === null ? "mono" : ""}
              >
                {labelOf(name) ?? visible(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place in the list is all that there is.
            <tr key={i}>
              {names.map((name) => (
                <td key={name}>
                  <Value value={row[name] ?? null} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
  const rows = rowsOf(value);
  if (rows !== null) return <Rows rows={rows} />;
  return (
    <Code block className="v-json">
      {visible(JSON.stringify(value, null, 2)).slice(0, 20_000)}
    </Code>
  );
}
