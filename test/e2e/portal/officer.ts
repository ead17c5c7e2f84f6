/** A compliance officer answers whether somebody had consented to something on a day, and exports the evidence. */
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { PortalServer } from "../../helpers/portal-server.ts";
import { onwardTo, settled, settledAt } from "../../helpers/settled.ts";
import { counterfoilHere } from "../process.ts";
import { sayingIn, WAYS } from "./said.ts";

const PERSON = "Antonio Moreno Taquería";
const TITLES = { zh: "为您定制的优惠", en: "Offers made for you" } as const;
/** Given in March, asked anew in September for a new version, given again. */
const DAYS = [
  ["2024-02-01", "never_asked"],
  ["2024-04-30", "given"],
] as const;

export function officerJourneys(portal: () => { server: PortalServer; browser: Browser }): void {
  describe.each(WAYS)("an officer, $language, $screen", (look) => {
    const said = sayingIn(look.language);

    it("answers “consent of X for P on day D”, and exports what proves it", {
      timeout: 180_000,
    }, async () => {
      const { server, browser } = portal();
      const { context, page } = await server.open(browser, look, "officer");
      await settledAt(page, `${server.url}/app/search`);
      await page.getByLabel(said("frame.reason")).fill("Anton asks what he agreed to");
      await page.keyboard.press("Enter");
      await page.getByLabel(said("officer.searchWhat")).fill("ANTON");
      await page.getByLabel(said("officer.searchSource")).fill("northwind");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/app\/people\//);
      await page.getByRole("heading", { level: 1, name: PERSON }).waitFor();
      await settled(page);
      const purpose = TITLES[look.language];
      await page.getByRole("link", { name: said("officer.answerFor", { purpose }) }).click();
      await page.waitForURL(/\/consents\/northwind-offers/);
      const { pathname } = new URL(page.url());

      for (const [day, reason] of DAYS) {
        await onwardTo(page, `${pathname}?day=${day}`);
        const answer = page.getByRole("main").getByRole("status").first();
        const sentence = said(`officer.said_${reason}`, { person: PERSON, purpose, when: "§" });
        const [begins = ""] = sentence.split("§");
        await answer.filter({ hasText: begins }).waitFor();
      }
      const loading = page.waitForEvent("download");
      await page
        .getByRole("button", { name: new RegExp(`^${said("officer.downloadEvidence")}`) })
        .first()
        .click();
      const file = join(server.place.folder, `answer-${look.language}.json`);
      await (await loading).saveAs(file);
      const { code, out } = await counterfoilHere(
        ...([server.place, "verify", file, "--rpc", server.place.rpcUrl, "--json"] as const),
      );
      expect({ code, word: JSON.parse(out).word }).toEqual({ code: 0, word: "VERIFIED" });
      expect(JSON.parse(out).stream.name).toBe("consent/northwind-offers");
      await context.close();
    });
  });
}
