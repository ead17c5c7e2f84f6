/** Records as people read them, out of what the ledger answers. Pure. */
import type { Money } from "../frame/format.ts";
import type { LedgerRecord } from "./data.ts";

type Fields = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

function money(value: unknown): Money | null {
  const { amount, currency } = fields(value);
  return typeof amount === "string" && typeof currency === "string" ? { amount, currency } : null;
}

/** What every record has. */
export interface RecordHead {
  readonly id: string;
  readonly version: number;
  readonly occurredAt: string;
  readonly recordedAt: string;
  /** Path of the evidence that it is there, and the newest. */
  readonly evidence: string;
}

const headOf = ({ id, version, record }: LedgerRecord): RecordHead => ({
  ...{ id, version },
  occurredAt: String(record["@occurredAt"]),
  recordedAt: String(record["@recordedAt"]),
  evidence: `/v1/records/${id}/evidence?claim=current`,
});

export interface OrderLine {
  readonly key: string;
  readonly product: string;
  readonly number: string | null;
  readonly quantity: string;
  readonly unitPrice: Money | null;
  /** As a fraction; `null`: none. */
  readonly discount: number | null;
  readonly amount: Money | null;
}

export interface OrderView extends RecordHead {
  readonly number: string | null;
  readonly status: string;
  readonly total: Money | null;
  readonly lines: readonly OrderLine[];
  /** Words of the catalogue, and what stands there. */
  readonly facts: readonly Fact[];
}

export type FactWord =
  | "requestedOn"
  | "shippedOn"
  | "shipTo"
  | "billTo"
  | "carrier"
  | "handledBy"
  | "channel"
  | "note"
  | "name"
  | "customerNumber"
  | "birthDate"
  | "languageSpoken"
  | "taxNumber"
  | "emails"
  | "phones"
  | "addresses"
  | "contacts";

/** `form`: what else than text it is. */
export interface Fact {
  readonly word: FactWord;
  readonly lines: readonly string[];
  readonly form: "text" | "day" | "channel" | "language";
  /** Of an address: ISO 3166-1. */
  readonly country: string | null;
}

const fact = (word: FactWord, value: unknown, form: Fact["form"] = "text"): Fact[] => {
  const said = text(value);
  return said === null ? [] : [{ word, lines: [said], form, country: null }];
};

const facts = (
  word: FactWord,
  lines: readonly (string | null)[],
  country: string | null = null,
): Fact[] => {
  const said = lines.filter((line): line is string => line !== null && line !== "");
  return said.length === 0 && country === null
    ? []
    : [{ word, lines: said, form: "text", country }];
};

/** As on an envelope, but for the country. */
function addressLines(value: unknown): readonly string[] {
  const { lines, district, city, region, postalCode } = fields(value);
  const place = [text(postalCode), text(city), text(district), text(region)].filter(
    (part) => part !== null,
  );
  return [
    ...list(lines).flatMap((line) => text(line) ?? []),
    ...(place.length === 0 ? [] : [place.join(" ")]),
  ];
}

const countryOf = (address: unknown): string | null => text(fields(address).country);

function recipient(word: FactWord, value: unknown): Fact[] {
  const { name, address } = fields(value);
  return facts(word, [text(name), ...addressLines(address)], countryOf(address));
}

function lineOf(value: unknown, at: number): OrderLine {
  const { productNumber, description, quantity, unit, unitPrice, discountRate, amount } =
    fields(value);
  const discount = Number(text(discountRate) ?? "0");
  const number = text(productNumber);
  return {
    key: String(at),
    product: text(description) ?? number ?? "–",
    number: text(description) === null ? null : number,
    quantity: [text(quantity), text(unit)].filter((part) => part !== null).join(" "),
    unitPrice: money(unitPrice),
    discount: discount > 0 ? discount : null,
    amount: money(amount),
  };
}

export function orderView(found: LedgerRecord): OrderView {
  const { record } = found;
  return {
    ...headOf(found),
    number: text(record.externalNumber),
    status: text(record.orderStatus) ?? "placed",
    total: money(record.total),
    lines: list(record.lines).map(lineOf),
    facts: [
      ...fact("requestedOn", record.requestedOn, "day"),
      ...fact("shippedOn", record.shippedOn, "day"),
      ...fact("carrier", record.carrier),
      ...fact("handledBy", record.handledBy),
      ...fact("channel", record.channel, "channel"),
      ...recipient("shipTo", record.shipTo),
      ...recipient("billTo", record.billTo),
      ...fact("note", record.note),
    ],
  };
}

export interface PaymentView extends RecordHead {
  readonly type: string;
  readonly direction: string;
  readonly method: string | null;
  readonly amount: Money | null;
  readonly orderNumber: string | null;
  readonly dueOn: string | null;
  readonly note: string | null;
}

export function paymentView(found: LedgerRecord): PaymentView {
  const { record } = found;
  return {
    ...headOf(found),
    type: text(record.type) ?? "other",
    direction: text(record.direction) ?? "charged",
    method: text(record.method),
    amount: money(record.amount),
    orderNumber: text(record.orderNumber),
    dueOn: text(record.dueOn),
    note: text(record.note),
  };
}

export interface ProfileView extends RecordHead {
  readonly name: string;
  readonly facts: readonly Fact[];
}

function contactLine(value: unknown): string | null {
  const { name, title, email, phone } = fields(value);
  const parts = [text(name), text(title), text(email), text(phone)].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(" · ");
}

export function profileView(found: LedgerRecord): ProfileView {
  const { record } = found;
  return {
    ...headOf(found),
    name: text(record.name) ?? "",
    facts: [
      ...fact("name", record.name),
      ...fact("customerNumber", record.externalNumber),
      ...fact("birthDate", record.birthDate, "day"),
      ...facts("emails", list(record.emails).map(text)),
      ...facts(
        "phones",
        list(record.phones).map((phone) => text(fields(phone).number)),
      ),
      ...list(record.addresses).flatMap((address) =>
        facts("addresses", addressLines(address), countryOf(address)),
      ),
      ...facts("contacts", list(record.contacts).map(contactLine)),
      ...fact("languageSpoken", record.language, "language"),
      ...fact("taxNumber", record.taxNumber),
      ...fact("channel", record.channel, "channel"),
      ...fact("note", record.note),
    ],
  };
}

/** Of a timeline, newest first, the newest version of each record. */
export function newestOfEach(records: readonly LedgerRecord[]): readonly LedgerRecord[] {
  const seen = new Set<string>();
  return records.filter(({ id }) => {
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}
