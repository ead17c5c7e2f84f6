/** Two identifiers are of one person, or turned out not to be: one event in the stream `merge` of each, naming the other, in one unit. */
import { Refusal } from "../core/errors.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import { appendJudged, type ConsentContext, type EventOutcome } from "./context.ts";
import { identifiersOf, joinedIn, MERGE_STREAM, MOST_IDENTIFIERS } from "./identifiers.ts";
import { type Input, occurredAsBefore, parseInput, withFields } from "./input.ts";
import { merge } from "./kinds/merge.ts";
import { refuse } from "./refusals.ts";

/** @throws Refusal `invalid_record`, `unknown_subject`, `reserved_subject`, `consent_refused`, and those of append.ts */
export async function mergeIdentifiers(
  context: ConsentContext,
  input: Input,
  key: IdempotencyKey | null,
): Promise<EventOutcome> {
  const { ledger, clock } = context;
  const draft = await occurredAsBefore(ledger, parseInput(merge, input, clock), key);
  const { subject } = draft;
  const other = String(draft.body.other);
  if (other === subject) throw refuse("same_subject");
  const turned = { ...withFields(draft, { other: subject }), subject: other };
  // The unit first, with no expectation: who is unknown, or the ledger itself, has no stream that could be read.
  const unread = { events: [{ draft }, { draft: turned }], idempotency: key };
  const [known] = await ledger.recognise([unread]);
  if (known instanceof Refusal) throw known;
  return appendJudged(
    context,
    async () => {
      // Before it is written: from then on they are.
      for (const one of [subject, other]) context.joined.add(one);
      const own = await ledger.events(subject, MERGE_STREAM);
      const others = await ledger.events(other, MERGE_STREAM);
      return {
        events: [
          { draft, expect: own.head },
          { draft: turned, expect: others.head },
        ],
        idempotency: key,
      };
    },
    async () => {
      const joined = joinedIn(await ledger.events(subject, MERGE_STREAM)).has(other);
      if (draft.body.event === "joined") {
        if (joined) throw refuse("already_joined");
        await assertFew(context, subject, other);
      }
      if (draft.body.event === "separated" && !joined) throw refuse("not_joined");
    },
  );
}

/** @throws Refusal `consent_refused` (`too_many_joined`), `damaged` */
async function assertFew(context: ConsentContext, a: string, b: string): Promise<void> {
  const all = new Set([...(await identifiersOf(context, a)), ...(await identifiersOf(context, b))]);
  if (all.size > MOST_IDENTIFIERS) throw refuse("too_many_joined");
}
