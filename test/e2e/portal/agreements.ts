/** An officer signs an agreement with the wallet of the browser, for both parties as it happens, and sees it agreed. */
import type { Browser, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { violations } from "../../helpers/axe.ts";
import type { PortalServer } from "../../helpers/portal-server.ts";
import { settled, settledAt } from "../../helpers/settled.ts";
import { addressOf, CONTROLLER, RECIPIENT } from "../../helpers/sharing.ts";
import { sayingIn, WAYS } from "./said.ts";

const WALLETS = [CONTROLLER, RECIPIENT];
const PARTNER = "Fourth Coffee Ltd.";

/** As a wallet puts itself into a page (EIP-1193), with the keys of both. */
async function putWallet(page: Page): Promise<void> {
  await page.exposeFunction("walletSigns", async (account: string, text: string) => {
    const { types, domain, message } = JSON.parse(text);
    const { EIP712Domain: _, ...own } = types;
    const wallet = WALLETS.find((one) => addressOf(one) === account)!;
    return wallet.signTypedData(domain, own, message);
  });
  const accounts = JSON.stringify(WALLETS.map(({ address }) => address));
  await page.addInitScript(`window.ethereum = {
    request: async ({ method, params }) =>
      method === "eth_requestAccounts" ? ${accounts} : window.walletSigns(params[0], params[1]),
  }`);
}

const day = (after: number): string =>
  `${new Date(Date.now() + after * 86_400_000).toISOString().slice(0, 10)}T00:00:00.000Z`;
const draft = {
  controller: { account: addressOf(CONTROLLER) },
  recipient: { name: PARTNER, account: addressOf(RECIPIENT), contact: "office@coffee.example" },
  purposes: [{ purposeId: "northwind-offers", consents: ["northwind-offers"] }],
  records: [{ kind: "customer", fields: ["emails"] }],
  ...{ validFrom: day(-1), validUntil: day(300), retention: "P1Y", onward: "prohibited" },
  duties: { deleteWithin: "PT24H", acknowledgeWithin: "P3D" },
};

async function drafted(server: PortalServer, path = "/v1/agreements"): Promise<string> {
  const cookie = (await server.session("officer")).map(({ name, value }) => `${name}=${value}`);
  const answer = await fetch(server.url + path, {
    method: "POST",
    headers: {
      ...{ cookie: cookie.join("; "), origin: server.url },
      "content-type": "application/json",
    },
    body: JSON.stringify(path === "/v1/agreements" ? draft : { ...draft, retention: "P2Y" }),
  });
  const told = (await answer.json()) as { agreementId: string };
  expect(answer.status, JSON.stringify(told)).toBe(201);
  return told.agreementId;
}

export function agreementJourneys(portal: () => { server: PortalServer; browser: Browser }): void {
  describe.each(WAYS)("an agreement, $language, $screen", (look) => {
    const said = sayingIn(look.language);

    it("is signed with a wallet, and told with all its steps", { timeout: 180_000 }, async () => {
      const { server, browser } = portal();
      const id = await drafted(server);
      const { context, page, complaints } = await server.open(browser, look, "officer");
      await putWallet(page);
      await settledAt(page, `${server.url}/app/agreements`);
      await page.locator(`a[href="/app/agreements/${id}"]`).click();
      const partner = said("agreements.oneTitle", { partner: PARTNER });
      await page.getByRole("heading", { level: 1, name: partner }).waitFor();
      const sign = async (party: "controller" | "recipient", event: string): Promise<void> => {
        await page.getByLabel(said("agreements.party")).selectOption(party);
        await page.getByRole("button", { name: said("agreements.signNow") }).click();
        await page.getByRole("rowheader", { name: event }).first().waitFor();
      };
      await sign("controller", said("agreements.event_proposed"));
      await sign("recipient", said("agreements.event_activated"));
      await drafted(server, `/v1/agreements/${id}/draft`);
      await settledAt(page, `${server.url}/app/agreements/${id}`);
      await page.getByRole("rowheader", { name: said("agreements.member_retention") }).waitFor();
      // The number of people, of the draft, too, before anybody proposes it.
      await page.getByLabel(said("partner.countVersion"), { exact: true }).selectOption("2");
      await page.getByRole("button", { name: said("partner.countNow"), exact: true }).click();
      await page.getByText(said("partner.countByVersion", { n: "2" })).waitFor();
      await settled(page);
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    });
  });
}
