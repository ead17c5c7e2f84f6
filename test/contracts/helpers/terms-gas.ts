/** What an agreement's steps cost: whole transactions, their 21,000 and their calldata included. */
import { sharingTermsCreationCode } from "../../../api/anchor/sharing-terms.ts";
import { gasOf } from "./gas.ts";
import { openTermsChain } from "./terms.ts";

/** Gas by step, of parties that have keys; a contract that is a party adds what its judgement costs. */
export async function measureTermsGas(): Promise<Record<string, number>> {
  const chain = await openTermsChain();
  try {
    const { agreement, contract, controller, recipient } = chain;
    const gas: Record<string, number> = {};
    const call = async (label: string, name: string, ...args: unknown[]): Promise<void> => {
      gas[`terms: ${label}`] = Number(await gasOf(contract.getFunction(name)(...args)));
    };
    const propose = async (label: string, version: number, proposal: number): Promise<void> => {
      const terms = chain.terms(version, proposal);
      const signature = await chain.signTerms(controller, terms);
      await call(label, "propose", terms, controller.address, signature);
    };
    const accept = async (label: string, version: number, proposal: number): Promise<void> => {
      const signature = await chain.signTerms(recipient, chain.terms(version, proposal));
      await call(label, "accept", agreement, proposal, signature);
    };
    await propose("propose, the first of an agreement", 1, 1);
    await propose("propose, replacing another", 1, 2);
    await accept("accept", 1, 2);
    await propose("propose an amendment", 2, 3);
    await accept("accept an amendment", 2, 3);
    const both = [controller, recipient].map((by) => chain.signTerms(by, chain.terms(3, 4)));
    await call(
      "conclude an amendment",
      "conclude",
      chain.terms(3, 4),
      ...(await Promise.all(both)),
    );
    await propose("propose another amendment", 4, 5);
    const party = recipient.address;
    const withdrawal = await chain.sign(recipient, "Withdrawal", { agreement, proposal: 5, party });
    await call("withdraw", "withdraw", agreement, 5, party, withdrawal);
    const deadline = chain.now + 600;
    const termination = { agreement, version: 3, party, deadline };
    const ended = await chain.sign(recipient, "Termination", termination);
    await call("terminate", "terminate", agreement, 3, party, deadline, ended);
    const [payer] = await chain.connection.ethers.getSigners();
    if (payer === undefined) throw new Error("the chain has no accounts");
    const deployed = payer.sendTransaction({ data: sharingTermsCreationCode });
    gas["terms: deploy"] = Number(await gasOf(deployed));
    return gas;
  } finally {
    await chain.close();
  }
}
