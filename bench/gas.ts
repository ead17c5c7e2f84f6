import { type AnchorChain, openAnchorChain } from "../test/contracts/helpers/anchor.ts";
import { gasOf, measureAnchorGas, WATCHED_SIZES } from "../test/contracts/helpers/gas.ts";
import { pseudoHash } from "../test/contracts/helpers/merkle.ts";
import type { Section } from "./work/table.ts";
import { timestampContract } from "./work/timestamp-contract.ts";

/** What one anchor costs, whatever its batch holds; beside it a time stamp that enforces nothing. */
export async function benchGas(): Promise<Section> {
  const chain = await openAnchorChain();
  try {
    const rows = [];
    for (const { name, from, to } of WATCHED_SIZES) {
      const { gas, proofLength } = await measureAnchorGas(chain, from, to);
      rows.push({ what: `anchor at ${name}`, gas: Number(gas), "proof elements": proofLength });
    }
    const stamp = await measureTimestamp(chain);
    rows.push({
      what: "time stamp as EAS stores it, nothing enforced",
      gas: stamp,
      "proof elements": 0,
    });
    return {
      title: "Gas for one anchor, the whole transaction",
      note: "Target: at most 90,000 at 2^20 and 115,000 at 2^40. The time stamp is a stand-in: EAS's check, storage write and event, without its proxy.",
      rows,
    };
  } finally {
    await chain.close();
  }
}

/** A second one, as all but the first are. */
async function measureTimestamp({ owner }: AnchorChain): Promise<number> {
  const deployed = await (await owner.sendTransaction({ data: timestampContract() })).wait();
  const to = deployed?.contractAddress;
  if (!to) throw new Error("the stand-in was not deployed");
  const stamp = (n: number) =>
    gasOf(owner.sendTransaction({ to, data: `0x4d003070${pseudoHash("stamp", n).slice(2)}` }));
  await stamp(1);
  return Number(await stamp(2));
}
