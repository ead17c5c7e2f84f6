/** How people stand to the consents of one use; asked once for each page. */
import type { Decision } from "../../consent/decide/decide-many.ts";
import type { StoppedPeople } from "../../consent/restriction/stopped-among.ts";
import { Refusal } from "../../core/errors.ts";
import type { DeliveryContext } from "./context.ts";
import type { ConsentAnswerOf, Unreadable } from "./decide.ts";
import type { Use } from "./use.ts";

type Answer = ReturnType<ConsentAnswerOf>;
type Consents = Pick<DeliveryContext["consents"], "decideMany" | "stoppedAmong">;

const NOBODY: StoppedPeople = new Map();

/** By subject and consent. */
export type Standing = (subject: string) => ConsentAnswerOf;

/** Besides: of whom what was given before is to be kept, and not used, because processing is restricted. */
export interface StandingOfUse {
  readonly of: Standing;
  isHeld(subject: string): boolean;
}

const whyUnreadable = ({ code }: Refusal): Answer => {
  const known: Partial<Record<string, Unreadable | "unknown">> = {
    not_found: "erased",
    damaged: "damaged",
    content_lost: "damaged",
  };
  return known[code] ?? "unknown";
};

const answerOf = ({ reason, allowed, byOwn }: Decision): Answer =>
  allowed && !byOwn ? "elsewhere" : reason;

/**
 * A person may object to the use's own purpose, also where that does not rest on consent: then none of the consents counts.
 *
 * @param at RFC 3339; `null`: now
 * @throws never of one person; who is not asked about has not consented
 */
export async function standingOf(
  { consents }: { readonly consents: Consents },
  asked: readonly string[],
  use: Pick<Use, "purposeId" | "consents">,
  at: string | null = null,
): Promise<StandingOfUse> {
  const subjects = [...new Set(asked)];
  const questions = subjects.flatMap((subject) =>
    use.consents.map((purposeId) => ({ subject, purposeId })),
  );
  // Before the consents: who consents anew after that is not stopped by what was before.
  const stopped = use.consents.includes(use.purposeId)
    ? NOBODY
    : await consents.stoppedAmong(subjects, use.purposeId, at);
  const decided = await consents.decideMany(questions, at);
  const answers = new Map<string, Answer>();
  const held = new Set(subjects.filter((one) => stopped.get(one)?.isHeld ?? true));
  for (const [i, { subject, purposeId }] of questions.entries()) {
    const one = decided[i];
    if (one === undefined) continue;
    const isDecided = !(one instanceof Refusal);
    answers.set(`${subject} ${purposeId}`, isDecided ? answerOf(one) : whyUnreadable(one));
    if (!isDecided || !(one.isHeld || (one.allowed && one.byOwn))) held.delete(subject);
  }
  return {
    of: (subject) => (consent) =>
      stopped.get(subject)?.reason ?? answers.get(`${subject} ${consent}`) ?? "unknown",
    isHeld: (subject) => held.has(subject),
  };
}
