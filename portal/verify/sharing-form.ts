/** The form of each value of terms (docs/FORMAT.md §17). What is looked at may be anything. */
import { isWords } from "./readable.ts";
import type { SharingProblem } from "./sharing-terms.ts";
import { isTime } from "./time.ts";

type Check = (value: unknown, field: string) => readonly SharingProblem[];

const bad = (field: string): readonly SharingProblem[] => [{ field, code: "bad_format" }];
const that =
  (holds: (value: unknown) => boolean): Check =>
  (value, field) =>
    holds(value) ? [] : bad(field);

const textThat = (holds: (text: string) => boolean): Check =>
  that((value) => typeof value === "string" && holds(value));
const matching = (pattern: RegExp): Check => textThat((text) => pattern.test(text));
const words = (most: number): Check => textThat((text) => text.length <= most && isWords(text));
const count = (most: number): Check =>
  that((value) => Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= most);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Exactly these members. */
const object =
  (members: Readonly<Record<string, Check>>): Check =>
  (value, field) => {
    const path = (name: string): string => (field === "" ? name : `${field}.${name}`);
    if (!isObject(value)) return bad(field);
    if (Object.keys(value).some((name) => !Object.hasOwn(members, name))) return bad(field);
    return Object.entries(members).flatMap(([name, check]) =>
      check(Object.hasOwn(value, name) ? value[name] : undefined, path(name)),
    );
  };

/** At least one, ascending by UTF-16 code units, each once: so that the same terms have one spelling. */
const ascending =
  (item: Check, most: number, key = "itself"): Check =>
  (value, field) => {
    if (!Array.isArray(value) || value.length < 1 || value.length > most) return bad(field);
    const all: readonly unknown[] = value;
    const wrong = all.flatMap((one, i) => item(one, `${field}[${i}]`));
    if (wrong.length > 0) return wrong;
    const keys = all.map((one) => (key === "itself" ? one : isObject(one) && one[key]) as string);
    return keys.every((one, i) => i === 0 || (keys[i - 1] as string) < one) ? [] : bad(field);
  };

const account = matching(/^0x[0-9a-f]{40}$/);
const hex32 = matching(/^0x[0-9a-f]{64}$/);
const purposeId = matching(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/);
/** Seconds since 1970 are all that a contract knows. */
const wholeSecond = textThat((text) => isTime(text) && text.endsWith(".000Z"));
/** ISO 8601 without weeks, which XML Schema does not have. */
const keeping = matching(/^P(?=[1-9])(?:[1-9]\d{0,2}Y)?(?:[1-9]\d{0,2}M)?(?:[1-9]\d{0,3}D)?$/);
/** Whole hours or whole days. */
const within = matching(/^(?:PT[1-9]\d{0,3}H|P[1-9]\d{0,2}D)$/);
const onwardTo = object({ to: ascending(words(100), 20) });

/** One note or two; none is `null`. */
const notes: Check = (value, field) => {
  if (value === null) return [];
  if (!isObject(value) || Object.keys(value).length === 0) return bad(field);
  const said = Object.keys(value).map((name) => [name, words(1500)] as const);
  if (said.some(([name]) => name !== "en" && name !== "zh")) return bad(field);
  return object(Object.fromEntries(said))(value, field);
};

const terms = object({
  agreement: hex32,
  version: count(1_000_000),
  // Its last character carries two bits of 16 bytes: one spelling.
  nonce: matching(/^[A-Za-z0-9_-]{21}[AQgw]$/),
  chainId: count(Number.MAX_SAFE_INTEGER),
  contract: account,
  controller: object({ name: words(200), account, ledgerId: hex32 }),
  recipient: object({ name: words(200), account, contact: words(200) }),
  purposes: ascending(object({ purposeId, consents: ascending(purposeId, 10) }), 15, "purposeId"),
  records: ascending(
    object({
      kind: matching(/^[a-z][a-z0-9-]{0,31}$/),
      fields: ascending(matching(/^[a-z][A-Za-z0-9]{0,62}$/), 60),
    }),
    10,
    "kind",
  ),
  validFrom: wholeSecond,
  validUntil: wholeSecond,
  retention: keeping,
  onward: (value, field) => (value === "prohibited" ? [] : onwardTo(value, field)),
  duties: object({ deleteWithin: within, acknowledgeWithin: within }),
  notes,
});

/** All places where values are not of the form that terms have; none: they are `SharingTerms`. */
export const formProblems = (values: unknown): readonly SharingProblem[] => terms(values, "");
