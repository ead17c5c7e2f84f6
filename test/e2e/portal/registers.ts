/** An officer keeps the registers: a breach with its clock until the authority is told, and an impact assessment; both are taken along as files. */
import { readFile } from "node:fs/promises";
import type { Browser, Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { violations } from "../../helpers/axe.ts";
import type { PortalServer } from "../../helpers/portal-server.ts";
import { overflow, settled, settledAt } from "../../helpers/settled.ts";
import { sayingIn, WAYS } from "./said.ts";

const press = (within: Page | Locator, name: string): Promise<void> =>
  within.getByRole("button", { name, exact: true }).click();

/** What a button gives. */
async function file(page: Page, name: string): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent("download");
  await press(page, name);
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

async function fits(page: Page): Promise<void> {
  await settled(page);
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
}

export function registerJourneys(portal: () => { server: PortalServer; browser: Browser }): void {
  describe.each(WAYS)("the registers, $language, $screen", (look) => {
    const { language } = look;
    const said = sayingIn(language);

    it("a breach is reported, its clock runs, the authority is told, and the register is taken along", {
      timeout: 120_000,
    }, async () => {
      const { server, browser } = portal();
      const { context, page, complaints } = await server.open(browser, look, "officer");
      const dialog = page.getByRole("dialog");
      const field = (name: string) =>
        dialog.getByRole("textbox", { name: said(`breaches.field_${name}`) });
      const done = async (word: string) => {
        await press(dialog, said(`breaches.do_${word}`));
        await dialog.waitFor({ state: "detached" });
      };
      await settledAt(page, `${server.url}/app/breaches`);
      const what = `A disk was lost, ${language}`;
      await press(page, said("breaches.report"));
      await fits(page);
      const send = dialog.getByRole("button", { name: said("breaches.report"), exact: true });
      expect(await send.isDisabled()).toBe(true);
      await field("description").fill(what);
      await field("people").fill("some");
      expect(await send.isDisabled()).toBe(true);
      await field("people").fill("1,200");
      // Whoever presses Enter in a field has not said that it is whole.
      await field("people").press("Enter");
      expect(await dialog.isVisible()).toBe(true);
      await send.click();
      await page.waitForURL(/\/app\/breaches\/[0-9a-f-]{36}$/);
      const clock = page.getByRole("region", { name: said("breaches.authority"), exact: true });
      await clock.getByText(said("breaches.clock_due"), { exact: true }).waitFor();
      expect(await clock.textContent()).toContain(said("breaches.hours_other", { n: "71" }).trim());
      await fits(page);

      await press(page, said("breaches.do_assess"));
      await dialog.getByLabel(said("breaches.field_risk")).selectOption("risk");
      await field("consequences").fill("Fraud");
      await done("assess");
      await press(page, said("breaches.do_tellAuthority"));
      expect(await field("authority").inputValue()).not.toBe("");
      await field("reference").fill("A-1");
      await done("tellAuthority");
      await clock.getByText(said("breaches.clock_notified"), { exact: true }).waitFor();
      await page.getByText("A-1", { exact: true }).waitFor();
      await fits(page);

      const form = said("processing.file_pdf");
      const title = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
      const pdf = await file(page, said("processing.fileOf", { form, of: title }));
      expect(pdf.name).toMatch(/^breach-[0-9a-f-]{36}\.pdf$/);
      expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");

      await settledAt(page, `${server.url}/app/breaches`);
      await page.getByRole("link").filter({ hasText: what }).waitFor();
      const csv = await file(
        page,
        said("processing.fileOf", {
          ...{ form: said("processing.file_csv"), of: said("breaches.title") },
        }),
      );
      expect(csv.name).toBe("breaches.csv");
      expect(csv.bytes.toString()).toContain(what);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it("a purpose is assessed, and its sheet is taken along", { timeout: 120_000 }, async () => {
      const { server, browser } = portal();
      const { context, page, complaints } = await server.open(browser, look, "officer");
      await settledAt(page, `${server.url}/app/processing/northwind-partner-abroad`);
      await press(page, said("processing.assess"));
      const dialog = page.getByRole("dialog");
      const send = dialog.getByRole("button", { name: said("processing.assess"), exact: true });
      const triggers = dialog.getByRole("group", { name: said("processing.field_triggers") });
      // What the purpose itself says.
      expect(
        await triggers.getByLabel(said("processing.trigger_provided"), { exact: true }).isChecked(),
      ).toBe(true);
      const by = `Privacy office, ${language}`;
      const texts = { assessedBy: by, necessity: "Asked for", risk: "Leak" };
      for (const [name, text] of Object.entries({ ...texts, measure: "None", safeguards: "Keys" }))
        await dialog
          .getByRole("textbox", { name: said(`processing.field_${name}`) })
          .first()
          .fill(text);
      expect(await send.isDisabled()).toBe(true);
      await dialog.getByLabel(said("processing.field_conclusion")).selectOption("acceptable");
      await fits(page);
      await send.click();
      await dialog.waitFor({ state: "detached" });
      await page.getByText(by, { exact: true }).waitFor();
      const pdf = await file(
        page,
        said("processing.fileOf", {
          ...{ form: said("processing.file_pdf"), of: said("processing.newest") },
        }),
      );
      expect(pdf.name).toBe("assessment-northwind-partner-abroad.pdf");
      expect(complaints).toEqual([]);
      await context.close();
    });
  });
}
