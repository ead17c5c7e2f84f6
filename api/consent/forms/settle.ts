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
      // Where nothing was given it keeps what may come in late from counting. Where it ended already, another identifier's consent may still be in force.
      return state === "none" || state === "requested" ? "refused" : "withdrawn";
    default:
      return step;
  }
}
