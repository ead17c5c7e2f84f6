import { optionalCell, requiredCell } from "../../cells.ts";
import { countryCode } from "../../country.ts";
import { RowError } from "../../model.ts";
import type { CsvRow } from "../../read/csv.ts";

/** Countries whose regions Northwind writes with the letters of ISO 3166-2. */
const REGION_CODES: ReadonlySet<string> = new Set(["US", "CA", "BR"]);

/** An address out of the columns `<prefix>address`, `<prefix>city` … */
export function northwindAddress(row: CsvRow, prefix: "" | "ship_", use: "business" | "shipping") {
  const country = countryCode(requiredCell(row, `${prefix}country`));
  if (country === undefined) throw new RowError("not_in_table", { column: `${prefix}country` });
  const region = optionalCell(row, `${prefix}region`);
  const postalCode = optionalCell(row, `${prefix}postal_code`);
  const hasCode = region !== undefined && /^[A-Z]{2}$/.test(region) && REGION_CODES.has(country);
  return {
    use,
    lines: [requiredCell(row, `${prefix}address`)],
    city: requiredCell(row, `${prefix}city`),
    ...(region === undefined ? {} : { region }),
    ...(hasCode ? { regionCode: `${country}-${region}` } : {}),
    ...(postalCode === undefined ? {} : { postalCode }),
    country,
  };
}
