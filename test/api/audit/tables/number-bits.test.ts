/** A set of numbers that holds more than a `Set` can, and is never made large by one of them. */
import { expect, it } from "vitest";
import { numberBits } from "../../../../api/audit/tables/number-bits.ts";

it("holds more numbers than a set, and no other", () => {
  const bits = numberBits(Number.MAX_SAFE_INTEGER);
  const last = 2 ** 25 + 64;
  for (let number = 1; number <= last; number += 2) bits.add(number);
  expect([1, 2, 3, last - 2, last - 1, last + 1].map(bits.has)).toEqual([
    true,
    false,
    true,
    false,
    true,
    false,
  ]);
});

it("forgets what is above its largest", () => {
  const bits = numberBits(9);
  for (const number of [0, 9, 10, Number.MAX_SAFE_INTEGER]) bits.add(number);
  expect([0, 9, 10, Number.MAX_SAFE_INTEGER].map(bits.has)).toEqual([true, true, false, false]);
});
