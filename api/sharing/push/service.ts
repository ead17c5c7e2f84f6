/** What partners are told, as those may see it who answer for it: the firm's officers, and of their own the partners. */
import type { FirmStreams } from "../../consent/firm-streams.ts";
import type { Clock } from "../../core/clock.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import type { Principal } from "../../core/principal.ts";
import type { Ledger } from "../../ledger/service.ts";
import type {
  MessageCounts,
  MessageRow,
  MessageState,
  PartnerStore,
  Usage,
} from "../../store/partner-store.ts";
import type { Agreement } from "../agreements.ts";
import { type AcknowledgeContext, type AcknowledgeOutcome, acknowledge } from "./acknowledge.ts";

export interface MessagesAsked {
  readonly agreementId: string;
  readonly by: Principal;
  readonly state: MessageState | null;
  readonly cursor: number | null;
  readonly limit: number;
  readonly route: string;
}

export interface MessagesPage {
  readonly messages: readonly MessageRow[];
  /** Numbers of those whose person is not told: it could not be put on record. */
  readonly withheld: ReadonlySet<number>;
  readonly next: number | null;
}

/** A partner sees what is their own organization's; another's is answered as one that there is not. @throws Refusal `not_found` (`agreement`), `busy` */
export interface Push {
  /** Whom a message is about a partner is told once that is on record; of whom it cannot be, all but that. */
  messages(asked: MessagesAsked): Promise<MessagesPage>;
  /** One that was delivered or given up goes out again, under the same id; one that waits is due at once. Of nothing that it answers there is a record: so whom it is about is not to be told. @throws Refusal `not_found` (`message`) */
  replay(agreementId: string, message: string, by: Principal): Promise<MessageRow>;
  usage(agreementId: string, by: Principal): Promise<Usage & MessageCounts>;
  /** @throws Refusal `acknowledgement_refused`, and those of append.ts */
  acknowledge(agreementId: string, note: string, by: Principal): Promise<AcknowledgeOutcome>;
  /** Messages of all partners that are not acknowledged in time. */
  overdue(): Promise<number>;
}

export interface PushOptions {
  readonly ledger: Ledger;
  readonly store: PartnerStore;
  readonly clock: Clock;
  readonly agreements: () => Promise<FirmStreams<Agreement>>;
  readonly keyOf: (organization: string) => string | null;
  readonly ofErasure: AcknowledgeContext["ofErasure"];
  readonly caughtUp: () => Promise<void>;
  /** Something is to be sent, perhaps. */
  readonly wake: () => void;
}

const DAYS = 90;
/** Whoever is shown a message again within it, as a page that refreshes itself does, reads nothing anew. */
const SAME_READING_MS = 10 * 60_000;
/** Readings that are remembered; beyond, all are forgotten, and recorded once more. */
const MOST_READINGS = 10_000;
const nobody: ReadonlySet<number> = new Set();

export function createPush(options: PushOptions): Push {
  const { ledger, store, clock, agreements, caughtUp } = options;
  /** By reader and message: since when it is on record. */
  const readings = new Map<string, number>();

  /** Whose messages somebody sees; `null`: everybody's. */
  async function reachOf(agreementId: string, by: Principal): Promise<string | null> {
    const found = (await agreements()).get(agreementId);
    const none = new Refusal("not_found", { what: "agreement" });
    if (by.role !== "partner") {
      if (found === undefined) throw none;
      return null;
    }
    const { organization } = by;
    if (organization === null) throw none;
    if (found?.organization === organization) return organization;
    // It was theirs once: what they got then, they are told of.
    await caughtUp();
    if ((await store.organizationsOf(agreementId)).includes(organization)) return organization;
    throw none;
  }

  return {
    async messages({ agreementId, by, state, cursor, limit, route }) {
      const organization = await reachOf(agreementId, by);
      await caughtUp();
      const rows = await store.messages({
        ...{ agreement: agreementId, organization, state, below: cursor, limit: limit + 1 },
      });
      const messages = rows.slice(0, limit);
      const withheld = organization === null ? nobody : await show(messages, by, route);
      const next = rows.length > limit ? (messages.at(-1)?.number ?? null) : null;
      return { messages, withheld, next };
    },
    async replay(agreementId, id, by) {
      const organization = await reachOf(agreementId, by);
      const found = await store.message(id);
      const isOwn = organization === null || found?.organization === organization;
      if (found === null || found.agreement !== agreementId || !isOwn)
        throw new Refusal("not_found", { what: "message" });
      await store.replay(found.number, clock.now());
      options.wake();
      return (await store.message(id)) ?? found;
    },
    async usage(agreementId, by) {
      const organization = await reachOf(agreementId, by);
      await caughtUp();
      const counts = await store.counts(agreementId, organization, clock.now());
      return { ...(await store.usage(agreementId, organization, DAYS)), ...counts };
    },
    async acknowledge(agreementId, note, by) {
      const organization = await reachOf(agreementId, by);
      if (organization === null) throw new Refusal("not_found", { what: "agreement" });
      const { keyOf, ofErasure } = options;
      const context = { ledger, store, clock, agreements, keyOf, ofErasure };
      return acknowledge(context, { agreementId, organization, note, by });
    },
    overdue: () => store.overdue(clock.now()),
  };

  async function show(
    messages: readonly MessageRow[],
    by: Principal,
    route: string,
  ): Promise<ReadonlySet<number>> {
    const request = ledger.newId();
    const withheld = new Set<number>();
    const now = clock.now();
    if (readings.size > MOST_READINGS) readings.clear();
    for (const { number, subject, agreement, version, body } of messages) {
      const reading = JSON.stringify([by.id, by.organization, number]);
      const since = readings.get(reading) ?? Number.NEGATIVE_INFINITY;
      if (subject === null || now - since < SAME_READING_MS) continue;
      const { purpose } = JSON.parse(body).data as { purpose: string | null };
      await ledger
        .recordReads({
          ...{ reader: by, route, request, purposeId: purpose },
          agreement: { id: agreement, version },
          shown: [{ subject, told: [{ what: "decision", of: purpose }] }],
        })
        .then(() => void readings.set(reading, now))
        .catch((error: unknown) => {
          if (!isRefusal(error) || isRefusal(error, "busy") || isRefusal(error, "halted"))
            throw error;
          // Who was erased is told of to those who are to erase them, too; one person who cannot be read hides no other.
          if (!isRefusal(error, "unknown_subject") && !isRefusal(error, "subject_erased"))
            withheld.add(number);
        });
    }
    const told = messages.filter(({ number }) => !withheld.has(number));
    await store.recorded(told.map(({ number }) => number));
    return withheld;
  }
}
