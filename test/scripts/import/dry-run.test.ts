import { expect, test } from "vitest";
import type { Complaint } from "../../../scripts/import/complaint.ts";
import { drySink } from "../../../scripts/import/dry-run.ts";
import type { Draft } from "../../../scripts/import/model.ts";
import { newTally, settled } from "../../../scripts/import/tally.ts";

const draft = (kind: string, body: object): Draft => ({
  type: "draft",
  file: "f.csv",
  line: 7,
  customer: "K",
  columns: { name: "Name" },
  record: {
    "@kind": kind,
    "@occurredAt": "2026-01-01T00:00:00.000Z",
    "@source": "s",
    externalNumber: "K",
    ...body,
  },
});

test("checks against the kind: counts what would be sent, tells what would be refused", async () => {
  const tally = newTally();
  const complaints: Complaint[] = [];
  const sink = drySink(tally, (complaint) => complaints.push(complaint));
  await sink.take(draft("customer", { name: "A", partyType: "person" }));
  await sink.take(draft("customer", { name: "", partyType: "person", colour: "red" }));
  await sink.finish();
  expect(tally).toMatchObject({ checked: 1, refused: 1, stored: 0 });
  expect(settled(tally)).toBe(2);
  expect(complaints).toEqual([
    {
      type: "field",
      file: "f.csv",
      line: 7,
      column: "Name",
      field: "name",
      said: { code: "too_short", params: { minimum: 1 } },
    },
    {
      type: "field",
      file: "f.csv",
      line: 7,
      field: "colour",
      said: { code: "surplus", params: {} },
    },
  ]);
});

test("a kind that is not known is a bug of the reader", () => {
  const sink = drySink(newTally(), () => {});
  expect(() => sink.take(draft("invoice", {}))).toThrow("unknown kind");
});
