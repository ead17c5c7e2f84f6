/** Whose consent a document tells of, and to whom: what is asked for is held against it, so that nobody's consent is entered for somebody else. */
import type { Controller } from "../model.ts";
import { compact } from "./dpv-context.ts";
import { controllerId } from "./dpv-parties.ts";
import { type ForeignReading, refuse } from "./foreign.ts";

export interface Whose {
  /** The person, as the document names them: who asks for the import says that this is the subject. */
  readonly principal: string;
  /** Who decides about the data, as the document names them. */
  readonly controller: string;
  /** It is another firm, whose consents were taken over. */
  readonly takenOver: boolean;
}

/**
 * Whose consents were taken over, as the document names them; `null`: it is of the controller here.
 *
 * @param ours who decides about the data here; `null`: nobody is recorded
 * @throws Refusal `foreign_form` (`other_principal`, `other_controller`, `not_our_controller`)
 */
export function takenOverFrom(
  { format, principals, controllers }: ForeignReading,
  { principal, controller, takenOver }: Whose,
  ours: Controller | null,
): string | null {
  if (!allName(principals, principal)) refuse(format, "other_principal", "principal");
  if (!allName(controllers, controller)) refuse(format, "other_controller", "controller");
  const isOurs = ours !== null && namesOf(ours).includes(compact(controller));
  if (isOurs) return null;
  return takenOver ? controller : refuse(format, "not_our_controller", "controller");
}

const namesOf = (ours: Controller): readonly string[] =>
  [ours.partyId, ours.name, controllerId(ours)].map(compact);

/** It is named wherever the document names one, and somewhere it does. */
const allName = (places: readonly (readonly string[])[], name: string): boolean =>
  places.length > 0 &&
  places.every((names) => names.some((each) => compact(each) === compact(name)));
