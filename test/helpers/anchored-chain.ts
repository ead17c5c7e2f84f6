/** A chain that a test makes up block by block, as JSON-RPC tells it, to a caller in this process or over HTTP. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { anchoredTopics, ledgerAnchor } from "../../api/anchor/abi.ts";
import { type Rpc, RpcRejected, RpcUnreachable } from "../../api/anchor/rpc.ts";

export interface MadeUpBlock {
  /** Unix seconds. */
  readonly time: number;
  /** What was anchored in it, by the order of the list. */
  readonly anchors?: readonly { readonly size: number; readonly root: string }[];
}

export interface MadeUpNode {
  readonly chainId: number;
  readonly contract: string;
  readonly ledgerId: string;
  /** Block 0 is the first. */
  readonly blocks: readonly MadeUpBlock[];
  /** Number of the final block; null: the chain names none. */
  readonly final: number | null;
  /** The block in which contract and ledger came to be. */
  readonly registered?: number;
  /** Searches so many blocks for logs at once; 0: none at all; left out: all. */
  readonly searches?: number;
  /** Knows the state of so many blocks below the newest; left out: of all. */
  readonly remembers?: number;
  /** Forgets state by answering nothing, instead of refusing. */
  readonly forgetsSilently?: boolean;
}

const quantity = (n: number): string => `0x${n.toString(16)}`;
const word = (n: number): string => n.toString(16).padStart(64, "0");
const ZERO = `0x${"0".repeat(64)}`;

export const madeUpHash = (block: number): string => `0xb1${word(block).slice(2)}`;

interface Anchored {
  readonly block: number;
  readonly size: number;
  readonly root: string;
  readonly previousSize: number;
}

function anchoredIn(node: MadeUpNode): Anchored[] {
  let previousSize = 0;
  return node.blocks.flatMap(({ anchors = [] }, block) =>
    anchors.map(({ size, root }) => {
      const one = { block, size, root, previousSize };
      previousSize = size;
      return one;
    }),
  );
}

/** Answers, and the methods that were asked for. */
export function madeUpRpc(node: MadeUpNode): Rpc & { readonly asked: string[] } {
  const asked: string[] = [];
  const rpc: Rpc = async (method, params) => {
    asked.push(method);
    return reply(node, method, params);
  };
  return Object.assign(rpc, { asked });
}

function reply(node: MadeUpNode, method: string, params: readonly unknown[]): unknown {
  switch (method) {
    case "eth_chainId":
      return quantity(node.chainId);
    case "eth_getBlockByNumber":
      return blockOf(node, numberOf(node, String(params[0])));
    case "eth_getBlockByHash":
      return blockOf(node, Number.parseInt(String(params[0]).slice(4), 16));
    case "eth_getLogs":
      return logs(node, params[0] as { fromBlock: string; toBlock: string; topics: string[] });
    case "eth_call":
      return call(node, params[0] as { to: string; data: string }, String(params[1]));
    default:
      throw new RpcRejected(-32601, "no such method", null);
  }
}

function numberOf(node: MadeUpNode, tag: string): number | null {
  if (tag === "finalized") return node.final;
  return tag === "latest" ? node.blocks.length - 1 : Number(tag);
}

function blockOf({ blocks }: MadeUpNode, number: number | null): object | null {
  const block = number === null ? undefined : blocks[number];
  if (block === undefined || number === null) return null;
  return { number: quantity(number), hash: madeUpHash(number), timestamp: quantity(block.time) };
}

function logs(
  node: MadeUpNode,
  filter: { fromBlock: string; toBlock: string; topics: string[] },
): object[] {
  const from = Number(filter.fromBlock);
  const to = numberOf(node, filter.toBlock)!;
  if (node.searches !== undefined && to - from >= node.searches) {
    throw new RpcRejected(-32005, "block range too large", null);
  }
  return anchoredIn(node)
    .filter(({ block, size }) => {
      const wanted = filter.topics[2] === undefined || Number(filter.topics[2]) === size;
      return block >= from && block <= to && wanted;
    })
    .map(({ block, size, root, previousSize }) => ({
      address: node.contract,
      topics: anchoredTopics(node.ledgerId, size),
      data: `0x${word(previousSize)}${root.slice(2)}`,
      blockNumber: quantity(block),
      blockHash: madeUpHash(block),
      transactionHash: madeUpHash(block),
      removed: false,
    }));
}

function call(node: MadeUpNode, { to, data }: { to: string; data: string }, tag: string): string {
  const at = numberOf(node, tag)!;
  if (node.remembers !== undefined && at < node.blocks.length - node.remembers) {
    if (node.forgetsSilently) return "0x";
    throw new RpcRejected(-32000, "missing trie node", null);
  }
  const parsed = ledgerAnchor.parseTransaction({ data });
  const there = to === node.contract && at >= (node.registered ?? 0);
  if (!there || parsed === null) return "0x";
  if (parsed.args[0] !== node.ledgerId) throw new RpcRejected(3, "execution reverted", "0x");
  const known = anchoredIn(node).filter(({ block }) => block <= at);
  if (parsed.name === "head") {
    const head = known.at(-1);
    return `0x${word(head?.size ?? 0)}${(head?.root ?? ZERO).slice(2)}`;
  }
  return known.find(({ size }) => size === Number(parsed.args[1]))?.root ?? ZERO;
}

/** The same node at an address, up until the test is over. */
export async function madeUpNodeAt(node: () => MadeUpNode): Promise<string> {
  const server = createServer(async (request, response) => {
    const { id, method, params } = JSON.parse(await text(request));
    response.setHeader("content-type", "application/json");
    try {
      response.end(JSON.stringify({ jsonrpc: "2.0", id, result: reply(node(), method, params) }));
    } catch (error) {
      if (!(error instanceof RpcRejected)) throw error;
      const { code, message, data } = error;
      response.end(JSON.stringify({ jsonrpc: "2.0", id, error: { code, message, data } }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Nobody answers. */
export const deadRpc: Rpc = async () => {
  throw new RpcUnreachable("refused");
};
