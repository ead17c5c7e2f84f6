/** Which consents cover which fields: the table knows every field, and speaks in terms that there are. */
import { expect, it } from "vitest";
import { DPV_DATA, PD_DATA } from "../../../../api/consent/dpv-terms.ts";
import { ledgerKinds } from "../../../../api/ledger/kinds/registry.ts";
import { FIELD_CATEGORIES } from "../../../../api/sharing/terms/categories.ts";

it("has a row for every field of every kind that clients write, and no other", () => {
  const rows = Object.entries(FIELD_CATEGORIES).map(([kind, of]) => [kind, Object.keys(of).sort()]);
  const fields = ledgerKinds.map(({ kind, names }) => [
    kind,
    names.filter((name) => !name.startsWith("@")),
  ]);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(fields));
});

it("has terms of DPV alone, each once in a row, and each of the extension's terms in some row", () => {
  const rows = Object.values(FIELD_CATEGORIES).flatMap((of) => Object.values(of).flat());
  for (const row of rows) expect(new Set(row).size).toBe(row.length);
  const all = new Set(rows.flat());
  for (const term of all)
    expect([term, DPV_DATA.has(term) || PD_DATA.has(term)]).toEqual([term, true]);
  expect([...PD_DATA].filter((term) => !all.has(term))).toEqual([]);
});

it("asks no consent only for what says nothing of anybody by itself", () => {
  const free = Object.entries(FIELD_CATEGORIES).flatMap(([kind, of]) =>
    Object.entries(of).flatMap(([field, row]) => (row.length === 0 ? [`${kind}.${field}`] : [])),
  );
  expect(free).toEqual([
    ...["customer.channel", "customer.partyType"],
    ...["order.carrier", "order.channel", "order.currency"],
    "payment.channel",
  ]);
});

it("knows all that a field holds which holds several things", () => {
  const { customer = {}, order = {} } = FIELD_CATEGORIES;
  const [name] = customer.name!;
  const [address] = customer.addresses!;
  expect([order.billTo, order.shipTo]).toEqual([
    [name, address],
    [name, address],
  ]);
  expect(customer.contacts).toEqual([name, ["pd:Contact"], ["pd:Professional"]]);
});
