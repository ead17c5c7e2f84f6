/** The demonstration's agreement: its firm and its partner have both signed it, each with a key of its own that lies beside the ledger's, so that the partner's account lands on something real. */
import { join } from "node:path";
import { signatureFile, signByKeyFile } from "../anchor/sharing/sign.ts";
import { readTypedData } from "../anchor/sharing/typed-data.ts";
import { loadOrCreateWallet } from "../anchor/wallet.ts";
import { systemClock } from "../core/clock.ts";
import { systemRandom } from "../core/random.ts";
import { LEDGER } from "../sharing/life/steps.ts";
import type { RunningServer } from "./running-server.ts";

const DAY_MS = 86_400_000;
const SIDES = ["controller", "recipient"] as const;
type Side = (typeof SIDES)[number];

const day = (after: number): string =>
  `${new Date(systemClock.now() + after * DAY_MS).toISOString().slice(0, 10)}T00:00:00.000Z`;

const draftOf = (accounts: Readonly<Record<Side, string>>): object => ({
  controller: { account: accounts.controller },
  recipient: {
    ...{ name: "Fourth Coffee Ltd. (demonstration)", account: accounts.recipient },
    contact: "privacy@fourthcoffee.example",
  },
  purposes: [{ purposeId: "northwind-partner-abroad", consents: ["northwind-partner-abroad"] }],
  records: [{ kind: "customer", fields: ["emails", "name"] }],
  ...{ validFrom: day(-1), validUntil: day(365), retention: "P1Y", onward: "prohibited" },
  duties: { deleteWithin: "PT24H", acknowledgeWithin: "P3D" },
  notes: { en: "Of the demonstration.", zh: "演示所用。" },
});

/** Goes on where an earlier start was interrupted; what is there already is not made again. Without a contract, or without people, there is nothing to show, and none is made. */
export async function ensureDemoAgreement(
  { sharing, demonstration }: Pick<RunningServer, "sharing" | "demonstration">,
  keysDirectory: string,
): Promise<void> {
  const organization = demonstration?.organization() ?? null;
  if (organization === null || !sharing.signs) return;
  const files = {
    controller: join(keysDirectory, "demo-firm.key"),
    recipient: join(keysDirectory, "demo-partner.key"),
  };
  const random = systemRandom();
  const accountOf = async (side: Side): Promise<string> =>
    (await loadOrCreateWallet(files[side], random, files[side])).address;
  const accounts = {
    controller: await accountOf("controller"),
    recipient: await accountOf("recipient"),
  };
  const known = [...(await sharing.agreements()).values()].find(
    ({ versions }) => versions[0]?.terms.recipient.account === accounts.recipient,
  );
  const id = known?.agreementId ?? (await sharing.draft(draftOf(accounts), LEDGER)).agreementId;
  // Said by whoever administers it since: that counts.
  if ((known?.organization ?? null) === null) await sharing.tie(id, { organization }, LEDGER);
  for (const party of SIDES) {
    const { waitsFor, versions } = await sharing.read(id, "en");
    // What was drafted since is for people to sign.
    if (versions.length > 1 || !waitsFor.includes(party)) continue;
    const { typedData } = await sharing.toSign(id, { what: "terms", party });
    const key = { file: files[party], setting: files[party], account: null };
    await sharing.sign(
      id,
      signatureFile(await signByKeyFile(readTypedData(typedData), key)),
      LEDGER,
    );
  }
}
