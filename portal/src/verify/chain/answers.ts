/** Strict reading of what a node answers: anything unexpected counts as no answer at all. */
import { ChainRejected, ChainUnreachable, isObject, type Rpc } from "./rpc.ts";

const QUANTITY = /^0x(0|[1-9a-f][0-9a-f]*)$/;
const DATA = /^0x([0-9a-f]{2})*$/;
const WORD = /^0x[0-9a-f]{64}$/;
const ZERO = `0x${"0".repeat(64)}`;

export interface BlockHeader {
  readonly number: number;
  readonly hash: string;
  /** Unix seconds. */
  readonly time: number;
}

export const badAnswer = (): ChainUnreachable => new ChainUnreachable("bad_answer");

export function asCount(value: unknown): number {
  if (typeof value !== "string" || !QUANTITY.test(value.toLowerCase())) throw badAnswer();
  const n = Number(value);
  if (!Number.isSafeInteger(n)) throw badAnswer();
  return n;
}

export function asData(value: unknown): string {
  if (typeof value !== "string" || !DATA.test(value.toLowerCase())) throw badAnswer();
  return value.toLowerCase();
}

export function asWord(value: unknown): string {
  const data = asData(value);
  if (!WORD.test(data)) throw badAnswer();
  return data;
}

export function asObject(value: unknown): Record<string, unknown> {
  if (!isObject(value)) throw badAnswer();
  return value;
}

/** Null for zero, which is what the contract says of a size that was never anchored. */
export const rootOf = (word: string): string | null => (word === ZERO ? null : word);

/** A number of the contract's that fits; a larger one, which only a thief of the anchorer's key would anchor, is the largest that does. */
export function countOf(word: string): number {
  const value = BigInt(word);
  const greatest = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(value > greatest ? greatest : value);
}

/** Null for a block that the node does not have. */
export function asHeader(value: unknown): BlockHeader | null {
  if (value === null) return null;
  const block = asObject(value);
  return {
    number: asCount(block.number),
    hash: asWord(block.hash),
    time: asCount(block.timestamp),
  };
}

export const quantity = (n: number): string => `0x${n.toString(16)}`;

/** Null if the node does not know the block, or refuses the tag (a chain without finality). */
export async function headerAt(
  rpc: Rpc,
  at: "latest" | "finalized" | number,
): Promise<BlockHeader | null> {
  const name = typeof at === "number" ? quantity(at) : at;
  try {
    return asHeader(await rpc("eth_getBlockByNumber", [name, false]));
  } catch (error) {
    if (error instanceof ChainRejected && at !== "latest") return null;
    throw error;
  }
}
