import { countryCode } from "../../country.ts";
import type { Draft, FieldColumns } from "../../model.ts";

const FIELD_COLUMNS: FieldColumns = { externalNumber: "CustomerID", addresses: "Country" };

/** Which country each customer was last seen in. Grows with the number of customers. */
export class KnownCustomers {
  readonly #countries = new Map<string, string>();

  /** True the first time for a customer, and each time its country is another one than before. */
  isNews(customer: string, country: string): boolean {
    if (this.#countries.get(customer) === country) return false;
    this.#countries.set(customer, country);
    return true;
  }
}

/**
 * All that the data tells of a customer: a number and a country. What names no single country (`Unspecified`, `European
 * Community`, `Channel Islands`) gives no address, but is kept as a note.
 */
export function customerDraft(
  file: string,
  line: number,
  customer: string,
  country: string,
  occurredAt: string,
): Draft {
  const code = countryCode(country);
  return {
    type: "draft",
    file,
    line,
    customer,
    columns: FIELD_COLUMNS,
    record: {
      "@kind": "customer",
      "@occurredAt": occurredAt,
      "@source": "online-retail",
      externalNumber: customer,
      partyType: "person",
      name: `Online Retail customer ${customer}`,
      ...(code === undefined
        ? { note: `Country: ${country}` }
        : { addresses: [{ use: "billing", lines: [country], country: code }] }),
    },
  };
}
