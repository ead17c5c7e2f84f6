/** A chain that says of agreements what the ledger has recorded: for tests that write its steps themselves. Nothing can be brought to it. */
import type { SharingRelay } from "../../../api/anchor/sharing/relay.ts";
import type { SharingView } from "../../../api/anchor/sharing/view.ts";
import { Refusal } from "../../../api/core/errors.ts";
import type { Agreement } from "../../../api/sharing/agreements.ts";
import { inText, messageOf } from "../../../api/sharing/life/place.ts";

const no = async (): Promise<never> => {
  throw new Refusal("chain_unavailable", {});
};

export function recordedChain(
  place: { readonly chainId: number; readonly contract: string },
  agreements: () => Promise<ReadonlyMap<string, Agreement>>,
): SharingRelay {
  async function known(id: string): Promise<Agreement> {
    const all = [...(await agreements()).values()];
    const found = all.find(({ versions }) => versions.at(-1)?.terms.agreement === id);
    if (found?.steps.some(({ transaction }) => transaction !== null)) return found;
    throw new Refusal("agreement_refused", { problem: "unknown_agreement", params: {} });
  }
  const activated = ({ steps }: Agreement) => steps.filter(({ event }) => event === "activated");
  const view: SharingView = {
    block: { number: 7, hash: `0x${"b1".repeat(32)}`, time: 0 } as SharingView["block"],
    isFinal: true,
    async agreement(id) {
      const found = await known(id);
      const { controller, recipient } = found.versions.at(-1)!.terms;
      return {
        ...{ controller: controller.account, recipient: recipient.account, proposals: 0 },
        versions: Math.max(0, ...activated(found).map(({ version }) => version)),
        terminatedAt: found.steps.some(({ event }) => event === "terminated") ? 1 : null,
      };
    },
    async version(id, number) {
      const found = await known(id);
      const step = activated(found).find(({ version }) => version === number);
      const drafts = found.versions.find(({ version }) => version === number)!.drafts;
      const terms = drafts.get(step!.termsHash)!;
      const message = messageOf(terms, 1, 0);
      if (inText(message.termsHash) !== step!.termsHash) throw new Error("other terms");
      const { ledgerId, termsHash, validFrom, validUntil } = message;
      return { ledgerId, termsHash, validFrom, validUntil, agreedAt: 0 };
    },
    pending: async () => null,
    versionAt: no,
    events: async () => [],
    part: async (_, { first }) => ({ events: [], next: Math.max(first, 8) }),
  };
  return { ...place, account: place.contract, at: async () => view, judge: no, bring: no };
}
