/** What a transaction offers to pay. */
import { asBig, latestHeader } from "./answers.ts";
import { type Rpc, RpcRejected } from "./rpc.ts";

/** In wei per gas. On a chain before EIP-1559 (`legacy`) both are the gas price. */
export interface Fees {
  readonly legacy: boolean;
  readonly max: bigint;
  readonly tip: bigint;
}

const FALLBACK_TIP = 1_000_000_000n;

/** Twice the base fee: enough for six full blocks in a row, each of which raises it by an eighth. */
export async function suggestFees(rpc: Rpc): Promise<Fees> {
  const { baseFee } = await latestHeader(rpc);
  if (baseFee === null) {
    const price = asBig(await rpc("eth_gasPrice", []));
    return { legacy: true, max: price, tip: price };
  }
  const tip = await suggestTip(rpc);
  return { legacy: false, max: 2n * baseFee + tip, tip };
}

async function suggestTip(rpc: Rpc): Promise<bigint> {
  try {
    return asBig(await rpc("eth_maxPriorityFeePerGas", []));
  } catch (error) {
    if (error instanceof RpcRejected) return FALLBACK_TIP;
    throw error;
  }
}

/** A replacement must offer a tenth more of both (geth's rule); an eighth leaves room for rounding. */
export function outbid(suggested: Fees, former: Fees): Fees {
  const raise = (fee: bigint): bigint => fee + fee / 8n + 1n;
  const max = larger(suggested.max, raise(former.max));
  const tip = larger(suggested.tip, raise(former.tip));
  return { legacy: suggested.legacy, max: larger(max, tip), tip };
}

/**
 * Whether offering even more makes sense. A transaction that offers ten times the going rate and still does not get in has another
 * problem than its price; without this bound a node that is stuck for a day would drive the offer beyond all measure.
 */
export function canOutbid(suggested: Fees, former: Fees): boolean {
  return former.max < 10n * suggested.max;
}

export function feeFields(fees: Fees): object {
  return fees.legacy
    ? { type: 0, gasPrice: fees.max }
    : { type: 2, maxFeePerGas: fees.max, maxPriorityFeePerGas: fees.tip };
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
