import { expect, test } from "vitest";
import { fieldComplaint } from "../../../scripts/import/complaint.ts";

const draft = {
  file: "o.csv",
  line: 10,
  columns: { lines: "Row", "lines.unitPrice": "Price", total: "Total", "shipTo.name": "Name" },
  lineNumbers: [10, 14, 17],
};
const said = { message: "no" };

test.each([
  ["lines[1].unitPrice.amount", 14, "Price"],
  ["lines[2].colour", 17, "Row"],
  ["lines[9].unitPrice", 10, "Price"],
  ["lines", 10, "Row"],
  ["total.amount", 10, "Total"],
  ["shipTo.name", 10, "Name"],
  ["shipTo.address", 10, undefined],
  ["linesman", 10, undefined],
])("%s came from line %i, column %s", (field, line, column) => {
  expect(fieldComplaint(draft, field, said)).toEqual({
    type: "field",
    file: "o.csv",
    line,
    field,
    said,
    ...(column === undefined ? {} : { column }),
  });
});

test("a complaint about a record as a whole", () => {
  expect(fieldComplaint(draft, undefined, said)).toEqual({
    type: "field",
    file: "o.csv",
    line: 10,
    said,
  });
});
