import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import type { Pause } from "../case-view.ts";
import { lastDay, share } from "../due.ts";
import { Due } from "../parts/Due.tsx";
import classes from "./office.module.css";

/** From the day that it came to the day that it is due, with today and the time that the clock stood. */
export function DeadlineLine({
  receivedAt,
  dueAt,
  state,
  closedAt,
  pauses,
  timeZone,
  now = Date.now(),
}: {
  readonly receivedAt: string;
  readonly dueAt: string | null;
  readonly state: string;
  readonly closedAt: string | null;
  readonly pauses: readonly Pause[];
  readonly timeZone: string;
  readonly now?: number;
}) {
  const { t } = useTranslation("rightsOffice");
  const { day, dayUtc } = useFormats();
  const from = Date.parse(receivedAt);
  const end = closedAt ?? dueAt;
  // While the clock stands nobody knows the end: the line goes as far as today.
  const to = end === null ? now : Math.max(Date.parse(end), closedAt === null ? now : 0);
  const at = (time: number) => share(time, from, to);
  const gone = at(closedAt === null ? now : to);
  const last =
    closedAt !== null ? day(closedAt) : dueAt === null ? "" : dayUtc(lastDay(dueAt, timeZone));
  const isLate = dueAt !== null && closedAt === null && now >= Date.parse(dueAt);
  return (
    <div>
      <Due {...{ dueAt, state, closedAt, timeZone, now }} />
      <div className={classes.line} aria-hidden>
        <span
          className={classes.gone}
          {...(isLate ? { "data-late": true } : {})}
          style={{ insetInlineStart: 0, inlineSize: `${gone}%` }}
        />
        {pauses.map(({ from: begun, until }) => (
          <span
            key={begun}
            className={classes.pause}
            style={{
              insetInlineStart: `${at(begun)}%`,
              inlineSize: `${Math.max(1, at(until ?? now) - at(begun))}%`,
            }}
          />
        ))}
        {closedAt !== null ? null : (
          <span className={classes.now} style={{ insetInlineStart: `calc(${at(now)}% - 2px)` }} />
        )}
      </div>
      <div className={classes.ends}>
        <Text size="xs" c="dimmed">
          {t("lineReceived", { day: day(receivedAt) })}
        </Text>
        <Text size="xs" c="dimmed" ta="end">
          {closedAt !== null
            ? t("lineClosed", { day: last })
            : dueAt === null
              ? t("linePaused")
              : t("lineDue", { day: last })}
        </Text>
      </div>
    </div>
  );
}
