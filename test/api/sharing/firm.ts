/** A firm that shares: what it asks partners for, and steps of agreements that this domain does not take itself yet. */
import { parseInput } from "../../../api/consent/input.ts";
import { agreement } from "../../../api/sharing/kinds/agreement.ts";
import { createSharing, type Sharing } from "../../../api/sharing/service.ts";
import type { TestLedger } from "../../helpers/ledger.ts";
import { seededRandom } from "../../helpers/repeatable.ts";
import { recordedChain } from "./recorded-chain.ts";

export const CHAIN = { chainId: 31_337, contract: `0x${"c0".repeat(20)}` };
export const OFFICER = { id: "account/7", role: "officer" } as const;
export const FIRM_ACCOUNT = `0x${"11".repeat(20)}`;
export const PARTNER_ACCOUNT = `0x${"22".repeat(20)}`;

export const sharingOf = (
  { ledger, consents, clock }: Pick<TestLedger, "ledger" | "consents" | "clock">,
  chain: typeof CHAIN | null = CHAIN,
  seed = "sharing",
): Sharing => {
  const sharing: Sharing = createSharing({
    ...{ ledger, clock, chain, registry: consents.registry, random: seededRandom(seed) },
    relay: chain && recordedChain(chain, () => sharing.agreements()),
    hasOrganization: () => true,
  });
  return sharing;
};

/** As a client sends it, for the firm of helpers/consents.ts. */
export const draftOf = (change: object = {}): Record<string, unknown> => ({
  controller: { account: FIRM_ACCOUNT },
  recipient: {
    name: "Fourth Coffee Ltd.",
    account: PARTNER_ACCOUNT,
    contact: "privacy@fourthcoffee.example",
  },
  purposes: [{ purposeId: "newsletter", consents: ["newsletter"] }],
  records: [{ kind: "customer", fields: ["channel", "emails"] }],
  validFrom: "2026-12-01T00:00:00.000Z",
  validUntil: "2027-12-01T00:00:00.000Z",
  retention: "P1Y",
  onward: "prohibited",
  duties: { deleteWithin: "PT24H", acknowledgeWithin: "P3D" },
  ...change,
});

/** Records a step as whoever speaks with the chain will. */
export async function stepOn(
  { ledger, clock }: Pick<TestLedger, "ledger" | "clock">,
  sharing: Sharing,
  agreementId: string,
  event: string,
  ofVersion?: number,
): Promise<void> {
  const { steps } = await sharing.read(agreementId, "en");
  const { termsHash, version } = steps.findLast(
    (step) => ofVersion === undefined || step.version === ofVersion,
  )!;
  const transaction = {
    ...{ ...CHAIN, hash: `0x${"7a".repeat(32)}`, block: 7 },
    time: new Date(clock.now()).toISOString(),
  };
  const { draft } = parseInput(agreement, {}, clock, {
    "@subject": ledger.firm,
    ...{ actor: { id: "ledger", role: "system" }, agreementId, agreementVersion: version, event },
    ...{ termsHash, ...(event === "expired" ? {} : { transaction }) },
  });
  const [outcome] = await ledger.append([{ events: [{ draft }], idempotency: null }]);
  if (outcome === undefined || !("outcome" in outcome)) throw outcome ?? new Error("no outcome");
}
