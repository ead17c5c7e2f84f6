import type { ConsentEvent } from "../kinds/consent.ts";
import { refuse } from "../refusals.ts";
import type { ConsentAnswer } from "../state-of.ts";
import type { Choice } from "./wording.ts";

/**
 * What a choice is, where the consent is now. A no to what is in force ends it: whoever says no must not have to know in which state they are.
 *
 * @throws Refusal `consent_refused` (`already_given`)
 */
export function eventOf(choice: Choice, { allowed, identifiers }: ConsentAnswer): ConsentEvent {
  const own = identifiers[0]!;
  if (choice === "given") {
    if (allowed) throw refuse("already_given");
    return own.state === "given" ? "renewed" : "given";
  }
  if (choice === "withdrawn" || allowed) return "withdrawn";
  return own.state === "given" && own.covers ? "withdrawn" : "refused";
}

/** Yes and no; what is in force can be withdrawn, and who has refused already is not asked to do it again. */
export function choicesIn({ allowed, identifiers }: ConsentAnswer): readonly Choice[] {
  if (allowed) return ["withdrawn"];
  return identifiers[0]?.state === "refused" ? ["given"] : ["given", "refused"];
}
