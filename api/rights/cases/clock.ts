/** The deadline of a request as a step leaves it. */
import { formatTime } from "../../core/clock.ts";
import type { RightsSettings } from "../../core/rights-settings.ts";
import { parseDay } from "../deadline/days.ts";
import { dueAt } from "../deadline/due.ts";
import type { Rule } from "../deadline/rules.ts";
import type { Case } from "./case.ts";
import type { NewStep } from "./input.ts";

type Calendar = Pick<RightsSettings, "holidays">;

const holidaysOf = ({ holidays }: Calendar): ReadonlySet<number> => new Set(holidays.map(parseDay));

/** Of a request that is received now. RFC 3339. */
export const firstDue = (rule: Rule, receivedAt: number, calendar: Calendar): string =>
  formatTime(dueAt(rule, { receivedAt, pauses: [], isExtended: false }, holidaysOf(calendar)));

/** Behind a step at this time; `null`: the clock stands, or the request is closed by it. */
export function dueBehind(
  found: Case,
  event: NewStep["event"],
  at: number,
  calendar: Calendar,
): string | null {
  if (event === "paused" || event === "answered" || event === "withdrawn") return null;
  if (event !== "resumed" && event !== "extended")
    return found.dueAt === null ? null : formatTime(found.dueAt);
  const { rule, receivedAt, pausedAt } = found;
  const pauses =
    event === "resumed" && pausedAt !== null
      ? [...found.pauses, { from: pausedAt, until: at }]
      : found.pauses;
  const isExtended = found.isExtended || event === "extended";
  return formatTime(dueAt(rule, { receivedAt, pauses, isExtended }, holidaysOf(calendar)));
}
