/** From a recorded profile to fields that a person can fill in, and from what they changed to what is asked for. Pure. */

type Fields = Readonly<Record<string, unknown>>;

export const TEXTS = [
  "name",
  "givenName",
  "familyName",
  "birthDate",
  "language",
  "taxNumber",
  "note",
] as const;
export type TextField = (typeof TEXTS)[number];

export const PLACES = ["lines", "district", "city", "region", "postalCode", "country"] as const;
export type PlaceField = (typeof PLACES)[number];
export type AddressDraft = Readonly<Record<PlaceField, string>>;

/** Lists have one entry in each line. */
export interface ProfileDraft {
  readonly texts: Readonly<Record<TextField, string>>;
  readonly emails: string;
  readonly phones: string;
  readonly addresses: readonly AddressDraft[];
}

export interface Correction {
  readonly record: string;
  readonly field: string;
  readonly value: unknown;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};
const filledLines = (value: string): string[] =>
  value
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

function addressDraft(address: unknown): AddressDraft {
  const given = fields(address);
  const of = (field: PlaceField): string =>
    field === "lines" ? list(given.lines).map(text).join("\n") : text(given[field]);
  return Object.fromEntries(PLACES.map((field) => [field, of(field)])) as AddressDraft;
}

export const draftOf = (record: Fields): ProfileDraft => ({
  texts: Object.fromEntries(TEXTS.map((field) => [field, text(record[field])])) as Record<
    TextField,
    string
  >,
  emails: list(record.emails).map(text).join("\n"),
  phones: list(record.phones)
    .map((phone) => text(fields(phone).number))
    .join("\n"),
  addresses: list(record.addresses).map(addressDraft),
});

/** What a number was used for stays with it. */
function phonesOf(draft: string, recorded: unknown): unknown[] {
  const before = list(recorded).map(fields);
  const numbers = filledLines(draft);
  return numbers.map((number, at) => {
    const same = before.find((one) => one.number === number);
    if (same !== undefined) return same;
    const place = before[at];
    const isReplaced = place !== undefined && !numbers.includes(text(place.number));
    return isReplaced ? { ...place, number } : { number };
  });
}

/** What the form has no field for stays, but for a code that belongs to another region. */
function addressOf(draft: AddressDraft, recorded: unknown): Fields {
  const { regionCode, ...before } = fields(recorded);
  const given = PLACES.flatMap((field): [string, unknown][] => {
    const value = draft[field].trim();
    if (field === "lines") return [[field, filledLines(value)]];
    return value === "" ? [] : [[field, value]];
  });
  const rest = Object.entries(before).filter(
    ([field]) => !(PLACES as readonly string[]).includes(field),
  );
  const isSameRegion = text(before.region) === draft.region.trim();
  return {
    ...Object.fromEntries([...rest, ...given]),
    ...(isSameRegion && regionCode !== undefined ? { regionCode } : {}),
  };
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What the person has changed, as a request asks for it: each field whole. @param id of the record */
export function correctionsOf(id: string, record: Fields, draft: ProfileDraft): Correction[] {
  const before = draftOf(record);
  const changed: Correction[] = [];
  const add = (field: string, value: unknown): void => {
    changed.push({ record: id, field, value });
  };
  for (const field of TEXTS) {
    const value = draft.texts[field].trim();
    if (value !== before.texts[field]) add(field, value === "" ? null : value);
  }
  if (!isSame(filledLines(draft.emails), filledLines(before.emails)))
    add("emails", filledLines(draft.emails));
  if (!isSame(filledLines(draft.phones), filledLines(before.phones)))
    add("phones", phonesOf(draft.phones, record.phones));
  if (!isSame(draft.addresses, before.addresses)) {
    const recorded = list(record.addresses);
    add(
      "addresses",
      draft.addresses.map((address, at) => addressOf(address, recorded[at])),
    );
  }
  return changed;
}
