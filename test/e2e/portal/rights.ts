/** People use their rights, and officers answer: an export, a restriction, and an erasure whose certificate is fetched when nobody is signed in any more. */
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { violations } from "../../helpers/axe.ts";
import type { Look } from "../../helpers/browser.ts";
import { type PortalServer, signedIn } from "../../helpers/portal-server.ts";
import { settled, settledAt } from "../../helpers/settled.ts";
import { readZip } from "../../helpers/zip.ts";
import { until } from "../process.ts";
import { asked } from "./asked.ts";
import { sayingIn, WAYS } from "./said.ts";

type Said = ReturnType<typeof sayingIn>;

/** Somebody with a profile, who can sign in. */
async function newCustomer(server: PortalServer, name: string, email: string): Promise<void> {
  const headers = { authorization: `Bearer ${await server.place.token()}` };
  const externalNumber = name.toUpperCase();
  const { subject } = await asked<{ subject: string }>(server, null, "/v1/subjects", {
    ...{ headers, body: { source: "rights", externalNumber } },
  });
  const profile = { externalNumber, partyType: "person", name, emails: [email] };
  await asked(server, null, "/v1/records", {
    headers,
    body: {
      ...{ "@kind": "customer", "@subject": subject, "@source": "rights" },
      ...{ "@occurredAt": "2026-11-02T09:00:00.000Z", ...profile },
    },
  });
  await asked(server, "staff", `/v1/subjects/${subject}/contacts`, {
    body: { address: email, relation: "self", reason: "to sign in" },
  });
}

/** A window of this customer. */
async function windowOf(server: PortalServer, browser: Browser, look: Look, email: string) {
  const window = await server.open(browser, look, null);
  await window.context.addCookies(await signedIn(server.url, email));
  return window;
}

/** On the page of a request, from the form that was filled in. */
async function sent(page: Page, said: Said): Promise<void> {
  await page.getByRole("button", { name: said("rights.send") }).click();
  await page.waitForURL(/\/app\/rights\/[0-9a-f-]{36}/);
  await page.getByText(said("rights.sent"), { exact: true }).waitFor();
  await settled(page);
}

/** An officer comes to the newest request of this right, and grants it. */
async function grants(page: Page, server: PortalServer, said: Said, right: string): Promise<void> {
  await settledAt(page, `${server.url}/app/requests`);
  const reason = page.locator("form input[maxlength='500'][required]");
  if ((await reason.count()) > 0) {
    await reason.fill("the day’s requests");
    await page.keyboard.press("Enter");
  }
  const name = said(`rightsOffice.right_${right}`);
  await page.getByRole("listitem").filter({ hasText: name }).getByRole("link").first().click();
  await page.waitForURL(/\/app\/requests\/[\w-]{43}\//);
  await page
    .getByRole("button", { name: said("rightsOffice.decide"), exact: true })
    .click({ timeout: 20_000 });
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(said("rightsOffice.reason")).fill("As the law has it");
  await dialog.getByRole("button", { name: said("rightsOffice.decide"), exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}

/** The certificate of whoever has this link, by the page that needs no account. */
async function certifies(
  server: PortalServer,
  browser: Browser,
  look: Look,
  link: string,
): Promise<void> {
  const said = sayingIn(look.language);
  const { context, page, complaints } = await server.open(browser, look, null);
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  await page.goto(link);
  const verdict = page.locator("[data-word]");
  await verdict.waitFor({ timeout: 60_000 });
  const word = await until(
    async () => (await verdict.getAttribute("data-word")) ?? "",
    (found) => found === "VERIFIED",
    1_000,
  );
  expect(word).toBe("VERIFIED");
  // Whoever reads addresses does not read the code.
  const code = link.split("#")[1] ?? "";
  expect(code).toHaveLength(43);
  expect(page.url()).toBe(`${server.url}/app/certificate`);
  expect(addresses.filter((url) => url.includes(code) && !url.startsWith(link))).toEqual([]);
  await page.getByText(said("erasure.certCleared")).waitFor();
  await settled(page);
  expect(await violations(page)).toEqual([]);
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: said("erasure.certDownload") }).click();
  const file = await readFile(await (await coming).path(), "utf8");
  expect(file).toContain("counterfoil/erasure-certificate/v1");
  expect(complaints.filter((text) => !/status of 40[149]/.test(text))).toEqual([]);
  await context.close();
}

export function rightsJourneys(portal: () => { server: PortalServer; browser: Browser }): void {
  describe.each(WAYS)("people’s rights, $language, $screen", (look) => {
    const { language } = look;
    const said = sayingIn(language);
    const email = `rights-${language}@example.com`;

    it("one takes everything along, and has the use of it stopped", {
      timeout: 120_000,
    }, async () => {
      const { server, browser } = portal();
      await newCustomer(server, `Rights ${language}`, email);
      const { context, page } = await windowOf(server, browser, look, email);
      await settledAt(page, `${server.url}/app/rights`);
      const access = said("rights.right_access");
      await page
        .getByRole("link", { name: said("rights.askThing", { thing: access }), exact: true })
        .click();
      await page.waitForURL(/\/ask\/access$/);
      const coming = page.waitForEvent("download", { timeout: 60_000 });
      await page.getByRole("button", { name: said("rights.exportGo") }).click();
      const path = await (await coming).path();
      const files = [...readZip(await readFile(path)).keys()];
      expect(files).toEqual(expect.arrayContaining([expect.stringMatching(/index\.html$/)]));
      expect(files.some((name) => name.includes("evidence/"))).toBe(true);
      await page.getByText(said("rights.exportDone")).waitFor();

      await settledAt(page, `${server.url}/app/rights/ask/restriction`);
      await page.getByRole("textbox").fill("My address is wrong");
      await sent(page, said);
      const officer = await server.open(browser, look, "officer");
      await grants(officer.page, server, said, "restriction");
      await settled(officer.page);
      expect(await violations(officer.page)).toEqual([]);
      await officer.context.close();
      await settledAt(page, `${server.url}/app/rights`);
      await page.getByText(said("rights.restrictionNow"), { exact: true }).waitFor();
      await context.close();
    });

    it("one asks to be erased; it is carried out, and the certificate arrives and verifies", {
      timeout: 180_000,
    }, async () => {
      const { server, browser } = portal();
      const { context, page } = await windowOf(server, browser, look, email);
      await settledAt(page, `${server.url}/app/rights/ask/erasure`);
      expect(await violations(page)).toEqual([]);
      const link = (await page.locator("[data-code]").textContent()) ?? "";
      const send = page.getByRole("button", { name: said("rights.send") });
      expect(await send.isDisabled()).toBe(true);
      await page.getByLabel(said("erasure.codeKept")).check();
      expect(await send.isDisabled()).toBe(true);
      const word = said("erasure.sureWord");
      await page.getByLabel(said("erasure.sure", { word })).fill(word);
      await sent(page, said);

      const officer = await server.open(browser, look, "officer");
      await grants(officer.page, server, said, "erasure");
      await officer.page.getByText(said("erasure.stepsTitle")).waitFor();
      await until(
        () => officer.page.getByText(said("erasure.stepDone"), { exact: true }).count(),
        (done) => done >= 6,
      );
      await settledAt(officer.page, `${server.url}/app/erasures`);
      expect(await violations(officer.page)).toEqual([]);
      await officer.context.close();

      // Whoever was erased has no account any more.
      await page.goto(`${server.url}/app/rights`);
      await page.waitForURL(/\/sign-in/);
      await context.close();
      await certifies(server, browser, look, link);
    });
  });
}
