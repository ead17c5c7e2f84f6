import { Badge, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { share } from "../due.ts";
import classes from "../office/office.module.css";
import { leftUntil } from "./breach-view.ts";
import type { Breach } from "./queries.ts";
import { useNow } from "./use-now.ts";

const COLOURS = {
  ...{ due: "orange", overdue: "red", notified: "accent", late: "orange" },
  "not-needed": "gray",
} as const satisfies Record<Breach["clock"], string>;

/** How it stands with telling the authority, in a word. */
export function ClockBadge({ breach: { clock, closed } }: { readonly breach: Breach }) {
  const { t } = useTranslation("breaches");
  return (
    <Badge
      variant="light"
      color={closed ? "gray" : COLOURS[clock]}
      c="var(--mantine-color-text)"
      radius="sm"
      style={{ flexShrink: 0 }}
    >
      {closed ? t("closed") : t(`clock_${clock}`)}
    </Badge>
  );
}

/** The same in a sentence, with the time that is left. */
export function ClockText({
  breach: { clock, dueAt, authorityNotifiedAt },
  now,
}: {
  readonly breach: Breach;
  /** Milliseconds since 1970. */
  readonly now: number;
}) {
  const { t } = useTranslation("breaches");
  const { time, number } = useFormats();
  const { isLate, isSoon, unit, n } = leftUntil(dueAt, now);
  const isRunning = clock === "due" || clock === "overdue";
  const told = authorityNotifiedAt === null ? "" : time(authorityNotifiedAt);
  const length = t(unit, { count: n, n: number(n) });
  const said = isRunning
    ? t(isLate ? "isOver" : "isLeft", { due: time(dueAt), length })
    : t(`clockText_${clock}`, { due: time(dueAt), at: told });
  const isPressing = isRunning && (isLate || isSoon);
  return (
    <Text span size="sm" {...(isPressing ? { c: "var(--grave)", fw: 600 } : {})}>
      {said}
    </Text>
  );
}

/** From when the firm became aware to the end of the 72 hours, with now. */
export function BreachClock({ breach }: { readonly breach: Breach }) {
  const { t } = useTranslation("breaches");
  const { time } = useFormats();
  const now = useNow();
  const { dueAt, facts, authorityNotifiedAt, clock } = breach;
  const from = Date.parse(facts.awareAt);
  const stopped = authorityNotifiedAt === null ? null : Date.parse(authorityNotifiedAt);
  const until = stopped ?? now;
  const due = Date.parse(dueAt);
  const to = Math.max(due, until);
  const inTime = share(Math.min(until, due), from, to);
  const isRunning = clock === "due" || clock === "overdue";
  const isLate = clock === "late" || clock === "overdue";
  return (
    <div>
      <ClockText breach={breach} now={now} />
      {clock === "not-needed" ? null : (
        <>
          <div className={classes.line} aria-hidden>
            <span
              className={classes.gone}
              style={{ insetInlineStart: 0, inlineSize: `${inTime}%` }}
            />
            {isLate ? (
              <span
                className={classes.gone}
                data-late
                style={{
                  insetInlineStart: `${inTime}%`,
                  inlineSize: `${share(until, from, to) - inTime}%`,
                }}
              />
            ) : null}
            {isRunning ? (
              <span
                className={classes.now}
                style={{ insetInlineStart: `calc(${share(now, from, to)}% - 2px)` }}
              />
            ) : null}
          </div>
          <div className={classes.ends}>
            <Text size="xs" c="dimmed">
              {t("awareSince", { time: time(facts.awareAt) })}
            </Text>
            <Text size="xs" c="dimmed" ta="end">
              {t(now > due ? "ended" : "ends", { time: time(dueAt) })}
            </Text>
          </div>
        </>
      )}
    </div>
  );
}
