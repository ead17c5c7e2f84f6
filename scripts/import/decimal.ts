/**
 * Decimal arithmetic on big integers: the value is `units / 10^scale`. Files hold numbers like `9.80000019`, the shadow of a
 * binary float; rounding such a text by way of a float again would move cents.
 */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const SHAPE = /^([+-]?)(\d{0,30})(?:\.(\d{0,30}))?(?:[eE]([+-]?\d{1,2}))?$/;

/** The number that a text spells with a point (`-12.50`, `1e-5`), or `null`. */
export function parseDecimal(text: string): Decimal | null {
  const match = SHAPE.exec(text);
  if (match === null) return null;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return null;
  const digits = BigInt(whole + fraction);
  const units = sign === "-" ? -digits : digits;
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { units: units * power(-scale), scale: 0 } : { units, scale };
}

const power = (exponent: number): bigint => 10n ** BigInt(exponent);

const atScale = (value: Decimal, scale: number): bigint => value.units * power(scale - value.scale);

export const ZERO: Decimal = { units: 0n, scale: 0 };
export const ONE: Decimal = { units: 1n, scale: 0 };

export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: atScale(a, scale) + atScale(b, scale), scale };
}

export function minus(a: Decimal, b: Decimal): Decimal {
  return plus(a, { units: -b.units, scale: b.scale });
}

export function times(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

export const isNegative = (value: Decimal): boolean => value.units < 0n;
export const isZero = (value: Decimal): boolean => value.units === 0n;

/** `numerator / denominator`, not zero, rounded half up in absolute value. */
function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const [n, d] = [magnitude(numerator), magnitude(denominator)];
  const quotient = (2n * n + d) / (2n * d);
  return negative ? -quotient : quotient;
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** Rounded half up, away from zero: so that a return cancels its sale to the cent. */
export function round(value: Decimal, places: number): Decimal {
  if (value.scale <= places) return { units: atScale(value, places), scale: places };
  return { units: divideHalfUp(value.units, power(value.scale - places)), scale: places };
}

/** `a / b` rounded half up to `places`; `b` must not be zero. */
export function divide(a: Decimal, b: Decimal, places: number): Decimal {
  const numerator = a.units * power(places + b.scale);
  return { units: divideHalfUp(numerator, b.units * power(a.scale)), scale: places };
}

/** All digits of its scale: `12.50`. Zero never has a sign. */
export function spell(value: Decimal): string {
  const digits = magnitude(value.units)
    .toString()
    .padStart(value.scale + 1, "0");
  const point = digits.length - value.scale;
  const sign = value.units < 0n ? "-" : "";
  const fraction = value.scale === 0 ? "" : `.${digits.slice(point)}`;
  return `${sign}${digits.slice(0, point)}${fraction}`;
}

/** Without zeros at the end: `12.5`. */
export function spellShort(value: Decimal): string {
  const text = spell(value);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
