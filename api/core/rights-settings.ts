/** The settings about people's requests: by which rules the time for an answer is reckoned where the law leaves it to the firm, and where days begin. */
import { Refusal } from "./errors.ts";
import type { SettingProblem } from "./setting-problems.ts";

/** A rule as the firm states it. `period`, `extension`: ISO 8601, whole months or days; `extension` null: there is none. */
export interface StatedRule {
  readonly period: string;
  readonly extension: string | null;
  /** An end that falls on no working day is carried on to the next one. */
  readonly nextWorkingDay: boolean;
}

export interface RightsSettings {
  /** Of the controller, of the IANA data base: by it days begin and end. */
  readonly timeZone: string;
  /** ISO 3166-1 alpha-2, or `EU`: of a request that names none. */
  readonly jurisdiction: string;
  /** By jurisdiction, and of `complaint`; they go before what is built in. */
  readonly deadlines: ReadonlyMap<string, StatedRule>;
  /** `YYYY-MM-DD`, ascending: days that are no working days, besides Saturdays and Sundays. */
  readonly holidays: readonly string[];
}

/** Their names, behind the prefix. */
export const RIGHTS_SETTINGS = ["TIME_ZONE", "JURISDICTION", "DEADLINES", "HOLIDAYS"] as const;

type Values = (name: string) => string | undefined;

function refuse(setting: string, problem: SettingProblem, allowed: string): never {
  throw new Refusal("invalid_setting", { setting: `COUNTERFOIL_${setting}`, problem, allowed });
}

function timeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return refuse("TIME_ZONE", "not_in_list", "Asia/Shanghai, Europe/Berlin, UTC, …");
  }
}

const RULE =
  /^(?<of>[A-Z]{2}|complaint)=(?<period>\d{1,3}[MD])(?:\+(?<more>\d{1,3}[MD]))?(?<carry>w?)$/;
const FORM = "EU=1M+2Mw CN=15D complaint=30D";

function deadlines(text: string): ReadonlyMap<string, StatedRule> {
  const stated = new Map<string, StatedRule>();
  for (const word of words(text)) {
    const { of = "", period = "", more, carry } = RULE.exec(word)?.groups ?? {};
    const isNothing = /^0/.test(period) || /^0/.test(more ?? "");
    if (of === "" || isNothing || stated.has(of)) refuse("DEADLINES", "not_in_list", FORM);
    const extension = more === undefined ? null : `P${more}`;
    stated.set(of, { period: `P${period}`, extension, nextWorkingDay: carry === "w" });
  }
  return stated;
}

function holidays(text: string): readonly string[] {
  const days = words(text);
  const isDay = (day: string): boolean =>
    /^\d{4}-\d{2}-\d{2}$/.test(day) &&
    !Number.isNaN(Date.parse(day)) &&
    new Date(day).toISOString().startsWith(day);
  if (!days.every(isDay)) refuse("HOLIDAYS", "not_in_list", "2026-12-25 2026-12-26");
  return [...new Set(days)].sort();
}

const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== "");

/** As they are told, and recorded with what else holds (FORMAT §2.1, `administration`). */
export function toldRights({ timeZone: zone, ...rest }: RightsSettings) {
  const rules = [...rest.deadlines].map(([of, { period, extension, nextWorkingDay }]) => {
    const more = extension === null ? "" : `+${extension.slice(1)}`;
    return `${of}=${period.slice(1)}${more}${nextWorkingDay ? "w" : ""}`;
  });
  const listed = (all: readonly string[]): string | null =>
    all.length === 0 ? null : all.join(" ");
  return {
    TIME_ZONE: zone,
    JURISDICTION: rest.jurisdiction,
    DEADLINES: listed(rules),
    HOLIDAYS: listed(rest.holidays),
  } satisfies Record<(typeof RIGHTS_SETTINGS)[number], string | null>;
}

/** @throws Refusal `invalid_setting` */
export function rightsSettings(value: Values): RightsSettings {
  const jurisdiction = value("JURISDICTION") ?? "EU";
  if (!/^[A-Z]{2}$/.test(jurisdiction)) refuse("JURISDICTION", "not_in_list", "EU, CN, GB, …");
  return {
    jurisdiction,
    timeZone: timeZone(value("TIME_ZONE") ?? "UTC"),
    deadlines: deadlines(value("DEADLINES") ?? ""),
    holidays: holidays(value("HOLIDAYS") ?? ""),
  };
}
