/** Who a person is, where they were joined with more identifiers than a person may have. */
import { expect, it } from "vitest";
import { MOST_IDENTIFIERS, personOf } from "../../../api/consent/identifiers.ts";
import type { Ledger } from "../../../api/ledger/service.ts";

const BEFORE = "2026-03-01T00:00:00.000Z";

/** A ledger in which `a` was joined with so many others by March, and separated from all of them in April. */
function ledgerOf(others: number) {
  const asked: string[] = [];
  const event = (name: string, i: number, time: string) => ({
    record: { event: name, other: `b${i}`, "@occurredAt": time },
  });
  const all = Array.from({ length: others }, (_, i) => i);
  const events = [
    ...all.map((i) => event("joined", i, "2026-02-01T00:00:00.000Z")),
    ...all.map((i) => event("separated", i, "2026-04-01T00:00:00.000Z")),
  ];
  const ledger = {
    async events(subject: string) {
      asked.push(subject);
      return { head: null, events: subject === "a" ? events : [] };
    },
  } as unknown as Pick<Ledger, "events">;
  return { ledger, asked };
}

it("is told whole up to the limit", async () => {
  const few = ledgerOf(MOST_IDENTIFIERS - 1);
  const person = await personOf(few, "a", BEFORE);
  expect(person).toMatchObject({ whole: true, identifiers: { length: MOST_IDENTIFIERS } });
  expect(few.asked).toHaveLength(MOST_IDENTIFIERS);
});

it("is not read beyond the limit, also at a time that is past, and not told whole", async () => {
  const many = ledgerOf(10 * MOST_IDENTIFIERS);
  const person = await personOf(many, "a", BEFORE);
  expect(person).toMatchObject({ whole: false, identifiers: { length: MOST_IDENTIFIERS + 1 } });
  expect(many.asked).toEqual(["a"]);
  expect(await personOf(many, "a")).toMatchObject({ whole: true, identifiers: ["a"] });
});
