import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Decimal,
  divide,
  minus,
  parseDecimal,
  plus,
  round,
  spell,
  spellShort,
  times,
} from "../../../scripts/import/decimal.ts";
import { money } from "../../../scripts/import/money.ts";

const decimal = (text: string): Decimal => {
  const value = parseDecimal(text);
  if (value === null) throw new Error(`not a decimal: ${text}`);
  return value;
};
const twoPlaces = (text: string): string => spell(round(decimal(text), 2));

test.each([
  ["32.3800011", "32.38"],
  ["9.80000019", "9.80"],
  ["49.2999992", "49.30"],
  ["0.00999999978", "0.01"],
  ["14", "14.00"],
  ["1.005", "1.01"],
  ["2.675", "2.68"],
  ["-1.005", "-1.01"],
  ["0.004999", "0.00"],
  ["-0.004", "0.00"],
  ["1e-5", "0.00"],
  ["1.5e3", "1500.00"],
  [".5", "0.50"],
  ["5.", "5.00"],
  ["+7", "7.00"],
  ["999999999999999.999", "1000000000000000.00"],
])("%s rounds to %s", (text, expected) => {
  expect(twoPlaces(text)).toBe(expected);
});

test.each(["", " ", ".", "-", "1,5", "1.2.3", "0x10", "NaN", "Infinity", "1e999", "--1", "١"])(
  "%j is not a decimal",
  (text) => {
    expect(parseDecimal(text)).toBeNull();
  },
);

describe("properties", () => {
  /** Units and a scale: every decimal there is. */
  const anyDecimal = fc.record({
    units: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
    scale: fc.nat({ max: 9 }),
  });

  test("what is spelled reads as the same number", () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        expect(parseDecimal(spell(value))).toEqual(value);
        const short = decimal(spellShort(value));
        expect(spell(minus(short, value))).toMatch(/^0(\.0+)?$/);
      }),
    );
  });

  test("rounding moves a number by at most half of the last place, and ties away from zero", () => {
    fc.assert(
      fc.property(anyDecimal, fc.nat({ max: 4 }), (value, places) => {
        const rounded = round(value, places);
        const shared = Math.max(value.scale, places);
        const unit = 10n ** BigInt(shared - places);
        const at = (one: Decimal) => one.units * 10n ** BigInt(shared - one.scale);
        const moved = at(rounded) - at(value);
        const distance = moved < 0n ? -moved : moved;
        expect(rounded.scale).toBe(places);
        expect(2n * distance <= unit).toBe(true);
        if (2n * distance === unit) expect(moved < 0n).toBe(value.units < 0n);
      }),
    );
  });

  test("rounding is odd: a return cancels its sale", () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        const back = round({ ...value, units: -value.units }, 2);
        expect(plus(round(value, 2), back).units).toBe(0n);
      }),
    );
  });

  test("cents that went through a 32-bit float come back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), (cents) => {
        const shadow = String(Number(Math.fround(cents / 100).toPrecision(9)));
        const expected = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
        expect(twoPlaces(shadow)).toBe(expected);
      }),
    );
  });

  test("a quotient times its divisor is within half a place of the dividend", () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (a, b) => {
        fc.pre(b.units !== 0n);
        const off = minus(times(divide(a, b, 4), b), a);
        const half = { units: b.units < 0n ? -b.units : b.units, scale: b.scale + 4 };
        const magnitude = { ...off, units: off.units < 0n ? -off.units : off.units };
        expect(minus(plus(half, half), plus(magnitude, magnitude)).units >= -half.units).toBe(true);
        expect(minus(half, plus(magnitude, magnitude)).units >= 0n).toBe(true);
      }),
    );
  });

  test("money always has the form that the kinds ask for", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.nat({ max: 8 }),
        (u, s) => {
          const { amount } = money({ units: u, scale: s }, "CNY");
          expect(amount).toMatch(/^-?(0|[1-9]\d{0,14})\.\d{2}$|^-?1000000000000000\.00$/);
          expect(amount).not.toBe("-0.00");
        },
      ),
    );
  });
});
