/** A partner's node: of a real chain, where the anchors of a test's ledger are made up, in final blocks. */
import { anchoredTopics, ledgerAnchor } from "../../../../api/anchor/abi.ts";
import type { TestApp } from "../../../api/http/fixtures.ts";

export function anchorsOf(app: TestApp) {
  const word = (n: number): string => n.toString(16).padStart(64, "0");

  /** What of the chain is made up: the anchors of the test's ledger, in final blocks. */
  async function anchors({ method, params }: { method: string; params: readonly unknown[] }) {
    const { contract, ledgerId, chainId } = app.policy;
    const about = async (size: number) =>
      app.ask({ ...{ chainId, contract, ledgerId, size }, block: null });
    if (method === "eth_call") {
      const { to, data } = params[0] as { to: string; data: string };
      if (to !== contract) return undefined;
      const { name, args } = ledgerAnchor.parseTransaction({ data })!;
      const { size, root } = await newest();
      if (name === "head") return { result: `0x${word(size)}${root.slice(2)}` };
      const { rootAtLatest } = await about(Number(args[1]));
      return { result: rootAtLatest ?? `0x${word(0)}` };
    }
    if (method === "eth_getLogs") {
      const { address, topics } = params[0] as { address: string; topics: string[] };
      if (address !== contract) return undefined;
      const { event } = await about(Number(topics[2]));
      if (event === null || event === "unavailable") return { result: [] };
      blocks.set(event.blockHash, event);
      return {
        result: [
          {
            ...{ address, topics: anchoredTopics(ledgerId, event.size), removed: false },
            data: `0x${word(event.previousSize)}${event.root.slice(2)}`,
            blockNumber: `0x${event.blockNumber.toString(16)}`,
            ...{ blockHash: event.blockHash, transactionHash: event.transaction },
          },
        ],
      };
    }
    const block = method === "eth_getBlockByHash" ? blocks.get(String(params[0])) : undefined;
    if (block === undefined) return undefined;
    const [number, timestamp] = [block.blockNumber, block.blockTime].map(
      (n) => `0x${n.toString(16)}`,
    );
    return { result: { number, timestamp, hash: block.blockHash } };
  }
  const blocks = new Map<string, { blockNumber: number; blockTime: number; blockHash: string }>();

  let anchored: { size: number; root: string };
  const newest = async () => anchored;
  async function anchor(): Promise<void> {
    const { size, root } = await app.anchor();
    anchored = { size, root: `0x${Buffer.from(root).toString("hex")}` };
  }
  return { anchor, intercept: anchors };
}
