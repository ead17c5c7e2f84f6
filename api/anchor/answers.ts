/** Strict reading of what a node answers: anything unexpected counts as no answer at all. */
import { isObject, type Rpc, RpcRejected, RpcUnreachable } from "./rpc.ts";

const QUANTITY = /^0x(0|[1-9a-f][0-9a-f]*)$/;
const DATA = /^0x([0-9a-f]{2})*$/;
const WORD = /^0x[0-9a-f]{64}$/;

export interface BlockHeader {
  readonly number: number;
  readonly hash: string;
  /** Unix seconds. */
  readonly time: number;
  /** Null before EIP-1559. */
  readonly baseFee: bigint | null;
}

export function asBig(value: unknown): bigint {
  if (typeof value !== "string" || !QUANTITY.test(value.toLowerCase())) throw badAnswer();
  return BigInt(value);
}

export function asCount(value: unknown): number {
  const n = Number(asBig(value));
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

/** Null for a block that the node does not have. */
export function asHeader(value: unknown): BlockHeader | null {
  if (value === null) return null;
  const block = asObject(value);
  return {
    number: asCount(block.number),
    hash: asWord(block.hash),
    time: asCount(block.timestamp),
    baseFee: block.baseFeePerGas == null ? null : asBig(block.baseFeePerGas),
  };
}

export function asObject(value: unknown): Record<string, unknown> {
  if (!isObject(value)) throw badAnswer();
  return value;
}

export function badAnswer(): RpcUnreachable {
  return new RpcUnreachable("bad_answer");
}

export function quantity(n: number | bigint): string {
  return `0x${n.toString(16)}`;
}

export type Tag = "latest" | "finalized";

/** A block as nodes take it for a parameter. */
export function blockName(at: Tag | number): string {
  return typeof at === "number" ? quantity(at) : at;
}

/** Null if the node does not know the block, or refuses the tag (a chain without finality). */
export async function headerAt(rpc: Rpc, at: Tag | number): Promise<BlockHeader | null> {
  try {
    return asHeader(await rpc("eth_getBlockByNumber", [blockName(at), false]));
  } catch (error) {
    if (error instanceof RpcRejected && at !== "latest") return null;
    throw error;
  }
}

export async function latestHeader(rpc: Rpc): Promise<BlockHeader> {
  const header = await headerAt(rpc, "latest");
  if (header === null) throw badAnswer();
  return header;
}
