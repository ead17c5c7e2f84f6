/** One person under two identifiers: every pair of short histories, against a sentence of its own. */
import { describe, expect, it } from "vitest";
import type { Purpose } from "../../../api/consent/model.ts";
import { type VerdictEvent, verdictOf } from "../../../api/consent/verdict.ts";
import { day } from "../../helpers/consents.ts";

const version = {
  purposeVersion: 1,
  inForceFrom: day(1, 1),
  material: true,
  lawfulBasis: "dpv:Consent",
};
const purpose = (change: object = {}): Purpose =>
  ({
    purposeId: "p",
    versions: [version],
    retiredFrom: null,
    lostUpTo: 0,
    ...change,
  }) as unknown as Purpose;

type Told = readonly [event: VerdictEvent["event"], on: number, until?: number];
const told = ([event, on, until]: Told): VerdictEvent => ({
  event,
  occurredAt: day(1, on),
  validUntil: until === undefined ? null : day(1, until),
  purposeVersion: 1,
});
const reason = (histories: (Told | null)[][], of = purpose(), on = 9) =>
  verdictOf(
    of,
    histories.map((events) => events.map((event) => event && told(event))),
    day(1, on),
  ).reason;

describe("a person", () => {
  it.each<[string, (Told | null)[][]]>([
    ["never_asked", [[], []]],
    ["given", [[["given", 3]], []]],
    ["given", [[], [["given", 3]]]],
    [
      "given",
      [
        [["given", 3]],
        [
          ["given", 4],
          ["requested", 5],
        ],
      ],
    ],
    ["given", [[["given", 3]], [["withdrawn", 2]]]],
    ["withdrawn", [[["given", 3]], [["withdrawn", 3]]]],
    [
      "withdrawn",
      [
        [["given", 3]],
        [
          ["given", 1],
          ["withdrawn", 4],
        ],
      ],
    ],
    ["refused", [[["given", 3]], [["refused", 4]]]],
    [
      "invalidated",
      [
        [["given", 3]],
        [
          ["given", 1],
          ["invalidated", 4],
        ],
      ],
    ],
    [
      "given",
      [
        [["given", 3]],
        [
          ["given", 1, 4],
          ["expired", 4],
        ],
      ],
    ],
    [
      "given",
      [
        [["given", 3]],
        [
          ["withdrawn", 4],
          ["given", 5],
        ],
      ],
    ],
    [
      "withdrawn",
      [
        [
          ["given", 3],
          ["renewed", 5],
        ],
        [["withdrawn", 5]],
      ],
    ],
    [
      "given",
      [
        [
          ["given", 3],
          ["renewed", 5],
        ],
        [["withdrawn", 4]],
      ],
    ],
    ["given", [[["given", 3]], [["withdrawn", 10]]]],
    ["expired", [[["given", 3, 5]], [["refused", 2]]]],
    ["refused", [[["given", 3, 5]], [["refused", 6]]]],
    ["requested", [[["withdrawn", 3]], [["requested", 6]]]],
    ["refused", [[["requested", 3]], [["refused", 3]]]],
    ["withdrawn", [[["given", 3, 5]], [["withdrawn", 3]]]],
    ["unknown", [[["given", 3]], [null]]],
    ["unknown", [[["given", 3], null], []]],
  ])("%s: %o", (expected, histories) => {
    expect(reason(histories)).toBe(expected);
    expect(reason([...histories].reverse())).toBe(expected);
  });

  it("rests on the consent that nobody has taken back since, and on no other", () => {
    const carrying = (...histories: Told[][]) =>
      verdictOf(
        purpose(),
        histories.map((events) => events.map(told)),
        day(1, 9),
      ).carrying.map((event) => event?.occurredAt ?? null);
    expect(carrying([["given", 3]], [["given", 4]])).toEqual([day(1, 3), day(1, 4)]);
    // The second took both back, and gave its own again.
    const again: Told[] = [
      ["withdrawn", 4],
      ["given", 5],
    ];
    expect(carrying([["given", 3]], again)).toEqual([null, day(1, 5)]);
    expect(carrying(again, [["given", 3]])).toEqual([day(1, 5), null]);
    expect(carrying([["given", 3]], [["withdrawn", 3]])).toEqual([null, null]);
    expect(carrying([["given", 3, 5]], [["given", 4]])).toEqual([null, day(1, 4)]);
  });

  it("is asked anew where the purpose has changed, and not before", () => {
    const changed = purpose({
      versions: [version, { ...version, purposeVersion: 2, inForceFrom: day(1, 5) }],
    });
    expect(reason([[["given", 3]]], changed, 4)).toBe("given");
    expect(reason([[["given", 3]]], changed, 5)).toBe("not_covered");
  });

  it("has nothing to say of a purpose that nothing can rest on", () => {
    const given: Told[][] = [[["given", 3]]];
    expect(reason(given, purpose({ versions: [] }))).toBe("purpose_not_in_force");
    expect(reason(given, purpose({ retiredFrom: day(1, 9) }))).toBe("purpose_retired");
    const contract = { ...version, lawfulBasis: "eu-gdpr:A6-1-b" };
    expect(reason(given, purpose({ versions: [contract] }))).toBe("purpose_not_by_consent");
  });
});
