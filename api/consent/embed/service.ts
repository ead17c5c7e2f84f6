/** Asking people on pages of others: a token of the firm's server, an offer, one choice. */
import type { Clock } from "../../core/clock.ts";
import type { Random } from "../../core/random.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { Mac } from "../../vault/macs.ts";
import type { Input } from "../input.ts";
import type { Consents } from "../service.ts";
import { type Chosen, choose } from "./choose.ts";
import { type Asking, type EmbedContext, grantOf } from "./context.ts";
import { type Issued, issueToken } from "./issue.ts";
import { type Offer, offerOf } from "./offer.ts";
import { tokensOf } from "./token.ts";

export interface EmbedOptions {
  readonly ledger: Ledger;
  readonly consents: Consents;
  readonly clock: Clock;
  readonly random: Random;
  readonly mac: Mac;
  /** Of the ledger. */
  readonly origin: string;
}

export interface Embed {
  /** @throws Refusal `invalid_record`, `not_found` (`subject`), `reserved_subject`, `consent_refused` */
  issue(input: Input): Promise<Issued>;
  /** Before anything of the body is read. @throws Refusal `embed_refused` */
  admit(asking: Asking): void;
  /** What is to be shown. @throws Refusal `embed_refused`, `consent_refused`, `damaged` */
  offer(asking: Asking): Promise<Offer>;
  /** `input`: `choice`. @throws Refusal `embed_refused`, `invalid_record`, `consent_refused`, `damaged`, `busy` */
  choose(asking: Asking, input: Input): Promise<Chosen>;
  /** The page's origin that a token names, also when its time is over; `null` for what is no token of ours. */
  originOf(token: string | null): string | null;
}

export function createEmbed(options: EmbedOptions): Embed {
  const { ledger, consents, clock, random, mac, origin } = options;
  const context: EmbedContext = { ledger, consents, clock, tokens: tokensOf(mac, random, origin) };
  return {
    issue: (input) => issueToken(context, input),
    admit(asking) {
      grantOf(context, asking);
    },
    offer: (asking) => offerOf(context, asking),
    choose: (asking, input) => choose(context, asking, input),
    originOf: (token) => (token === null ? null : (context.tokens.open(token)?.origin ?? null)),
  };
}
