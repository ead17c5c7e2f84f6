/** A chain node that says over JSON-RPC what a vector's chain answered: enough of eth_* for whoever reads anchors. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { anchoredTopics, ledgerAnchor } from "../../../api/anchor/abi.ts";
import type { AnchorAnswer, AnchorEvent } from "../../../portal/verify/chain.ts";

export interface ChainWorld {
  readonly contract: string;
  readonly ledgerId: string;
  /** As a vector has it, about the checkpoint's size. */
  readonly answer: AnchorAnswer;
  /** What it says about other sizes, beside chain, blocks and registration, which are those of `answer`. */
  readonly others?: ReadonlyMap<number, AnchorAnswer>;
}

const quantity = (n: number): string => `0x${n.toString(16)}`;
const word = (n: number): string => n.toString(16).padStart(64, "0");
const ZERO = `0x${"0".repeat(64)}`;

/** The address of a node, up until the test is over. */
export async function fakeChain(world: ChainWorld): Promise<string> {
  const server = createServer(async (request, response) => {
    const { id, method, params } = JSON.parse(await text(request));
    response.setHeader("content-type", "application/json");
    const refused = method === "eth_getLogs" && about(world, params[0]).event === "unavailable";
    const said = refused
      ? { error: { code: -32005, message: "query returned more than 10000 results" } }
      : { result: reply(world, method, params) };
    response.end(JSON.stringify({ jsonrpc: "2.0", id, ...said }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What the chain says about the size whose logs are asked for. */
function about({ answer, others }: ChainWorld, filter: { topics?: string[] }): AnchorAnswer {
  const size = Number(filter.topics?.[2]);
  return others?.get(size) ?? answer;
}

const eventIn = ({ event }: AnchorAnswer): AnchorEvent | null =>
  event === "unavailable" ? null : event;

function reply(world: ChainWorld, method: string, params: readonly unknown[]): unknown {
  const { answer } = world;
  switch (method) {
    case "eth_chainId":
      return quantity(answer.chainId);
    case "eth_getBlockByNumber":
      return params[0] === "finalized"
        ? block(answer.finalized?.number ?? null, answer)
        : block(answer.latest.number, answer);
    case "eth_getBlockByHash":
      return byHash(world, String(params[0]));
    case "eth_getLogs":
      return logs(world, params[0] as LogFilter);
    case "eth_call":
      return call(world, params[0] as { to: string; data: string }, String(params[1]));
    default:
      return null;
  }
}

function block(number: number | null, answer: AnchorAnswer): object | null {
  if (number === null) return null;
  const event = eventIn(answer);
  const own = event?.blockNumber === number ? event : null;
  return {
    number: quantity(number),
    hash: own?.blockHash ?? `0x${word(number)}`,
    timestamp: quantity(own?.blockTime ?? 1),
  };
}

/** Vectors of other things than blocks give all events one hash. */
function byHash({ answer, others }: ChainWorld, hash: string): object | null {
  const known = [answer, ...(others?.values() ?? [])];
  const found = known.find((one) => eventIn(one)?.blockHash === hash);
  return found === undefined ? null : block(eventIn(found)?.blockNumber ?? null, found);
}

interface LogFilter {
  readonly fromBlock: string;
  readonly topics: string[];
}

function logs(world: ChainWorld, range: LogFilter): object[] {
  const { contract, ledgerId } = world;
  const event = eventIn(about(world, range));
  if (event === null) return [];
  const from = Number(range.fromBlock);
  if (from > event.blockNumber) return [];
  return [
    {
      address: contract,
      topics: anchoredTopics(ledgerId, event.size),
      data: `0x${word(event.previousSize)}${event.root.slice(2)}`,
      blockNumber: quantity(event.blockNumber),
      blockHash: event.blockHash,
      transactionHash: event.transaction,
      removed: false,
    },
  ];
}

function call(
  { contract, ledgerId, answer, others }: ChainWorld,
  { to, data }: { to: string; data: string },
  tag: string,
): string {
  const parsed = ledgerAnchor.parseTransaction({ data });
  if (to !== contract || parsed === null || parsed.args[0] !== ledgerId) return "0x";
  if (parsed.name === "head") {
    return answer.registered ? `0x${word(eventIn(answer)?.size ?? 0)}${ZERO.slice(2)}` : "0x";
  }
  // The final state is asked for by its number.
  const said = others?.get(Number(parsed.args[1])) ?? answer;
  return (tag === "latest" ? said.rootAtLatest : said.rootAtFinalized) ?? ZERO;
}
