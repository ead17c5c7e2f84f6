import fc from "fast-check";
import { expect, test } from "vitest";
import type { Draft } from "../../../../scripts/import/model.ts";
import { addressed, laneOf, parcel } from "../../../../scripts/import/send/parcel.ts";
import { Subjects } from "../../../../scripts/import/send/subjects.ts";

const draft = (record: object): Draft => ({
  type: "draft",
  file: "f",
  line: 1,
  customer: "K1",
  record: {
    "@kind": "order",
    "@occurredAt": "2026-01-01T00:00:00.000Z",
    "@source": "s",
    externalNumber: "1",
    ...record,
  },
});

test("the line that is sent is the record with its subject", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), fc.string(), (fields, subject) => {
      const { "@subject": _none, ...record } = fields;
      const made = draft({ ...record, note: "\u2028\n" });
      const line = addressed(parcel(made), subject);
      expect(line).not.toContain("\n");
      expect(JSON.parse(line)).toEqual({ ...made.record, "@subject": subject });
    }),
  );
});

test("a customer always takes the same lane, and customers spread over all", () => {
  const lanes = Array.from({ length: 1000 }, (_, at) => laneOf(`cdnow\n${at}`, 3));
  expect(lanes).toEqual(Array.from({ length: 1000 }, (_, at) => laneOf(`cdnow\n${at}`, 3)));
  for (const lane of [0, 1, 2]) {
    expect(lanes.filter((one) => one === lane).length).toBeGreaterThan(250);
  }
});

test("subjects are asked for once, and again when forgotten", async () => {
  const asked: string[] = [];
  const subjects = new Subjects(async (lines) => {
    asked.push(...lines.map((line) => JSON.parse(line).externalNumber));
    return lines.map((line) => ({ ok: true, subject: `S-${JSON.parse(line).externalNumber}` }));
  }, 2);
  const find = (...numbers: string[]) =>
    subjects.find(
      new Map(numbers.map((number) => [number, { source: "s", externalNumber: number }])),
    );
  await find("a", "b");
  const found = await find("b", "c");
  expect(found.get("b")).toEqual({ ok: true, subject: "S-b" });
  expect(asked).toEqual(["a", "b", "c"]);
  await find("c", "a");
  expect(asked).toEqual(["a", "b", "c", "a"]);
});
