import type { RefusalText } from "./message-catalog.ts";
import type {
  BreachProblem,
  CaseProblem,
  ErasureProblem,
  RightsRefusals,
} from "./rights-problems.ts";

export const rightsRefusals: Readonly<Record<keyof RightsRefusals, RefusalText>> = {
  request_refused: { title: "Not a step of this request", detail: "{problem}." },
  plan_moved: {
    title: "Not what was seen",
    detail:
      "Something of this person was recorded, joined or held since the plan was made. Look at the plan again, and carry out the new one.",
  },
  erasure_running: {
    title: "Being carried out",
    detail:
      "The erasure is being carried out. Its certificate is there when it is done; ask again in a minute.",
  },
  erasure_refused: { title: "Not erased", detail: "{problem}." },
  breach_refused: { title: "Not a step of this breach", detail: "{problem}." },
};

/** What does not exist. */
export const missingRight = {
  request: "This request",
  hold: "A legal hold of this name that is on",
  breach: "This breach",
  erasure: "This erasure",
  certificate: "A certificate of this code",
} as const;

export const caseProblems: Readonly<Record<CaseProblem, string>> = {
  closed: "The request is closed; whoever asks for more makes a new one",
  paused: "The clock of this request stands. Let it go on first",
  not_paused: "The clock of this request does not stand",
  already_identified: "Who asks has been identified already",
  not_identified:
    "Nothing is decided or handed out before it is known that it is the person who asks. Record how they were identified first",
  already_extended: "The time was extended once; the law allows no more",
  not_extendable: "The rule under which this request was received knows no extension",
  extension_late:
    "The first period was over on {due}; an extension is told to the person within it",
  pause_late: "The time for an answer was over on {due}; no pause changes that",
  already_decided: "It was decided already",
  not_decided: "It is not decided yet, so there is no answer to record",
  not_carried_out:
    "What was granted is not carried out yet. The server goes on with it by itself; try again when it is done",
  already_carried_out: "What was granted has been carried out already",
  nothing_to_take_back:
    "Only a grant that is still to be carried out is taken back; this is refused, or done already",
  begun_already:
    "What was granted is being carried out, or part of it is done already, so it is not taken back",
  not_after_previous: "It would be dated before the step that came last, {previous}",
  handler: "This server cannot carry out what would be granted, so it cannot be granted here",
  nothing_asked: "The request does not say in fields what is to be done, and so cannot be granted",
  asked_moved:
    "What is asked for is not what the decision names: it was put right since, or a record of the request is gone. Look at the request again",
  too_many_open:
    "There are {most} open requests of this person already; they are dealt with before more are taken through the portal",
};

export const erasureProblems: Readonly<Record<ErasureProblem, string>> = {
  held: "A legal hold is on what is to go. Release it first, or leave that class as it is",
  not_free: "This class is kept because the law says so; it goes by itself when its time is over",
  nothing: "There is nothing that could go: all of it is gone already, or has to stay",
  too_many:
    "There are more than 30,000 entries of this person, and one erasure declares no more. Nothing was begun. Ask whoever maintains this software",
  certificate:
    "Nothing can be sealed to the public key that is named for the certificate. The person makes a new code",
  joined:
    "Since this was decided, identifiers were joined with this person or separated from them. Look at the plan again, and decide anew",
  other_person: "The erasure of this name is another person’s",
  not_a_person: "This is the ledger itself, and nobody’s data",
};

export const breachProblems: Readonly<Record<BreachProblem, string>> = {
  closed: "It is closed; what is found later is a breach of its own, or is noted with it there",
  late: "The authority was told after the 72 hours of GDPR 33(1), so say why: “reason”",
  not_assessed: "It was not assessed yet what it means for people",
  not_notified:
    "The authority was not told yet. It is told, or the risk is assessed as unlikely, with the reason",
  people_not_told:
    "The risk for people is high and they were not told. Tell them, or say which exception holds (GDPR 34(3), PIPL 57): “reason”",
};
