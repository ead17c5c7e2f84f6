/** What no terms may say, whenever they are read and whatever the firm has stated (FORMAT §17). What has such a limit exceeded is no policy. */
import { parseTime } from "../../../portal/verify/time.ts";
import type { ToldProblem } from "../../core/errors.ts";
import type { Terms } from "./model.ts";

/** As the contract has it (SharingTerms.sol, MAX_PERIOD). */
const MOST_DAYS = 3_660;
const MOST_RETENTION_YEARS = 10;
const MOST_DUTY_DAYS = 30;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** All of them, each with its place. */
export const limitProblems = (terms: Terms): ToldProblem[] => [
  ...partyProblems(terms),
  ...periodProblems(terms),
  ...lengthProblems(terms),
];

function partyProblems({ controller, recipient }: Terms): ToldProblem[] {
  return controller.account === recipient.account
    ? [{ field: "recipient.account", code: "same_account" }]
    : [];
}

function periodProblems({ validFrom, validUntil }: Terms): ToldProblem[] {
  const field = "validUntil";
  if (validUntil <= validFrom) return [{ field, code: "end_before_begin" }];
  const days = (parseTime(validUntil) - parseTime(validFrom)) / DAY_MS;
  return days > MOST_DAYS ? [{ field, code: "period_too_long", params: { days: MOST_DAYS } }] : [];
}

function lengthProblems({ retention, duties }: Terms): ToldProblem[] {
  const late = (["deleteWithin", "acknowledgeWithin"] as const).filter(
    (duty) => dutyMilliseconds(duties[duty]) > MOST_DUTY_DAYS * DAY_MS,
  );
  return [
    ...(isKeptTooLong(retention)
      ? [
          {
            ...{ field: "retention", code: "retention_too_long" as const },
            params: { years: MOST_RETENTION_YEARS },
          },
        ]
      : []),
    ...late.map((duty) => ({
      ...{ field: `duties.${duty}`, code: "duty_too_long" as const },
      params: { days: MOST_DUTY_DAYS },
    })),
  ];
}

/** A year is twelve months and 365 days: in whole numbers, so that no calendar decides whether a policy is one. */
function isKeptTooLong(retention: string): boolean {
  const count = (unit: string): number =>
    Number(new RegExp(`(\\d+)${unit}`).exec(retention)?.[1] ?? 0);
  const sum = 365 * 12 * count("Y") + 365 * count("M") + 12 * count("D");
  return sum > 365 * 12 * MOST_RETENTION_YEARS;
}

/** Of whole hours (`PT24H`) or days (`P7D`). */
export const dutyMilliseconds = (duration: string): number => {
  const count = Number(/\d+/.exec(duration)?.[0]);
  return count * (duration.startsWith("PT") ? HOUR_MS : DAY_MS);
};
