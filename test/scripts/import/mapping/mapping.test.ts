import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMapping } from "../../../../scripts/import/mapping/mapping.ts";
import { MappingProblem } from "../../../../scripts/import/mapping/problem.ts";

const EXAMPLE = fileURLToPath(
  new URL("../../../../demo/mapping-example/orders.mapping.json", import.meta.url),
);
const text = await readFile(EXAMPLE, "utf8");

type Json = { [member: string]: unknown };

/** The example with a member set (or removed) by its path. */
function changed(path: string, value: unknown): string {
  const mapping = JSON.parse(text) as Json;
  const steps = path.split(".");
  const last = steps.pop()!;
  let object = mapping;
  for (const step of steps) object = object[step] as Json;
  if (value === undefined) delete object[last];
  else object[last] = value;
  return JSON.stringify(mapping);
}

function problemOf(source: string): [string, string] {
  try {
    parseMapping(source);
  } catch (error) {
    if (error instanceof MappingProblem) return [error.code, error.member];
    throw error;
  }
  return ["none", ""];
}

test("the example is a mapping and knows its columns", () => {
  const mapping = parseMapping(text);
  expect(mapping.kind.kind).toBe("order");
  expect([...mapping.columns].sort()).toEqual([
    "Artikel",
    "Bestellnr",
    "Bestellt am",
    "Betrag",
    "Bezeichnung",
    "Einzelpreis",
    "Kundennr",
    "Menge",
    "Name",
    "Ort",
    "PLZ",
    "Stand",
    "Strasse",
    "Wunschtermin",
  ]);
});

describe("every error names its member", () => {
  test.each<[string, unknown, string, string?]>([
    ["format", "counterfoil/mapping/v2", "wrong_format"],
    ["source", undefined, "missing_member"],
    ["source", "two words", "bad_source"],
    ["kind", "invoice", "unknown_kind"],
    ["kind", 7, "wrong_type"],
    ["colour", "red", "surplus_member"],
    ["delimiter", ";;", "bad_delimiter"],
    ["delimiter", '"', "bad_delimiter"],
    ["decimalComma", "yes", "wrong_type"],
    ["groupBy", "", "wrong_type"],
    ["customer", "Kundennr", "wrong_type"],
    ["customer", { constant: "K" }, "one_form"],
    ["customer.words", {}, "surplus_member"],
    ["externalNumber", { template: "fixed" }, "bad_template", "externalNumber.template"],
    ["externalNumber", { template: "{a" }, "bad_template", "externalNumber.template"],
    ["occurredAt.pattern", "HH:mm", "bad_pattern"],
    ["occurredAt.zone", "Europe/Atlantis", "bad_zone"],
    ["occurredAt.column", undefined, "missing_member"],
    ["fields", [], "wrong_type"],
    ["fields.colour", { constant: 1 }, "unknown_field"],
    ["fields.@subject", { constant: 1 }, "unknown_field"],
    ["fields.externalNumber", { constant: "1" }, "unknown_field"],
    ["fields.note", { colum: "x" }, "one_form"],
    ["fields.note", { column: "x", constant: "y" }, "one_form"],
    ["fields.note", { column: "x", pattern: "y" }, "surplus_member", "fields.note.pattern"],
    ["fields.note", "Bemerkung", "wrong_type"],
    ["fields.requestedOn.pattern", "MM", "bad_pattern"],
    ["fields.total.currency", "EURO", "bad_currency"],
    ["fields.total.currency", undefined, "missing_member"],
    ["fields.shipTo.object.address.object.lines.list", {}, "wrong_type"],
    ["fields.lines.rows.quantity.decimals", 7, "bad_decimals"],
    ["fields.lines.rows.note", { rows: {} }, "rows_in_rows", "fields.lines.rows.note.rows"],
    [
      "fields.lines.rows.amount",
      { sum: "Betrag", currency: "EUR" },
      "only_with_group",
      "fields.lines.rows.amount.sum",
    ],
  ])("%s = %j: %s", (path, value, code, member = path) => {
    expect(problemOf(changed(path, value))).toEqual([code, member]);
  });

  test("sums and rows need groups", () => {
    const flat = changed("groupBy", undefined);
    expect(problemOf(flat)[0]).toBe("only_with_group");
  });
});

test("what is not JSON, or not in its one spelling", () => {
  expect(problemOf("{")[0]).toBe("not_json");
  expect(problemOf("[]")).toEqual(["wrong_type", ""]);
  const twice = text.replace('"source": "teeladen",', '"source": "teeladen", "source": "x",');
  expect(problemOf(twice)[0]).toBe("not_json");
  expect(problemOf(" ".repeat(300_000))[0]).toBe("not_json");
});

test("no JSON makes it fail otherwise", () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom("fields", "customer", "occurredAt", "fields.lines"),
      (value, path) => {
        expect(() => problemOf(changed(path, value))).not.toThrow();
      },
    ),
  );
});
