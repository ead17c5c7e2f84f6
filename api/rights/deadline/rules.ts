/**
 * By which rule the time for an answer is reckoned.
 *
 * - **EU, EEA and the United Kingdom**: one month from receipt, two more where it is complex, told with the reason within the first (GDPR and UK GDPR, article 12(3)). Counted as Regulation
 *   (EEC, Euratom) 1182/71 has it, article 3: the day of receipt does not count; it ends with the last hour of the same date, or of the month's last day if there is no such; if that is a
 *   public holiday, a Sunday or a Saturday, with the last hour of the next working day.
 * - **China**: PIPL article 50 says “in time”. Fifteen days: within the fifteen working days that the rules for apps allow (App违法违规收集使用个人信息行为认定方法, 2019, no. 6), and the thirty
 *   days of GB/T 35273-2020, 8.7. Nothing is carried on, and nothing extended.
 * - **Elsewhere**, of which nothing is known here: as in the EU, without carrying on.
 *
 * What the firm states (COUNTERFOIL_DEADLINES) goes before all of it: no law forbids to be quicker, and some demand it. What it states of `EU` holds of the countries of the EEA, too,
 * of which it states nothing.
 */
import type { RightsSettings } from "../../core/rights-settings.ts";
import type { RequestType } from "../kinds/request.ts";

/** The rule as it is recorded with the request: what the firm states later does not change it. */
export interface Rule {
  readonly period: string;
  readonly extension?: string;
  readonly nextWorkingDay: boolean;
  readonly timeZone: string;
  readonly source: string;
}

const EUROPE: ReadonlySet<string> = new Set(
  "EU AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(
    " ",
  ),
);

const GDPR = { period: "P1M", extension: "P2M", nextWorkingDay: true, source: "GDPR 12(3)" };
const PIPL = { period: "P15D", nextWorkingDay: false, source: "PIPL 50" };
const ELSEWHERE = { period: "P1M", extension: "P2M", nextWorkingDay: false, source: "default" };

function builtIn(jurisdiction: string): Omit<Rule, "timeZone"> {
  if (EUROPE.has(jurisdiction)) return GDPR;
  return jurisdiction === "CN" ? PIPL : ELSEWHERE;
}

/** Which holds for a request that is received now. */
export function ruleFor(
  { deadlines, timeZone }: Pick<RightsSettings, "deadlines" | "timeZone">,
  jurisdiction: string,
  type: RequestType,
): Rule {
  const ofComplaints = type === "complaint" ? deadlines.get("complaint") : undefined;
  const ofUnion =
    EUROPE.has(jurisdiction) && jurisdiction !== "GB" ? deadlines.get("EU") : undefined;
  const stated = ofComplaints ?? deadlines.get(jurisdiction) ?? ofUnion;
  if (stated === undefined) return { ...builtIn(jurisdiction), timeZone };
  const { period, extension, nextWorkingDay } = stated;
  const more = extension === null ? {} : { extension };
  return { period, ...more, nextWorkingDay, timeZone, source: "stated" };
}
