/** Which step a breach can take, and what it has to say. Pure. */
import { Refusal, type ToldProblem } from "../../core/errors.ts";
import type { Body } from "../../core/kind.ts";
import type { BreachEvent } from "../kinds/breach.ts";
import { type Breach, clockOf, dueAt } from "./breach-state.ts";

const NEEDS: Readonly<Partial<Record<BreachEvent, readonly string[]>>> = {
  found: ["awareAt", "description"],
  assessed: ["risk", "consequences"],
  contained: ["measures"],
  "authority-notified": ["notifiedAt", "authority"],
  "people-notified": ["notifiedAt"],
  noted: ["note"],
};

const TIMES = ["awareAt", "notifiedAt", "from", "until"] as const;

/**
 * @param breach as it is; `null`: there is none, and the step is `found`
 * @param now RFC 3339
 * @throws Refusal `invalid_record`, `breach_refused`
 */
export function assertStep(breach: Breach | null, body: Body, now: string): void {
  const event = body.event as BreachEvent;
  if (breach?.closed) throw new Refusal("breach_refused", { problem: "closed" });
  const problems: ToldProblem[] = (NEEDS[event] ?? []).flatMap((field) =>
    body[field] === null ? [{ field, code: "missing" as const }] : [],
  );
  // Of an unlikely risk nobody is told: why is documented (GDPR 33(5)).
  if (event === "assessed" && body.risk === "unlikely" && body.reason === null)
    problems.push({ field: "reason", code: "missing" });
  for (const field of TIMES) {
    const time = body[field];
    if (typeof time === "string" && time > now) problems.push({ field, code: "bad_time" });
  }
  if (problems.length > 0) throw new Refusal("invalid_record", { problems });
  if (breach === null) return;
  const { notifiedAt, reason } = body;
  const isLate =
    event === "authority-notified" &&
    breach.authorityNotifiedAt === null &&
    Date.parse(String(notifiedAt)) > dueAt(breach.facts);
  if (isLate && reason === null) throw new Refusal("breach_refused", { problem: "late" });
  if (event === "closed") assertClosable(breach, body, now);
}

/** Nothing that is still owed is closed away. */
function assertClosable(breach: Breach, { reason }: Body, now: string): void {
  const { risk } = breach.facts;
  if (risk === null) throw new Refusal("breach_refused", { problem: "not_assessed" });
  const clock = clockOf(breach, Date.parse(now));
  if (clock === "due" || clock === "overdue")
    throw new Refusal("breach_refused", { problem: "not_notified" });
  // GDPR 34(3) and PIPL 57 know exceptions: then why is said.
  if (risk === "high" && breach.peopleNotifiedAt === null && reason === null)
    throw new Refusal("breach_refused", { problem: "people_not_told" });
}
