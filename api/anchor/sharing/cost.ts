/** What a transaction may cost whoever pays for it: the node says how much gas it takes and at which price, and a party that is a contract uses as much as it likes. */
import { formatEther, parseEther } from "ethers/utils";
import type { Approve } from "../deploy.ts";
import { refuse } from "./refusals.ts";

/** At most; `cost` in wei. */
export interface Limits {
  readonly gas: bigint;
  readonly cost: bigint;
}

const MOST_COST = parseEther("0.05");
/** Several times what a call takes; what is above it, a party's contract uses. */
export const SEND_LIMITS: Limits = { gas: 1_000_000n, cost: MOST_COST };
export const DEPLOY_LIMITS: Limits = { gas: 4_000_000n, cost: MOST_COST };

/** Refuses with `gas_too_much`, `fee_too_high`; `tell` is told what it may cost before it is sent. */
export function within(limits: Limits, tell?: (most: Limits) => Promise<void>): Approve {
  return async (gas, price) => {
    const cost = gas * price;
    if (gas > limits.gas)
      throw refuse("gas_too_much", { gas: String(gas), most: String(limits.gas) });
    if (cost > limits.cost)
      throw refuse("fee_too_high", { cost: coinText(cost), most: coinText(limits.cost) });
    await tell?.({ gas, cost });
  };
}

/** An amount of the chain's coin, as people write it. */
export const coinText = (wei: bigint): string => formatEther(wei);

/** Wei of an amount as {@link coinText} writes it; `null` if it is none. */
export function coinOf(text: string): bigint | null {
  return /^\d{1,9}(\.\d{1,18})?$/.test(text) ? parseEther(text) : null;
}
