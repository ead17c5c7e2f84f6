/** What asking people on pages of others works with. */
import type { Clock } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import { erasedOf } from "../../ledger/erased.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { Consents } from "../service.ts";
import type { Grant, Tokens } from "./token.ts";

export interface EmbedContext {
  readonly ledger: Ledger;
  readonly consents: Consents;
  readonly clock: Clock;
  readonly tokens: Tokens;
}

/** Who asks, as the request's headers say. */
export interface Asking {
  /** `null`: there is none. */
  readonly token: string | null;
  /** The header `Origin`. */
  readonly origin: string | null;
  /** The browser sends `Sec-GPC: 1`. */
  readonly globalPrivacyControl: boolean;
}

/** @throws Refusal `embed_refused` (`not_ours`, `other_origin`, `expired`) */
export function grantOf(
  { tokens, clock }: Pick<EmbedContext, "tokens" | "clock">,
  { token, origin }: Omit<Asking, "globalPrivacyControl">,
): Grant {
  const refuse = (problem: "not_ours" | "other_origin" | "expired") =>
    new Refusal("embed_refused", { problem });
  const grant = token === null ? null : tokens.open(token);
  if (grant === null) throw refuse("not_ours");
  if (grant.origin !== origin) throw refuse("other_origin");
  if (clock.now() >= grant.expiresAt) throw refuse("expired");
  return grant;
}

/**
 * The same, but that nothing is shown and nothing taken of who was erased since the token was made, also where the law keeps what they consented to: its time is over. That they were erased is
 * nothing to tell a page of others.
 *
 * @throws Refusal as {@link grantOf}
 */
export async function livingGrantOf(
  context: Pick<EmbedContext, "tokens" | "clock" | "ledger">,
  asking: Omit<Asking, "globalPrivacyControl">,
): Promise<Grant> {
  const grant = grantOf(context, asking);
  if ((await erasedOf(context.ledger, [grant.subject])).size > 0)
    throw new Refusal("embed_refused", { problem: "expired" });
  return grant;
}

/** What stands for the one choice of a token. No header's key has a blank, and no line's one in front: so it is nobody else's. */
export const choiceKey = ({ nonce }: Grant): string => ` embed ${nonce}`;
