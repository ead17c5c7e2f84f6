/** A purpose as it is entered. Pure. */
import type { PurposeVersion } from "../data.ts";
import { filled, type Translation, withUsual } from "../parts/languages.ts";
import { fromField } from "../parts/time.ts";

export type Category = PurposeVersion["dataCategories"][number];
export type Recipient = PurposeVersion["recipients"][number];
export const ARTICLES = ["23", "25", "26", "29", "39"] as const;
export type Article = (typeof ARTICLES)[number];
export const RECIPIENT_ROLES = ["processor", "controller", "authority", "other"] as const;

/** The one of some words that it is, if it is one. */
export const oneOf = <T extends string>(words: readonly T[], word: string): T | undefined =>
  words.find((one) => one === word);

export interface PurposeDraft {
  readonly purposeId: string;
  readonly titles: readonly Translation[];
  readonly descriptions: readonly Translation[];
  readonly service: string;
  readonly noticeId: string;
  readonly purposeType: string;
  readonly lawfulBasis: string;
  readonly dataCategories: readonly Category[];
  readonly personalDataHandling: readonly string[];
  readonly recipients: readonly Recipient[];
  /** ISO 8601, as `P2Y`. */
  readonly retention: string;
  /** Likewise; empty: without end. */
  readonly defaultValidity: string;
  readonly separateConsent: readonly string[];
  readonly gpc: boolean;
  readonly material: boolean;
  /** Of a field of time; empty: now. */
  readonly inForceFrom: string;
}

/** The next version of this one, or a first. */
export function purposeDraft(last: PurposeVersion | null, noticeId = ""): PurposeDraft {
  const when = { material: false, inForceFrom: "" };
  if (last === null)
    return {
      ...{ purposeId: "", titles: withUsual([]), descriptions: withUsual([]), service: "" },
      ...{ noticeId, purposeType: "", lawfulBasis: "dpv:Consent" },
      dataCategories: [{ term: "", sensitive: false, optional: false }],
      ...{ personalDataHandling: ["dpv:Collect", "dpv:Store", "dpv:Use"], recipients: [] },
      ...{ retention: "P1Y", defaultValidity: "", separateConsent: [], gpc: false, ...when },
    };
  const { purposeId, service, purposeType, lawfulBasis, dataCategories } = last;
  const { personalDataHandling, recipients, retention, separateConsent } = last;
  return {
    ...{ purposeId, service, purposeType, lawfulBasis, dataCategories, personalDataHandling },
    ...{ recipients, retention, separateConsent, noticeId: last.noticeId, ...when },
    titles: withUsual(last.titles),
    descriptions: withUsual(last.descriptions),
    defaultValidity: last.defaultValidity ?? "",
    gpc: last.signals.includes("gpc"),
  };
}

const withoutEmpty = ({ contact, country, ...rest }: Recipient): Recipient => ({
  ...rest,
  ...(contact?.trim() ? { contact: contact.trim() } : {}),
  ...(country?.trim() ? { country: country.trim().toUpperCase() } : {}),
});

/** As the ledger takes it. @param isFirst of a first version nobody asks whether it is material */
export function purposeInput(draft: PurposeDraft, isFirst: boolean) {
  const { purposeId, service, noticeId, purposeType, lawfulBasis, retention } = draft;
  const inForceFrom = fromField(draft.inForceFrom);
  return {
    ...{ purposeId: purposeId.trim(), service: service.trim(), noticeId },
    ...{ purposeType: purposeType.trim(), lawfulBasis: lawfulBasis.trim(), retention },
    titles: filled(draft.titles),
    descriptions: filled(draft.descriptions),
    dataCategories: draft.dataCategories
      .map((one) => ({ ...one, term: one.term.trim() }))
      .filter(({ term }) => term !== ""),
    personalDataHandling: [...draft.personalDataHandling],
    recipients: draft.recipients
      .filter(({ name }) => name.trim() !== "")
      .map((one) => withoutEmpty(one)),
    separateConsent: [...draft.separateConsent],
    signals: draft.gpc ? ["gpc"] : [],
    defaultValidity: draft.defaultValidity === "" ? null : draft.defaultValidity,
    ...(isFirst ? {} : { material: draft.material }),
    ...(inForceFrom === null ? {} : { inForceFrom }),
  };
}

/** Whether all that must be there is. */
export const isWhole = (draft: PurposeDraft): boolean =>
  [draft.purposeId, draft.service, draft.noticeId, draft.purposeType, draft.lawfulBasis].every(
    (text) => text.trim() !== "",
  ) &&
  filled(draft.titles).length > 0 &&
  filled(draft.descriptions).length > 0 &&
  draft.dataCategories.some(({ term }) => term.trim() !== "") &&
  draft.retention !== "";
