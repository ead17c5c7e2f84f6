/** Blocks by their time. Times of a chain never fall from one block to the next, so few headers are asked for. */
import { type BlockHeader, badAnswer, headerAt } from "./answers.ts";
import type { Rpc } from "./rpc.ts";

/**
 * The last block whose time is not after `seconds` (since 1970), none above `newest`; null if even the first is later. Asks for
 * O(log n) headers, n being how far it lies below `newest`.
 */
export async function lastBlockNotAfter(
  rpc: Rpc,
  seconds: number,
  newest: BlockHeader,
): Promise<BlockHeader | null> {
  if (newest.time <= seconds) return newest;
  let later = newest.number;
  let found: BlockHeader | null = null;
  // Backwards in steps that double, since what is looked for is seldom long ago.
  for (let step = 1; found === null && later > 0; step *= 2) {
    const header = await blockAt(rpc, Math.max(0, newest.number - step));
    if (header.time <= seconds) found = header;
    else later = header.number;
  }
  while (found !== null && later - found.number > 1) {
    const header = await blockAt(rpc, Math.floor((found.number + later) / 2));
    if (header.time <= seconds) found = header;
    else later = header.number;
  }
  return found;
}

async function blockAt(rpc: Rpc, number: number): Promise<BlockHeader> {
  const header = await headerAt(rpc, number);
  if (header?.number !== number) throw badAnswer();
  return header;
}
