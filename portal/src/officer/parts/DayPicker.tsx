import "@mantine/dates/styles.css";
import "dayjs/locale/zh-cn";
import { DatePickerInput, DatesProvider } from "@mantine/dates";
import { useTranslation } from "react-i18next";
import { IconCalendar } from "../../frame/icons.ts";
import { today } from "../view/day.ts";

/** The day that is asked about; `undefined`: now. */
export function DayPicker({
  day,
  onChange,
}: {
  readonly day: string | undefined;
  readonly onChange: (day: string | undefined) => void;
}) {
  const { t, i18n } = useTranslation("officer");
  const isChinese = i18n.language === "zh";
  const now = today(Date.now());
  return (
    <DatesProvider
      settings={{ locale: isChinese ? "zh-cn" : "en", firstDayOfWeek: 1, weekendDays: [] }}
    >
      <DatePickerInput
        label={t("asOn")}
        placeholder={t("now")}
        value={day ?? null}
        onChange={(value) => onChange(value === null || value >= now ? undefined : value)}
        valueFormat={t("dayFormat")}
        maxDate={now}
        clearable
        clearButtonProps={{ "aria-label": t("clearDay") }}
        leftSection={<IconCalendar size={18} aria-hidden />}
        miw={220}
        highlightToday
        hideOutsideDates
        popoverProps={{ withRoles: false, withinPortal: false }}
        ariaLabels={{
          previousMonth: t("previousMonth"),
          nextMonth: t("nextMonth"),
          previousYear: t("previousYear"),
          nextYear: t("nextYear"),
        }}
      />
    </DatesProvider>
  );
}
