/** How people stand to the consents of one use; asked once for each page. */
import type { Decision } from "../../consent/decide/decide-many.ts";
import { Refusal } from "../../core/errors.ts";
import type { DeliveryContext } from "./context.ts";
import type { ConsentAnswerOf, Unreadable } from "./decide.ts";

type Answer = ReturnType<ConsentAnswerOf>;

/** By subject and consent. */
export type Standing = (subject: string) => ConsentAnswerOf;

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

/** @param at RFC 3339; `null`: now @throws never of one person; who is not asked about has not consented */
export async function standingOf(
  { consents }: { readonly consents: Pick<DeliveryContext["consents"], "decideMany"> },
  asked: readonly string[],
  purposes: readonly string[],
  at: string | null = null,
): Promise<Standing> {
  const subjects = [...new Set(asked)];
  const questions = subjects.flatMap((subject) =>
    purposes.map((purposeId) => ({ subject, purposeId })),
  );
  const decided = await consents.decideMany(questions, at);
  const answers = new Map<string, Answer>();
  for (const [i, { subject, purposeId }] of questions.entries()) {
    const one = decided[i];
    if (one === undefined) continue;
    answers.set(
      `${subject} ${purposeId}`,
      one instanceof Refusal ? whyUnreadable(one) : answerOf(one),
    );
  }
  return (subject) => (consent) => answers.get(`${subject} ${consent}`) ?? "unknown";
}
