import { type Decimal, round, spell } from "./decimal.ts";

export interface Money {
  readonly amount: string;
  readonly currency: string;
  readonly [member: string]: string;
}

/** Money as records hold it: two decimals, rounded half up. */
export function money(value: Decimal, currency: string): Money {
  return { amount: spell(round(value, 2)), currency };
}
