import { Segment, SegmentEncoder, TCModel } from "@iabtechlabtcf/core";
import type { ConsentStatement } from "../model.ts";
import { refuse } from "./foreign.ts";
import { languageTold, toldOf } from "./told.ts";

/** What a TC string needs that no ledger knows: the consent platform's numbers, and what the purpose is in TCF. */
export interface TcfTerms {
  /** As the IAB registered it: 2 or more. */
  readonly cmpId: number;
  readonly cmpVersion: number;
  readonly vendorListVersion: number;
  /** Purposes of TCF that the consent is to: 1 to 11, at least one. */
  readonly purposes: readonly number[];
  /** Vendors that were shown to the person and are covered. At least one. */
  readonly vendors: readonly number[];
}

const DAY_MS = 86_400_000;
/** Of events that leave no consent; a request leaves what was before it. */
const ENDED: ReadonlySet<string> = new Set(["refused", "withdrawn", "expired", "invalidated"]);

/**
 * A TC string of TCF 2.3, for one site, that says what the event left: consent to the purposes and vendors named, or none. Its times are days, as TCF wants
 * them: the day of the event, in UTC.
 *
 * @throws Refusal `foreign_form` (`only_given`): the event was a request
 */
export function writeTcf(statement: ConsentStatement, terms: TcfTerms): string {
  const told = toldOf(statement);
  const given = told.event === "given" || told.event === "renewed";
  if (!given && !ENDED.has(told.event)) return refuse("tcf-2", "only_given");
  const model = new TCModel();
  const day = new Date(Math.floor(Date.parse(told.occurredAt) / DAY_MS) * DAY_MS);
  model.created = day;
  model.lastUpdated = day;
  model.cmpId = terms.cmpId;
  model.cmpVersion = terms.cmpVersion;
  model.vendorListVersion = terms.vendorListVersion;
  model.isServiceSpecific = true;
  model.consentLanguage = languageTold(statement).slice(0, 2).toUpperCase();
  model.publisherCountryCode = statement.controller.address.country;
  model.vendorsDisclosed.set([...terms.vendors]);
  if (given) {
    model.purposeConsents.set([...terms.purposes]);
    model.vendorConsents.set([...terms.vendors]);
  }
  // Segment by segment: `TCString.encode` wants the global vendor list, to strike out vendors that are not in it.
  return [Segment.CORE, Segment.VENDORS_DISCLOSED]
    .map((segment) => SegmentEncoder.encode(model, segment))
    .join(".");
}
