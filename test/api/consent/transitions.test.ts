/** Every step out of every state, as a table that is written down once more; and late events among others. */
import { describe, expect, it } from "vitest";
import { CONSENT_EVENTS, type ConsentEvent } from "../../../api/consent/kinds/consent.ts";
import type { ConsentRecord } from "../../../api/consent/model.ts";
import { assertStep, type ConsentState, consentAt } from "../../../api/consent/transitions.ts";
import { Refusal } from "../../../api/core/errors.ts";

const day = (n: number) => `2026-01-${String(n).padStart(2, "0")}T00:00:00.000Z`;

type Told = readonly [event: ConsentEvent, on: number, until?: number];
const history = (...told: (Told | null)[]) => ({
  events: told.map((one) =>
    one === null
      ? null
      : ({
          event: one[0],
          occurredAt: day(one[1]),
          recordedAt: day(28),
          validUntil: one[2] === undefined ? null : day(one[2]),
        } as ConsentRecord),
  ),
});

describe("the state of a consent", () => {
  it.each<[string, (Told | null)[], number, ConsentState, string | null]>([
    ["nothing", [], 5, "none", null],
    ["before the first", [["given", 6]], 5, "none", day(6)],
    ["given", [["given", 5]], 5, "given", null],
    [
      "renewed",
      [
        ["given", 1],
        ["renewed", 3],
      ],
      5,
      "given",
      null,
    ],
    [
      "withdrawn",
      [
        ["given", 1],
        ["withdrawn", 3],
      ],
      5,
      "withdrawn",
      null,
    ],
    [
      "given again",
      [
        ["given", 1],
        ["withdrawn", 3],
        ["given", 4],
      ],
      5,
      "given",
      null,
    ],
    [
      "before its withdrawal",
      [
        ["given", 1],
        ["withdrawn", 7],
      ],
      5,
      "given",
      day(7),
    ],
    [
      "withdrawn at once, entered first",
      [
        ["withdrawn", 3],
        ["given", 3],
      ],
      5,
      "withdrawn",
      null,
    ],
    [
      "withdrawn, the giving entered late",
      [
        ["refused", 3],
        ["given", 1],
      ],
      5,
      "refused",
      null,
    ],
    ["over without an event", [["given", 1, 4]], 5, "expired", null],
    ["not over yet", [["given", 1, 6]], 5, "given", day(6)],
    [
      "renewed in time",
      [
        ["given", 1, 4],
        ["renewed", 3, 9],
      ],
      5,
      "given",
      day(9),
    ],
    ["asked", [["requested", 1]], 5, "requested", null],
    ["gone", [["given", 1], null], 5, "unknown", null],
  ])("%s", (_, told, at, state, endsAt) => {
    expect(consentAt(history(...told), day(at))).toMatchObject({ state, endsAt });
  });
});

describe("the steps of a consent", () => {
  // requested, given, refused, withdrawn, renewed, expired, invalidated; +: may be taken.
  const TABLE: Readonly<Record<ConsentState, string>> = {
    none: "+++--+-",
    requested: "+++--+-",
    given: "---++++",
    refused: "+++--+-",
    withdrawn: "+++--+-",
    expired: "+++-++-",
    invalidated: "+++--+-",
    unknown: "+++++++",
  };
  for (const [state, row] of Object.entries(TABLE) as [ConsentState, string][]) {
    it.each(CONSENT_EVENTS.map((event, i) => [event, row[i] === "+"] as const))(
      `from ${state}: %s`,
      (event, may) => {
        const step = () =>
          assertStep(state, event, { covers: true, everGiven: false, sameRequest: false });
        if (may) expect(step).not.toThrow();
        else expect(step).toThrow(Refusal);
      },
    );
  }

  it("who has agreed to what no longer holds is asked again, and may refuse", () => {
    const facts = { covers: false, everGiven: true, sameRequest: false };
    for (const event of ["requested", "refused"] as const) assertStep("given", event, facts);
    expect(() => assertStep("given", "given", facts)).toThrow(Refusal);
  });

  it("who has been asked is not asked the same again", () => {
    const facts = { covers: true, everGiven: false, sameRequest: true };
    expect(() => assertStep("requested", "requested", facts)).toThrow(Refusal);
    for (const state of ["none", "refused", "withdrawn", "expired"] as const)
      assertStep(state, "requested", facts);
  });

  it("who ever gave it may withdraw it again and again", () => {
    const facts = { covers: true, everGiven: true, sameRequest: false };
    for (const state of Object.keys(TABLE) as ConsentState[]) assertStep(state, "withdrawn", facts);
  });
});
