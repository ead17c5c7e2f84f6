/** How many people an agreement covers: exactly to the firm, also before it is agreed; to the partner with noise, once in a period, or not at all where they are few. */
import { sharedAnswers } from "../../consent/decide/shared-counts.ts";
import type { FirmStreams } from "../../consent/firm-streams.ts";
import type { Consents } from "../../consent/service.ts";
import { type Clock, formatTime } from "../../core/clock.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import type { Principal } from "../../core/principal.ts";
import type { OutsideTerm } from "../../core/sharing-refusals.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { Mac } from "../../vault/macs.ts";
import type { Agreement } from "../agreements.ts";
import { termsUse } from "../delivery/decide.ts";
import { type InForce, outside } from "../delivery/in-force.ts";
import { againstUse } from "../delivery/use.ts";
import { seenBy } from "../seen-by.ts";
import { termsHash } from "../terms/hash.ts";
import type { Terms } from "../terms/model.ts";
import { BELOW, COUNT_ASKED, changesOf, countedOf, TOLD, toldBefore } from "./asked-before.ts";
import { countCovered } from "./covered.ts";
import { noiseOf, toldOf } from "./noise.ts";

export interface CountsOptions {
  readonly ledger: Ledger;
  readonly consents: Pick<Consents, "decideMany" | "stoppedAmong" | "identifiersOf" | "registry">;
  readonly clock: Clock;
  readonly mac: Mac;
  readonly inForce: InForce;
  readonly agreements: () => Promise<FirmStreams<Agreement>>;
  /** So many people at least, or no number is told to a partner. */
  readonly threshold: number;
}

export interface CountAsked {
  readonly agreementId: string;
  readonly purposeId: string;
  /** `null`: the one that is in force; to the firm, where none is, the newest. */
  readonly version: number | null;
  readonly by: Pick<Principal, "id" | "role" | "organization">;
  /** As its record names it. */
  readonly route: string;
  readonly signal?: AbortSignal;
}

export interface CountAnswer {
  readonly agreementId: string;
  readonly version: number;
  readonly purpose: string;
  /** `false`: it has noise, and is rounded. */
  readonly exact: boolean;
  /** `null`: below the threshold. */
  readonly count: number | null;
  readonly threshold: number;
  /** RFC 3339: when it was counted. */
  readonly countedAt: string;
  /** When it is counted anew for whoever asks; `null`: each time. */
  readonly nextAt: string | null;
}

export interface Counts {
  /** @throws Refusal `not_found` (`agreement`: there is none, or it is another organization's; `agreementVersion`), `outside_terms`, `invalid_parameter`, `content_lost`, `damaged`, `client_left`, `busy` */
  count(asked: CountAsked): Promise<CountAnswer>;
}

/** A partner gets one answer in each, so that a year of asking tells no more than thirteen of them do. */
const PERIOD_MS = 28 * 86_400_000;
/** Answers of a period that are held in memory: the rest is read back. */
const MOST_KEPT = 1_000;

interface Question {
  readonly agreementId: string;
  readonly version: number;
  readonly purposeId: string;
  readonly terms: Terms;
  readonly counted: string;
}

/** Not agreed yet, or not begun. */
const isAhead = (refusal: Refusal): boolean =>
  isRefusal(refusal, "outside_terms") &&
  (refusal.details.term === "signatures" || refusal.details.term === "validFrom");

type Told = Pick<CountAnswer, "count" | "countedAt">;

export function createCounts(options: CountsOptions): Counts {
  const { ledger, clock, mac, inForce, agreements, threshold } = options;
  const exactly = sharedAnswers(
    clock,
    ({ terms, purposeId }: Question & { readonly signal?: AbortSignal }) =>
      JSON.stringify([termsHash(terms).text, purposeId]),
    async ({ terms, purposeId, signal }) => ({
      count: await countCovered(options, terms, purposeId, signal),
      countedAt: formatTime(clock.now()),
    }),
  );
  /** By question and period. */
  const told = new Map<string, Promise<Told>>();

  /** @throws Refusal `not_found`, `damaged` */
  async function visible({ agreementId, by }: CountAsked): Promise<Agreement> {
    const found = (await agreements()).get(agreementId);
    const isOurs = by.role !== "partner" || (by.organization ?? "") === found?.organization;
    if (found === undefined || !isOurs) throw new Refusal("not_found", { what: "agreement" });
    return found;
  }

  async function questionOf(found: Agreement, asked: CountAsked): Promise<Question> {
    const { agreementId, purposeId, version } = asked;
    const isPartner = asked.by.role === "partner";
    if (isPartner && version !== null)
      throw new Refusal("invalid_parameter", { parameter: "version" });
    const at = formatTime(clock.now());
    const force = version === null ? await inForce(agreementId, at) : null;
    // For planning: what was put before them, and is not in force yet.
    if (force instanceof Refusal && isPartner && !isAhead(force)) throw force;
    const { versions } = isPartner ? seenBy(found, { organization: asked.by.organization }) : found;
    const preview =
      version === null ? versions.at(-1) : versions.find((one) => one.version === version);
    const chosen = force === null || force instanceof Refusal ? preview : force;
    if (chosen === undefined) throw new Refusal("not_found", { what: "agreementVersion" });
    const use = termsUse(chosen.terms, purposeId);
    if (use === null) throw outside("purposes");
    const purpose = await options.consents.registry.purpose(purposeId);
    const counted = countedOf(chosen.terms, purposeId, againstUse(purpose, use, at));
    return { agreementId, purposeId, version: chosen.version, terms: chosen.terms, counted };
  }

  async function record(
    { by, route }: CountAsked,
    question: Pick<Question, "agreementId" | "purposeId"> &
      (Pick<Question, "version" | "counted"> | { readonly version: null }),
    outcome: typeof TOLD | typeof BELOW | OutsideTerm,
    more: { readonly count?: number | null; readonly from?: string; readonly until?: string } = {},
  ): Promise<void> {
    const { agreementId, purposeId } = question;
    await ledger.recordAdministration({
      ...{ event: COUNT_ASKED, actor: { id: by.id, role: by.role }, organization: by.organization },
      ...{ target: { type: "agreement", id: agreementId }, route, outcome, ...more },
      changes:
        question.version === null
          ? [{ name: "purpose", after: purposeId }]
          : changesOf(question as Question),
    });
  }

  /** The same for the whole period, whatever happens meanwhile: two that differ would tell of whoever came or went. */
  function inPeriod(question: Question, period: number, from: string): Promise<Told> {
    const key = `${question.counted} ${period}`;
    const known = told.get(key);
    if (known !== undefined) return known;
    if (told.size >= MOST_KEPT) told.clear();
    const made = once(question, period, from);
    told.set(key, made);
    made.catch(() => told.delete(key));
    return made;
  }

  async function once(question: Question, period: number, from: string): Promise<Told> {
    const before = await toldBefore(ledger, question.counted, from);
    if (before !== null) return { count: before.count, countedAt: before.at };
    const { count, countedAt } = await exactly(question);
    return {
      count: toldOf(count, noiseOf(mac, { counted: question.counted, period }), threshold),
      countedAt,
    };
  }

  return {
    async count(asked) {
      const { agreementId, purposeId, by, signal } = asked;
      const found = await visible(asked);
      let question: Question;
      try {
        question = await questionOf(found, asked);
      } catch (error) {
        if (by.role === "partner" && isRefusal(error, "outside_terms"))
          await record(asked, { agreementId, purposeId, version: null }, error.details.term);
        throw error;
      }
      const { version } = question;
      const common = { agreementId, version, purpose: purposeId, threshold };
      if (by.role !== "partner") {
        const counted = await exactly(signal ? { ...question, signal } : question);
        return { ...common, ...counted, exact: true, nextAt: null };
      }
      const period = Math.floor(clock.now() / PERIOD_MS);
      const [from, until] = [period, period + 1].map((one) => formatTime(one * PERIOD_MS)) as [
        string,
        string,
      ];
      const { count, countedAt } = await inPeriod(question, period, from);
      // What was recorded is what was told, also when the setting has changed since.
      const isBelow = count === null || count < threshold;
      await record(asked, question, isBelow ? BELOW : TOLD, {
        ...(isBelow ? {} : { count }),
        ...{ from, until },
      });
      return { ...common, count: isBelow ? null : count, countedAt, exact: false, nextAt: until };
    },
  };
}
