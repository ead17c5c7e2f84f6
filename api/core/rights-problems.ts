/** Why what concerns people's rights is refused. Types alone; the words stand in rights-problems.en and .zh. */

/** Refusals of this domain; see errors.ts. */
export interface RightsRefusals {
  /** A step that a request of a person cannot take. `params`: what the sentence tells besides. */
  request_refused: {
    problem: CaseProblem;
    params?: Readonly<Record<string, string | number>>;
  };
  /** What is to be erased is not what was seen: something was recorded, joined or held since. */
  plan_moved: Record<never, never>;
  /** It is being carried out: there is no certificate yet. */
  erasure_running: Record<never, never>;
  /** An erasure that cannot be. */
  erasure_refused: { problem: ErasureProblem };
  /** A step that a breach in the register cannot take. */
  breach_refused: { problem: BreachProblem };
}

/** `late`: the authority was told after 72 hours, and why is not said. `not_notified`, `people_not_told`: it is still owed. */
export type BreachProblem = "closed" | "late" | "not_assessed" | "not_notified" | "people_not_told";

/**
 * `held`: a class that is to go is under a legal hold. `not_free`: the law has it kept. `nothing`: all of it is gone, or has to stay. `not_a_person`: it is the ledger itself. `too_many`: more entries than one list holds. `certificate`: to the key that the person named nothing can be sealed. `joined`: the person's identifiers are not those of the decision. `other_person`: an erasure of this name is of somebody else.
 */
export type ErasureProblem =
  | "held"
  | "not_free"
  | "nothing"
  | "not_a_person"
  | "too_many"
  | "certificate"
  | "joined"
  | "other_person";

/**
 * `handler`: what was granted cannot be carried out by this server. `nothing_asked`: a grant needs what is asked for in fields. `asked_moved`: what is asked for is not what the decision names. `begun_already`: something of what was granted is carried out, or is being. `extension_late`: the first period is over.
 */
export type CaseProblem =
  | "closed"
  | "paused"
  | "not_paused"
  | "already_identified"
  | "not_identified"
  | "already_extended"
  | "not_extendable"
  | "extension_late"
  | "pause_late"
  | "already_decided"
  | "not_decided"
  | "not_carried_out"
  | "already_carried_out"
  | "nothing_to_take_back"
  | "begun_already"
  | "not_after_previous"
  | "handler"
  | "nothing_asked"
  | "asked_moved"
  | "too_many_open";
