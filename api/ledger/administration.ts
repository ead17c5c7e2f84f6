/** What is done to the ledger as an installation, and by whom: records of kind `administration`, of the firm itself. */
import { type Clock, formatTime } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import type { Principal } from "../core/principal.ts";
import type { AppendOutcome, EventUnit } from "./append.ts";
import { canonicalFields } from "./draft.ts";
import type { IdempotencyKey } from "./idempotency.ts";
import { type AdministrationEventName, administration } from "./kinds/administration.ts";

/** No secret and nothing personal stands in any of it: accounts, keys and organizations by their opaque ids. What is left out is not known, or does not apply. */
export interface AdministrationEvent {
  readonly event: AdministrationEventName;
  /** Who did it; `null`: the ledger by itself. */
  readonly actor: Pick<Principal, "id" | "role"> | null;
  /** What it was done to. */
  readonly target?: { readonly type: TargetType; readonly id: string } | null;
  /** What was so before and is after it; at most 50, each text at most 1,000 characters. */
  readonly changes?: readonly {
    readonly name: string;
    readonly before?: string;
    readonly after?: string;
  }[];
  /** Attempts of a burst, records of an export, entries of an audit. */
  readonly count?: number | null;
  /** The time that it is about, RFC 3339; `until` exclusive. */
  readonly from?: string | null;
  readonly until?: string | null;
  /** `base64url(SHA-256(bytes))` of the file that was made. */
  readonly hash?: string | null;
  /** One word: what an audit found. */
  readonly outcome?: string | null;
  readonly organization?: string | null;
  /** In the actor's words. */
  readonly reason?: string | null;
  readonly regarding?: string | null;
  readonly request?: string | null;
  readonly route?: string | null;
  readonly note?: string | null;
}

type TargetType =
  | "account"
  | "agreement"
  | "erasure"
  | "key"
  | "ledger"
  | "organization"
  | "setting"
  | "subject";

interface Context {
  readonly clock: Clock;
  readonly firm: string;
  readonly append: (units: readonly EventUnit[]) => Promise<readonly (AppendOutcome | Refusal)[]>;
}

/** The ledger itself: as who said it, and as who did what nobody else did. */
const ITSELF = "counterfoil";

function bodyOf({ actor, changes = [], ...rest }: AdministrationEvent) {
  const by = actor === null ? { id: ITSELF, role: "system" } : { id: actor.id, role: actor.role };
  const parsed = administration.parseBody({ ...rest, actor: by, changes });
  if (!parsed.ok) throw new Refusal("invalid_record", { problems: parsed.problems });
  return parsed.body;
}

/** @throws Refusal `invalid_record` for what is no such event */
export const assertAdministration = (event: AdministrationEvent): void => void bodyOf(event);

/**
 * @param at when it was done, in milliseconds since 1970, if that was before now
 * @param idempotency under which it is recorded once; whoever has one looks before (`madeBefore`)
 * @returns the record's `@id`; it is durable then
 * @throws Refusal `invalid_record` for what is no such event, `busy`, `halted`, `damaged`
 */
export async function recordAdministration(
  { clock, firm, append }: Context,
  event: AdministrationEvent,
  at: number = Number.POSITIVE_INFINITY,
  idempotency: IdempotencyKey | null = null,
): Promise<string> {
  const body = bodyOf(event);
  const occurredAt = formatTime(Math.min(at, clock.now()));
  const draft = {
    ...{ kind: administration, subject: firm, occurredAt },
    ...{ source: ITSELF, body, canonical: canonicalFields(body) },
  };
  const [outcome] = await append([{ events: [{ draft }], idempotency }]);
  if (outcome instanceof Refusal) throw outcome;
  if (outcome?.outcome !== "stored") throw new Error("a record of administration expects nothing");
  return outcome.events[0]!.id;
}
