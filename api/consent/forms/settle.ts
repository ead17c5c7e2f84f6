/** Which event records here what a foreign document says. */
import type { ConsentEvent } from "../kinds/consent.ts";
import type { ConsentState } from "../transitions.ts";
import type { ForeignStep } from "./foreign.ts";

/**
 * A document knows nothing of what is recorded here: what it calls given may be in force already, and what it calls withdrawn never have come in. What it says
 * of the person's will is kept.
 *
 * @param state what the consent is in here, at the time of the event
 */
export function settle(step: ForeignStep, state: ConsentState): ConsentEvent {
  switch (step) {
    case "given":
      return state === "given" ? "renewed" : "given";
    case "renewed":
      return state === "given" || state === "expired" || state === "unknown" ? "renewed" : "given";
    case "refused":
    case "withdrawn":
      // Whether or not it changes anything: it keeps from counting what may come in late, and what another identifier gave.
      return state === "given" || state === "unknown" ? "withdrawn" : "refused";
    default:
      return step;
  }
}
