/** The statuses of a consent in a DPV document, as events. */

import { formatTime } from "../../../portal/verify/time.ts";
import { DPV_CONSENT_TYPES, DPV_STATUSES } from "../dpv-terms.ts";
import { isConsenting, isEnding } from "../kinds/consent.ts";
import {
  firstText,
  isNode,
  kindsOf,
  type Node,
  type Path,
  termOf,
  textOf,
  valuesOf,
  wrong,
} from "./dpv-nodes.ts";
import { timeOf, validUntilOf } from "./dpv-time.ts";
import { type ForeignEvent, type ForeignStep, fieldName, refuse } from "./foreign.ts";
import { endOf, type Span } from "./span.ts";

const FORMAT = "dpv-27560";

/** What is recorded of a status; `null`: nothing, it says that nothing was decided. Of an expiry, that what was given ends. */
const STEPS: Readonly<Record<string, ForeignStep | "expired">> = {
  "dpv:ConsentRequested": "requested",
  "dpv:ConsentGiven": "given",
  "dpv:RenewedConsentGiven": "renewed",
  "dpv:ConsentRefused": "refused",
  "dpv:ConsentWithdrawn": "withdrawn",
  // By somebody else than the person.
  "dpv:ConsentRevoked": "invalidated",
  "dpv:ConsentInvalidated": "invalidated",
  "dpv:ConsentExpired": "expired",
};

/** A status where it stands in the document. */
export interface Status {
  readonly step: ForeignStep | "expired";
  readonly span: Span;
  readonly actor: ForeignEvent["actor"];
  readonly choice: string | null;
  readonly consentType: string | null;
  readonly validUntil: string | null;
}

/** Who the document says that the person and the firm are. */
export interface Parties {
  readonly subjects: readonly string[];
  readonly controllers: readonly string[];
}

type Actor = ForeignEvent["actor"];

/** What entitles somebody who acts for another: a reason, or at least who it is. */
function referenceOf(value: Node): { reference?: string } {
  const reasons = valuesOf(value, "dpv:hasJustification").map((reason) =>
    isNode(reason) ? firstText(reason, "dct:description", "dct:title", "@id") : textOf(reason),
  );
  const reference =
    reasons.find((each) => each !== null) ??
    firstText(value, "dct:identifier", "dpv:hasName", "@id");
  return reference === null ? {} : { reference };
}

function actorOf(value: unknown, { subjects, controllers }: Parties): Actor | null {
  const names = [termOf(value), ...kindsOf(value)].filter((name) => name !== null);
  const is = (...wanted: readonly string[]) => names.some((name) => wanted.includes(name));
  const more = isNode(value) ? referenceOf(value) : {};
  if (is("dpv:ParentOfDataSubject", "dpv:GuardianOfDataSubject"))
    return { role: "guardian", ...more };
  if (is("dpv:Representative")) return { role: "agent", ...more };
  if (is("dpv:DataSubject", ...subjects)) return { role: "subject" };
  if (is("dpv:DataController", ...controllers)) return { role: "controller" };
  return null;
}

/** Where several acted together, whoever acted for the person counts. */
function actorsOf(node: Node, parties: Parties, step: Status["step"], path: Path): Actor {
  // To ask, and to call a consent invalid, is never the person's doing.
  if (step === "requested" || step === "invalidated" || step === "expired") {
    return { role: "controller" };
  }
  const here = fieldName([...path, "dpv:isIndicatedBy"]);
  const values = valuesOf(node, "dpv:isIndicatedBy");
  if (values.length === 0) return refuse(FORMAT, "missing_field", here);
  const actors = values.map(
    (value) => actorOf(value, parties) ?? refuse(FORMAT, "unknown_actor", here),
  );
  const deputy = actors.find(({ role }) => role === "guardian" || role === "agent");
  return deputy ?? actors[0] ?? refuse(FORMAT, "unknown_actor", here);
}

/** A status. @throws Refusal `foreign_form` */
export function readStatus(value: unknown, parties: Parties, path: Path): Status {
  const kinds = kindsOf(value);
  const unknown = kinds.find(
    (kind) => kind.startsWith("dpv:") && !DPV_STATUSES.has(kind) && !DPV_CONSENT_TYPES.has(kind),
  );
  if (unknown !== undefined) return refuse(FORMAT, "unknown_term", fieldName(path));
  const [step, another] = kinds.map((kind) => STEPS[kind]).filter((each) => each !== undefined);
  // A request that was put off and a state that is unknown are no events; two statuses in one are none either.
  if (step === undefined || another !== undefined) {
    return refuse(FORMAT, "unknown_status", fieldName(path));
  }
  if (!isNode(value))
    return refuse(FORMAT, "missing_field", fieldName([...path, "dpv:isIndicatedAtTime"]));
  const span = timeOf(value, "dpv:isIndicatedAtTime", path);
  const [method] = valuesOf(value, "dpv:hasIndicationMethod");
  const choice = isNode(method)
    ? firstText(method, "@value", "dct:description", "dct:title")
    : textOf(method);
  if (method !== undefined && choice === null) wrong([...path, "dpv:hasIndicationMethod"]);
  return {
    step,
    span,
    actor: actorsOf(value, parties, step, path),
    choice,
    consentType: kinds.find((kind) => DPV_CONSENT_TYPES.has(kind)) ?? null,
    validUntil: isConsenting(step) ? validUntilOf(value, span.first, path) : null,
  };
}

/**
 * Statuses of one purpose in the order in which they happened, each at a time. Where a document gives a day alone, what ends a consent counts from the day's end and all else from
 * its beginning: so of one day the withdrawal counts, whichever document or form it stands in.
 *
 * @param now milliseconds since 1970; nothing that is told of today happened after it
 * @throws Refusal `foreign_form` (`expired_without_giving`)
 */
export function eventsOf(statuses: readonly Status[], now: number): readonly ForeignEvent[] {
  const dated = statuses
    .map((status) => ({
      ...status,
      time: isEnding(status.step) ? endOf(status.span, now) : status.span.first,
    }))
    .sort((a, b) => a.time - b.time);
  const events: ForeignEvent[] = [];
  for (const { step, span, time, actor, choice, consentType, validUntil } of dated) {
    const occurredAt = formatTime(time);
    if (step === "expired") end(events, occurredAt);
    else {
      const toldAt = formatTime(span.first);
      events.push({ step, occurredAt, toldAt, actor, choice, consentType, validUntil });
    }
  }
  return events;
}

/** The ledger records by itself that a consent is over; so of an expiry the time is kept, with what it ended. */
function end(events: ForeignEvent[], time: string): void {
  if (!events.some(({ step }) => isConsenting(step))) refuse(FORMAT, "expired_without_giving");
  const last = events.at(-1);
  if (last === undefined || !isConsenting(last.step)) return;
  const validUntil = last.validUntil !== null && last.validUntil < time ? last.validUntil : time;
  events[events.length - 1] = { ...last, validUntil };
}
