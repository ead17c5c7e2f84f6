/** What a party has to sign, with the numbers that the contract expects next. */
import { z } from "@hono/zod-openapi";
import {
  digestOf,
  type TermsMessage,
  type ToSign,
  typedDataOf,
} from "../../anchor/sharing/typed-data.ts";
import { Refusal } from "../../core/errors.ts";
import * as f from "../../ledger/kinds/fields.ts";
import { fieldProblems } from "../../ledger/kinds/problems.ts";
import type { OwnContext } from "../context.ts";
import { termsHash } from "../terms/hash.ts";
import { knownTo, messageOf, type Place, placeOf, refuse, refuseStep, SIDES } from "./place.ts";

export const toSignInput = z.strictObject({
  what: f.oneOf(["terms", "withdrawal", "termination"]),
  party: f.oneOf(SIDES),
  /** Until when it can be brought to the chain; of a withdrawal there is none. */
  deadline: f.time.nullish(),
});

/** As the file of a signature has it, which only lacks the signature. */
export interface SignRequest {
  /** The party's account. */
  readonly by: string;
  readonly kind: ToSign["kind"];
  readonly agreement: string;
  readonly digest: string;
  readonly typedData: ReturnType<typeof typedDataOf>;
}

const DAY = 86_400;
/** Until when both have time to sign, unless it is said otherwise. */
const TERMS_DAYS = 14;

/** @throws Refusal `invalid_record`, `agreement_refused`, `chain_unavailable`, and those of `placeOf`; `sharing_refused` (`not_open`, `ended`) */
export async function toSign(
  context: OwnContext,
  agreementId: string,
  input: unknown,
): Promise<SignRequest> {
  const parsed = toSignInput.safeParse(input);
  if (!parsed.success)
    throw new Refusal("invalid_record", { problems: fieldProblems(parsed.error, input) });
  const { what, party, deadline } = parsed.data;
  const place = await placeOf(context, agreementId);
  const { newest, relay } = place;
  if (newest.state === "terminated") throw refuse("ended");
  const by = newest.terms[party].account;
  const asked = deadline == null ? null : Math.floor(Date.parse(deadline) / 1000);
  const message = await messageFor(context, place, { what, by, asked });
  const { chainId, contract } = relay;
  const whole = { chainId, contract, ...message } as ToSign;
  const { kind } = whole;
  const { agreement } = whole.message;
  return { by, kind, agreement, digest: digestOf(whole), typedData: typedDataOf(whole) };
}

interface Wanted {
  readonly what: z.infer<typeof toSignInput>["what"];
  readonly by: string;
  /** The deadline that was asked for, in seconds since 1970. */
  readonly asked: number | null;
}

async function messageFor(
  { clock }: OwnContext,
  place: Place,
  { what, by, asked }: Wanted,
): Promise<Pick<ToSign, "kind" | "message">> {
  const { terms } = place.newest;
  const { agreement } = terms;
  const view = await place.relay.at("newest");
  const state = await knownTo(view, agreement);
  const now = Math.floor(clock.now() / 1000);
  if (what === "terms") {
    assertOpen(place);
    const pending = state === null ? null : await view.pending(agreement);
    const proposed = pending?.terms ?? null;
    // What the other party has signed is what this one signs, too.
    const isTheirs = asked === null || asked === proposed?.deadline;
    if (proposed !== null && isTheirs && isStill(proposed, place, now))
      return { kind: "Terms", message: proposed };
    const expected = (state?.versions ?? 0) + 1;
    if (terms.version !== expected)
      throw refuseStep("wrong_version", { agreement, version: terms.version, expected });
    const latest = Math.floor(Date.parse(terms.validUntil) / 1000) - 1;
    const deadline = asked ?? Math.min(now + TERMS_DAYS * DAY, latest);
    const proposal = (state?.proposals ?? 0) + 1;
    return { kind: "Terms", message: messageOf(terms, proposal, deadline) };
  }
  if (state === null) throw refuseStep("unknown_agreement", { agreement });
  if (what === "termination") {
    const message = { agreement, version: state.versions, party: by, deadline: asked ?? now + DAY };
    return { kind: "Termination", message };
  }
  const pending = await view.pending(agreement);
  if (pending === null) throw refuseStep("nothing_proposed");
  const { proposal } = pending.terms;
  return { kind: "Withdrawal", message: { agreement, proposal, party: by } };
}

/** Whether what is proposed are these terms, and can still be accepted. */
const isStill = (proposed: TermsMessage, { newest }: Place, now: number): boolean =>
  proposed.version === newest.version &&
  proposed.termsHash === termsHash(newest.terms).hex &&
  proposed.deadline > now;

/** @throws Refusal `sharing_refused` (`not_open`) */
export function assertOpen({ newest }: Place): void {
  if (!["draft", "proposed", "signed"].includes(newest.state)) throw refuse("not_open");
}
