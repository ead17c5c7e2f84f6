/** Recording the one choice of a token. What comes again, be it the same choice or another, is told what was recorded, and records nothing. */
import { formatTime } from "../../core/clock.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import { recordControl } from "../ask/control.ts";
import { eventOf } from "../ask/event-of.ts";
import type { Recorded } from "../ask/recorded.ts";
import { CHOICES, type Choice, wordingOf } from "../ask/wording.ts";
import { EXPLICIT } from "../explicit.ts";
import { type Input, invalid } from "../input.ts";
import { type ConsentEvent, isEnding } from "../kinds/consent.ts";
import { type Asking, choiceKey, type EmbedContext, livingGrantOf } from "./context.ts";
import { isInForce } from "./issue.ts";
import { recordedBefore } from "./recorded.ts";
import { type Grant, tokenHash } from "./token.ts";

export interface Chosen extends Recorded {
  /** Nothing was recorded by this request: the token's choice had been made. */
  readonly repeated: boolean;
}

/** @throws Refusal `embed_refused`, `invalid_record`, `consent_refused`, `damaged`, `busy` */
export async function choose(context: EmbedContext, asking: Asking, input: Input): Promise<Chosen> {
  const grant = await livingGrantOf(context, asking);
  const choice = parse(input);
  const before = await recordedBefore(context, grant);
  if (before !== null) return { ...before, repeated: true };
  const { consents } = context;
  const state = await consents.stateOf({ ...grant, at: null });
  // Whoever was faster with the same token may have made it what it is.
  const meanwhile = await recordedBefore(context, grant);
  if (meanwhile !== null) return { ...meanwhile, repeated: true };
  const event = eventOf(choice, state);
  const body = {
    ...{ "@subject": grant.subject, event, actor: { role: "subject" }, channel: "web" },
    ...{ purposeId: grant.purposeId, purposeVersion: grant.purposeVersion },
    ...(await shown(context, grant, event)),
    choice: wordingOf(choice, grant.language),
    consentType: isEnding(event) ? null : EXPLICIT,
    evidence: [{ type: "token", reference: grant.origin, hash: tokenHash(asking.token ?? "") }],
  };
  const request = consents.parse(body);
  // Only beside what will be recorded: a choice that is refused leaves no signal behind.
  if (asking.globalPrivacyControl)
    await recordControl(consents, { ...grant, choice, site: grant.origin, key: choiceKey(grant) });
  const [outcome] = await consents.record([{ request, key: choiceKey(grant) }]);
  // Somebody was faster with the same token.
  const lost = isRefusal(outcome, "idempotency_conflict");
  if (outcome instanceof Refusal && !lost) throw outcome;
  const recorded = await recordedBefore(context, grant);
  if (recorded === null) throw new Error("neither recorded nor refused");
  return { ...recorded, repeated: lost };
}

function parse(input: Input): Choice {
  const surplus = Object.keys(input).find((field) => field !== "choice");
  if (surplus !== undefined) throw invalid(surplus.slice(0, 40), "surplus");
  const choice = CHOICES.find((one) => one === input.choice);
  if (choice === undefined) throw invalid("choice", "not_in_list", { allowed: CHOICES.join(", ") });
  return choice;
}

/** A yes is to the text that was shown, and only while that is in force. A no is taken also behind it. */
async function shown({ consents, clock }: EmbedContext, grant: Grant, event: ConsentEvent) {
  const { noticeId, noticeVersion, language } = grant;
  const isNow = isInForce(consents, grant, formatTime(clock.now()));
  const isSame = isEnding(event) ? await isNow.catch(unlessRefused) : await isNow;
  if (isSame) return { noticeId, noticeVersion, language };
  if (!isEnding(event)) throw new Refusal("embed_refused", { problem: "outdated" });
  return {};
}

function unlessRefused(error: unknown): false {
  if (isRefusal(error, "consent_refused")) return false;
  throw error;
}
