import { optionalCell, requireComplete, requiredCell } from "../../cells.ts";
import type { Draft, FieldColumns } from "../../model.ts";
import type { CsvRow } from "../../read/csv.ts";
import { northwindAddress } from "./address.ts";

const COLUMNS: FieldColumns = {
  externalNumber: "customer_id",
  name: "company_name",
  "contacts.name": "contact_name",
  "contacts.title": "contact_title",
  "addresses.lines": "address",
  "addresses.city": "city",
  "addresses.region": "region",
  "addresses.postalCode": "postal_code",
  "addresses.country": "country",
  phones: "phone",
};

/** `since`: the customer's first order, for Northwind does not say when it met a customer. */
export function customerDraft(file: string, row: CsvRow, since: string): Draft {
  requireComplete(row);
  const number = requiredCell(row, "customer_id");
  const title = optionalCell(row, "contact_title");
  const phone = optionalCell(row, "phone");
  const fax = optionalCell(row, "fax");
  return {
    type: "draft",
    file,
    line: row.line,
    customer: number,
    columns: COLUMNS,
    record: {
      "@kind": "customer",
      "@occurredAt": since,
      "@source": "northwind",
      externalNumber: number,
      partyType: "organization",
      name: requiredCell(row, "company_name"),
      contacts: [{ name: requiredCell(row, "contact_name"), ...(title ? { title } : {}) }],
      addresses: [northwindAddress(row, "", "business")],
      phones: [
        ...(phone ? [{ use: "landline", number: phone }] : []),
        ...(fax ? [{ use: "fax", number: fax }] : []),
      ],
    },
  };
}
