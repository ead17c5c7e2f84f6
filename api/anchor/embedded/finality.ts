/** On the embedded chain nobody mines but us: a block for each transaction, and the few that finality needs after an anchor. */
import { latestHeader, quantity } from "../answers.ts";
import type { Rpc } from "../rpc.ts";
import type { EmbeddedChain } from "./chain.ts";

/** With `--slots-in-an-epoch 1` the final block is this far behind the newest. */
const BLOCKS_TO_FINALITY = 2;

/** Makes a block final and durable; mines nothing if it is final already. Durable last: what is mined must be saved too. */
export function createSettle(
  rpc: Rpc,
  chain: Pick<EmbeddedChain, "save">,
): (block: number) => Promise<void> {
  return async (block) => {
    const { number } = await latestHeader(rpc);
    const missing = block + BLOCKS_TO_FINALITY - number;
    if (missing > 0) await rpc("anvil_mine", [quantity(missing)]);
    await chain.save();
  };
}
