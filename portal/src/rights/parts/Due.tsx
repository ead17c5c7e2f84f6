import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { daysLeft, lastDay, pressing } from "../due.ts";

/** By which day an answer is due, and how many are left; or why none is. */
export function Due({
  dueAt,
  state,
  closedAt,
  timeZone,
  now = Date.now(),
}: {
  /** The first moment that is too late; `null`: the clock stands, or it is closed. */
  readonly dueAt: string | null;
  readonly state: string;
  readonly closedAt: string | null;
  readonly timeZone?: string | undefined;
  readonly now?: number;
}) {
  const { t } = useTranslation("rights");
  const { day, dayUtc, number } = useFormats();
  if (dueAt === null)
    return (
      <Text span size="sm" c="dimmed">
        {closedAt !== null
          ? t("closedOn", { day: day(closedAt) })
          : state === "paused"
            ? t("dueStands")
            : ""}
      </Text>
    );
  const left = daysLeft(dueAt, timeZone, now);
  const last = dayUtc(lastDay(dueAt, timeZone));
  const late = pressing(left) === "late";
  const rest =
    left === 0
      ? t("dueToday")
      : t(late ? "dueOver" : "dueLeft", { count: Math.abs(left), n: number(Math.abs(left)) });
  return (
    <Text span size="sm" {...(late ? { c: "var(--grave)", fw: 600 } : {})}>
      {t(late ? "dueAgo" : "due", { day: last })} · {rest}
    </Text>
  );
}
