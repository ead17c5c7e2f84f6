/** Who decides about the data, as it is entered. Pure. */
import type { Controller } from "../data.ts";
import { filled, type Translation, withUsual } from "../parts/languages.ts";

/** Fields of one line. */
export const LINES = [
  ...(["name", "partyId", "contact", "email", "phone", "policyUrl", "url"] as const),
  ...(["street", "postalCode", "city", "country", "jurisdiction"] as const),
  ...(["authorityName", "authorityUrl"] as const),
] as const;
export type LineName = (typeof LINES)[number];
export const NEEDED: readonly LineName[] = [
  ...(["name", "partyId", "contact", "policyUrl", "street", "country", "jurisdiction"] as const),
];

export type ControllerDraft = Readonly<Record<LineName, string>> & {
  readonly storageLocations: readonly string[];
  readonly processingLocations: readonly string[];
  readonly privacyRights: readonly string[];
  readonly withdrawalMethod: readonly Translation[];
};

export function controllerDraft(last: Controller | null): ControllerDraft {
  const lines = Object.fromEntries(LINES.map((line) => [line, ""])) as Record<LineName, string>;
  const none = { storageLocations: [], processingLocations: [], privacyRights: [] };
  if (last === null) return { ...lines, ...none, withdrawalMethod: withUsual([]) };
  const { address, authority } = last;
  return {
    ...{ name: last.name, partyId: last.partyId, contact: last.contact },
    ...{ email: last.email ?? "", phone: last.phone ?? "" },
    ...{ policyUrl: last.policyUrl, url: last.url ?? "", jurisdiction: last.jurisdiction },
    ...{ street: address.lines.join("\n"), city: address.city ?? "" },
    ...{ postalCode: address.postalCode ?? "", country: address.country },
    ...{ authorityName: authority?.name ?? "", authorityUrl: authority?.url ?? "" },
    storageLocations: last.storageLocations,
    processingLocations: last.processingLocations,
    privacyRights: last.privacyRights,
    withdrawalMethod: withUsual(last.withdrawalMethod),
  };
}

export const isWhole = (draft: ControllerDraft): boolean =>
  NEEDED.every((line) => draft[line].trim() !== "") &&
  draft.storageLocations.length > 0 &&
  filled(draft.withdrawalMethod).length > 0;

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());
const codes = (all: readonly string[]): string[] => all.map((one) => one.trim().toUpperCase());

/** As the ledger takes it. What these fields have no place for stays as it was. */
export function controllerInput(draft: ControllerDraft, last: Controller | null) {
  const { city, postalCode, ...kept } = last?.address ?? {};
  const some = (name: "city" | "postalCode") =>
    draft[name].trim() === "" ? {} : { [name]: draft[name].trim() };
  return {
    name: draft.name.trim(),
    partyId: draft.partyId.trim(),
    partyType: last?.partyType ?? "controller",
    ...(last?.role ? { role: last.role } : {}),
    contact: draft.contact.trim(),
    email: orNull(draft.email),
    phone: orNull(draft.phone),
    policyUrl: draft.policyUrl.trim(),
    url: orNull(draft.url),
    jurisdiction: draft.jurisdiction.trim().toUpperCase(),
    address: {
      ...kept,
      lines: draft.street
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== ""),
      ...some("city"),
      ...some("postalCode"),
      country: draft.country.trim().toUpperCase(),
    },
    authority:
      draft.authorityName.trim() === ""
        ? null
        : { name: draft.authorityName.trim(), url: orNull(draft.authorityUrl) },
    storageLocations: codes(draft.storageLocations),
    processingLocations: codes(draft.processingLocations),
    privacyRights: [...draft.privacyRights],
    withdrawalMethod: filled(draft.withdrawalMethod),
  };
}
