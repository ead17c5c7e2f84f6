/** A partner lands on its agreement, reads it, sees what it got, is told of a withdrawal, and says where to be told. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { violations } from "../../helpers/axe.ts";
import type { PortalServer } from "../../helpers/portal-server.ts";
import { settled, settledAt } from "../../helpers/settled.ts";
import { until } from "../process.ts";
import { asked } from "./asked.ts";
import { sayingIn, WAYS } from "./said.ts";

const PURPOSE = "northwind-partner-abroad";

/** The partner's program gets what there is; then somebody takes their consent back. Answers how many records it got. */
async function pulledAndWithdrawn(server: PortalServer, id: string, name: string): Promise<number> {
  const { organization } = await asked<{ organization: string }>(server, "partner", "/v1/me");
  const { secret } = await asked<{ secret: string }>(server, "administrator", "/v1/keys", {
    body: { name, role: "partner", scopes: ["sharing:read"], organization, reason: "to pull" },
  });
  const records = `/v1/agreements/${id}/records?purpose=${PURPOSE}&limit=200`;
  const pulled = await asked<{ records: readonly unknown[] }>(server, null, records, {
    headers: { authorization: `Bearer ${secret}` },
  });
  const reason = { "counterfoil-reason": "looks%20who%20has%20agreed" };
  const given = await asked<{ people: readonly { subject: string }[] }>(
    server,
    "officer",
    `/v1/purposes/${PURPOSE}/consents?state=given`,
    { headers: reason },
  );
  const token = (
    await readFile(`${server.place.environment.COUNTERFOIL_KEYS}/token`, "utf8")
  ).trim();
  await asked(server, null, "/v1/consents", {
    headers: { authorization: `Bearer ${token}` },
    body: {
      ...{ "@subject": given.people[0]!.subject, "@source": "shop" },
      ...{ event: "withdrawn", purposeId: PURPOSE },
    },
  });
  return pulled.records.length;
}

/** A partner's server: it takes what comes. */
async function receiving() {
  const types: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    types.push((JSON.parse(body) as { type: string }).type);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, types, stop: () => void server.close() };
}

const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true });

export function partnerJourneys(portal: () => { server: PortalServer; browser: Browser }): void {
  describe.each(WAYS)("a partner, $language, $screen", (look) => {
    const said = sayingIn(look.language);

    it("sees its agreement, what it got, and what has ended", { timeout: 240_000 }, async () => {
      const { server, browser } = portal();
      const id = (await server.pathOf("{agreement}")) as string;
      const count = await pulledAndWithdrawn(server, id, `pull ${look.language}`);
      expect(count).toBeGreaterThan(0);
      const { context, page, complaints } = await server.open(browser, look, "partner");
      await settledAt(page, `${server.url}/app`);
      await page.waitForURL(/\/app\/agreements$/);
      await page.locator(`a[href="/app/agreements/${id}"]`).click();
      await page.getByRole("columnheader", { name: said("partner.people"), exact: true }).waitFor();
      await page.getByRole("button", { name: said("partner.countNow"), exact: true }).click();
      // There are few in the demonstration.
      await page.getByText(said("partner.countBelow", { n: "20" })).waitFor();
      await page.getByText(said("partner.type_consent_withdrawn")).first().waitFor();
      // No names of the firm's people, and nothing that is the firm's to do.
      expect(await page.getByText(said("agreements.compare")).count()).toBe(0);
      await heading(page, said("partner.pull")).waitFor();
      await settled(page);
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it("says where it is told, sees the secret once, tests, and ends it", {
      timeout: 180_000,
    }, async () => {
      const { server, browser } = portal();
      const { context, page, complaints } = await server.open(browser, look, "partner");
      await settledAt(page, `${server.url}/app/webhook`);
      const button = (name: string) => page.getByRole("button", { name, exact: true });
      const dialog = page.getByRole("dialog");
      const confirm = async (name: string): Promise<void> => {
        await dialog.getByLabel(said("admin.reason")).fill("as agreed");
        await dialog.getByRole("button", { name, exact: true }).click();
      };
      await button(said("partner.register")).click();
      // An address of one's own network is refused, and nothing that was typed is lost.
      await dialog.getByLabel(said("partner.url")).fill("https://192.168.0.7/hook");
      await confirm(said("partner.register"));
      await dialog.getByRole("alert").waitFor();
      complaints.splice(0);
      const receiver = await receiving();
      await dialog.getByLabel(said("partner.url")).fill(receiver.url);
      await dialog.getByRole("button", { name: said("partner.register"), exact: true }).click();
      await page.getByText(/^whsec_/).waitFor();
      await button(said("partner.kept")).click();
      await page.getByText(/^whsec_/).waitFor({ state: "detached" });
      // What stood below the secret moves up when it goes, and a button that moves may be missed.
      await settled(page);
      // An address is tested so often and no more, and somebody else of the partner may have done so a moment ago.
      await until(
        async () => {
          await button(said("partner.sendTest")).click();
          await page.getByText(said("partner.testSent")).or(page.getByRole("alert")).waitFor();
          return page.getByText(said("partner.testSent")).count();
        },
        (sent) => sent > 0,
        1_000,
      );
      complaints.splice(0);
      await page.getByText(said("partner.answered", { status: "200" })).waitFor();
      expect(receiver.types).toContain("webhook.test");
      await settled(page);
      expect(await violations(page)).toEqual([]);
      await button(said("partner.remove")).click();
      await confirm(said("partner.remove"));
      await page.getByText(said("partner.noWebhook")).waitFor();
      receiver.stop();
      expect(complaints).toEqual([]);
      await context.close();
    });
  });
}
