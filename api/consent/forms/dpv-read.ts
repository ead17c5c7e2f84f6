/** Consent records and receipts of the DPV form of ISO/IEC TS 27560 (DPVCG guide of 15 February 2026; profiles of dpv-27560.ttl). */

import type { JsonValue } from "../../core/kind.ts";
import { DPV_CONSENT_TYPES, DPV_DATA, DPV_LEGAL_BASES, DPV_PURPOSES } from "../dpv-terms.ts";
import { isEnding } from "../kinds/consent.ts";
import { isByConsent } from "../lookup.ts";
import { PROFILES } from "./dpv-context.ts";
import {
  assertContext,
  assertNames,
  firstText,
  isNode,
  kindsOf,
  type Node,
  type Path,
  termOf,
  textOf,
  valuesOf,
  wrong,
} from "./dpv-nodes.ts";
import { eventsOf, type Parties, readStatus, type Status } from "./dpv-status.ts";
import { partiesIn } from "./dpv-whose.ts";
import {
  type ForeignPurpose,
  type ForeignReading,
  fieldName,
  languageOf,
  openDocument,
  placeOf,
  refuse,
} from "./foreign.ts";

const FORMAT = "dpv-27560";

const RECORD: readonly string[] = [PROFILES.record, PROFILES.recordGdpr];
const RECEIPT: readonly string[] = [PROFILES.receipt, PROFILES.receiptGdpr];

/** One purpose as it stands in one place of the document. */
interface Mention {
  readonly names: readonly string[];
  readonly byConsent: boolean;
  readonly statuses: readonly Status[];
}

function assertProfile(node: Node, profiles: readonly string[], path: Path): void {
  const values = valuesOf(node, "dct:conformsTo").map(termOf);
  const here = fieldName([...path, "dct:conformsTo"]);
  if (values.length === 0) refuse(FORMAT, "missing_field", here);
  if (!values.some((value) => value !== null && profiles.includes(value))) {
    refuse(FORMAT, "unknown_profile", here);
  }
}

/** The records of a document, each with its place. */
function recordsOf(root: Node): readonly (readonly [Node, Path])[] {
  const types = kindsOf(root);
  if (types.includes("dpv:ConsentRecord")) {
    assertProfile(root, RECORD, []);
    return [[root, []]];
  }
  if (!types.includes("dpv:ConsentReceipt")) return refuse(FORMAT, "other_type", "@type");
  assertProfile(root, RECEIPT, []);
  const records = valuesOf(root, "dpv:hasRecordOfActivity");
  if (records.length === 0) return refuse(FORMAT, "missing_field", "dpv:hasRecordOfActivity");
  return records.map((record, i) => {
    const path = ["dpv:hasRecordOfActivity", i] as const;
    // A receipt that only names its records tells nothing of them.
    if (!isNode(record) || !kindsOf(record).includes("dpv:ConsentRecord")) {
      return refuse(FORMAT, "other_type", fieldName(path));
    }
    return [record, path] as const;
  });
}

const namesIn = (node: Node, property: string): string[] =>
  valuesOf(node, property)
    .map(termOf)
    .filter((name) => name !== null);

const isBasis = (term: string): boolean =>
  term === "dpv:LegalBasis" || DPV_LEGAL_BASES.has(term) || DPV_CONSENT_TYPES.has(term);

/** DPV's own terms are known; those of its extensions, and of others, are taken as they come. @throws Refusal `foreign_form` (`unknown_term`) */
function assertTerms(
  terms: readonly string[],
  isKnown: (term: string) => boolean,
  path: Path,
): void {
  const unknown = terms.some((term) => term.startsWith("dpv:") && !isKnown(term));
  if (unknown) refuse(FORMAT, "unknown_term", fieldName(path));
}

/** All that a purpose can be called by: its name, its title, what it is narrower than. @throws Refusal `foreign_form` */
function purposeNames(value: unknown, path: Path): readonly string[] {
  const texts = isNode(value)
    ? ["dct:identifier", "dct:title", "skos:prefLabel"].flatMap((name) =>
        valuesOf(value, name).map(textOf),
      )
    : [];
  const kinds = kindsOf(value).filter((kind) => kind !== "dpv:Purpose");
  assertTerms(kinds, (term) => DPV_PURPOSES.has(term), path);
  const own = isNode(value) ? [termOf(value)] : [];
  const names = [...own, ...texts, ...kinds].filter((name) => name !== null);
  return names.length === 0 ? wrong(path) : [...new Set(names)];
}

interface Inherited {
  readonly parties: Parties;
  /** Nodes whose statuses were read. */
  readonly seen: Set<unknown>;
  readonly statuses: readonly Status[];
  readonly bases: readonly string[];
}

/** What was said of the whole and holds for a part: all, but no consent that came after the part's own end. Whoever says no to one thing has not agreed to it by a yes to all. */
function inherited(above: readonly Status[], own: readonly Status[]): readonly Status[] {
  const last = own.toSorted((a, b) => a.span.first - b.span.first).at(-1);
  if (last === undefined || !isEnding(last.step)) return above;
  return above.filter((status) => isEnding(status.step) || status.span.last < last.span.first);
}

/** A record, or a process in it. Its own legal basis goes before that of what it is part of; statuses count wherever they stand: a consent to all of it that was withdrawn ends each part. */
function* mentionsIn(node: Node, above: Inherited, path: Path): Generator<Mention> {
  const { parties, seen } = above;
  seen.add(node);
  const own = valuesOf(node, "dpv:hasConsentStatus").map((value, i) =>
    readStatus(value, parties, [...path, "dpv:hasConsentStatus", i]),
  );
  const bases = valuesOf(node, "dpv:hasLegalBasis").flatMap(kindsOf);
  assertTerms(bases, isBasis, [...path, "dpv:hasLegalBasis"]);
  const data = valuesOf(node, "dpv:hasPersonalData").flatMap(kindsOf);
  assertTerms(data, (term) => DPV_DATA.has(term), [...path, "dpv:hasPersonalData"]);
  const here: Inherited = {
    parties,
    seen,
    statuses: [...inherited(above.statuses, own), ...own],
    bases: bases.length > 0 ? bases : above.bases,
  };
  const byConsent =
    here.bases.length === 0 || here.bases.some((lawfulBasis) => isByConsent({ lawfulBasis }));
  for (const [i, value] of valuesOf(node, "dpv:hasPurpose").entries()) {
    const names = purposeNames(value, [...path, "dpv:hasPurpose", i]);
    yield { names, byConsent, statuses: here.statuses };
  }
  for (const [i, process] of valuesOf(node, "dpv:hasProcess").entries()) {
    const inner = [...path, "dpv:hasProcess", i];
    if (!isNode(process)) wrong(inner);
    else yield* mentionsIn(process, here, inner);
  }
}

/** Whether a node tells a status; the property above `hasConsentStatus` may hold one of a consent too. */
function tellsStatus(node: Node, name: string): boolean {
  if (name === "dpv:hasConsentStatus") return true;
  if (name !== "dpv:hasStatus") return false;
  return valuesOf(node, name).some((value) => kindsOf(value).some((kind) => /Consent/.test(kind)));
}

/** A status in a place where none is looked for must not be overlooked. @throws Refusal `foreign_form` (`unknown_field`) */
function assertAllSeen(value: unknown, seen: ReadonlySet<unknown>, path: Path = []): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, each] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(name) : name];
    const read = seen.has(value) && name === "dpv:hasConsentStatus";
    if (isNode(value) && !read && name !== "@context" && tellsStatus(value, name)) {
      refuse(FORMAT, "unknown_field", fieldName(here));
    }
    if (name !== "@context") assertAllSeen(each, seen, here);
  }
}

/** A purpose that is told of in several places is one purpose. */
function merged(mentions: readonly Mention[], now: number): ForeignPurpose[] {
  const byName = new Map<string, Mention>();
  for (const mention of mentions) {
    const [name] = mention.names;
    const known = byName.get(name!);
    const again = known?.statuses ?? [];
    byName.set(name!, {
      names: [...new Set([...(known?.names ?? []), ...mention.names])],
      byConsent: mention.byConsent && (known?.byConsent ?? true),
      statuses: [...again, ...mention.statuses],
    });
  }
  return [...byName.values()].map(({ names, byConsent, statuses }) => ({
    names,
    byConsent,
    events: byConsent ? eventsOf(distinct(statuses), now) : [],
  }));
}

/** The same said in several places happened once. */
function distinct(statuses: readonly Status[]): readonly Status[] {
  return [...new Map(statuses.map((status) => [JSON.stringify(status), status])).values()];
}

/**
 * @param document text, or the object that it was parsed to
 * @param now milliseconds since 1970
 * @throws Refusal `foreign_form`
 */
export function readDpv(document: JsonValue, now: number): ForeignReading {
  const { value: root, kept } = openDocument(FORMAT, document);
  assertContext(root);
  assertNames(root);
  const records = recordsOf(root);
  const seen = new Set<unknown>();
  const mentions = records.flatMap(([record, path]) => {
    const parties: Parties = {
      subjects: namesIn(record, "dpv:hasDataSubject"),
      controllers: namesIn(record, "dpv:hasDataController"),
    };
    return [...mentionsIn(record, { parties, seen, statuses: [], bases: [] }, path)];
  });
  assertAllSeen(root, seen);
  const first = records[0]?.[0] ?? root;
  const place = [...namesIn(first, "dpv:hasJurisdiction"), ""][0]!;
  const [notice] = valuesOf(first, "dpv:hasNotice");
  const language = isNode(notice) ? firstText(notice, "dct:language") : null;
  return {
    format: FORMAT,
    document: kept,
    number: firstText(root, "dct:identifier", "dpv:hasIdentifier", "@id"),
    principals: partiesIn(root, "dpv:hasDataSubject"),
    controllers: partiesIn(root, "dpv:hasDataController"),
    language: languageOf(language ?? undefined)?.toLowerCase() ?? null,
    jurisdiction: placeOf(place.replace(/^loc:/, "")),
    purposes: merged(mentions, now),
  };
}
