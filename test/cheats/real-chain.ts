/** The firm's ledger in the real contract on a real development chain, with the firm's own keys of owner and anchorer. */
import { createLedgerClient } from "../../api/anchor/contract.ts";
import { fundWallet } from "../../api/anchor/deploy.ts";
import { createChainReader } from "../../api/anchor/reader.ts";
import { carryOutSuccession } from "../../api/anchor/succession.ts";
import { readLedger } from "../../api/anchor/views.ts";
import type { Policy } from "../../portal/verify/policy.ts";
import { LOG_KEY_HASH, testLedger, testWallet } from "../api/anchor/fixtures.ts";
import { FINALITY_DISTANCE, startTestChain } from "../helpers/chain.ts";
import { referenceConsistency } from "../helpers/reference-merkle.ts";
import type { Firm } from "./firm.ts";
import { pinned, verify } from "./readers.ts";

export type RealChain = Awaited<ReturnType<typeof realChain>>;

export async function realChain() {
  const chain = await startTestChain();
  const { client, ledgerId, contract, chainId, wallet } = await testLedger(chain.rpcUrl);
  const place = { contract, ledgerId };
  const ask = createChainReader(chain.rpcUrl);

  async function clientOf(by: "firm" | "stranger") {
    if (by === "firm") return client;
    const stranger = await testWallet();
    await fundWallet(chain.rpc, stranger);
    return createLedgerClient({ rpc: chain.rpc, chainId, contract, ledgerId, wallet: stranger });
  }

  return {
    policy: pinned({ chainId, ...place }),

    /** What the contract says to a firm's tree of this size: `anchored`, or why not. */
    async anchor(firm: Firm, size: number, by: "firm" | "stranger" = "firm"): Promise<string> {
      const anchoring = await clientOf(by);
      const from = (await client.head())?.size ?? 0;
      const { leaves, root } = firm.log(size);
      const prepared = await anchoring.prepare({
        ...{ size, root, nonce: await anchoring.nextNonce(), replaces: null },
        proof: from === 0 || from >= size ? [] : referenceConsistency(from, leaves),
      });
      if (prepared.outcome !== "signed") {
        return prepared.outcome === "refused"
          ? `refused: ${prepared.refusal.name}`
          : prepared.outcome;
      }
      await anchoring.send(prepared.signed);
      await chain.mine(FINALITY_DISTANCE);
      return "anchored";
    },

    verify: (firm: Firm, file: Uint8Array, policy: Policy = pinned({ chainId, ...place })) =>
      verify(firm, file, { ask, policy }),

    /** The firm closes the ledger in favour of one that goes on from this size, under a new name. Answers the policy of that one. */
    async succeed(size: number): Promise<Policy> {
      const owner = wallet;
      const origin = "ledger.example/successor";
      const call = { chainId, contract, ledgerId, size, origin, owner, anchorer: owner.address };
      await carryOutSuccession(chain.rpc, { ...call, logKeyHash: LOG_KEY_HASH }, null);
      await chain.mine(FINALITY_DISTANCE);
      const successor = (await readLedger(chain.rpc, place))?.successor ?? "";
      return pinned({ chainId, contract, ledgerId: successor });
    },

    /** What anybody can ask the contract about the ledger. */
    async standing(): Promise<string> {
      const ledger = await readLedger(chain.rpc, place);
      if (ledger === null || !ledger.closed) return "open";
      const next = await readLedger(chain.rpc, { contract, ledgerId: ledger.successor ?? "" });
      return `closed, goes on from size ${next?.inheritedSize}`;
    },

    /** Who runs a development chain can put it back to where it was. */
    snapshot: () => chain.rpc("evm_snapshot", []),
    async revert(snapshot: unknown): Promise<void> {
      await chain.rpc("evm_revert", [snapshot]);
    },

    close: () => chain.stop(),
  };
}
