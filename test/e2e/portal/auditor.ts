/** An auditor finds a database that somebody has changed. To be gone last: the ledger is damaged afterwards. */
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { describe, expect, it } from "vitest";
import { keyOf, openTamper, withByte } from "../../helpers/audit/tamper.ts";
import type { PortalServer } from "../../helpers/portal-server.ts";
import { settledAt } from "../../helpers/settled.ts";
import { sayingIn, WAYS } from "./said.ts";

/** Which record is changed, by its place among them: another one each time. */
const PLACES = { zh: 700, en: 900 } as const;

/** One bit of what is sealed in a record, by SQL; answers its index. */
function tamperWith(data: string, place: number): number {
  const tamper = openTamper("ledger", join(data, "ledger.db"));
  try {
    const row = tamper.rows("records")[place]!;
    const sealed = row.findIndex((value) => value instanceof Uint8Array && value.length > 200);
    tamper.set(
      "records",
      keyOf("ledger", "records", row),
      "sealed",
      withByte(row[sealed] ?? null, 60, 1),
    );
    return Number(row[0]);
  } finally {
    tamper.close();
  }
}

export function auditorJourneys(portal: () => { server: PortalServer; browser: Browser }): void {
  describe.each(WAYS)("an auditor, $language, $screen", (look) => {
    const said = sayingIn(look.language);

    it("runs an audit, and finds the row that was changed", { timeout: 240_000 }, async () => {
      const { server, browser } = portal();
      const index = tamperWith(server.place.data, PLACES[look.language]);
      const { context, page } = await server.open(browser, look, "auditor");
      await settledAt(page, `${server.url}/app/audits`);
      await page.getByRole("button", { name: said("audits.fullStart") }).click();
      await page.waitForURL(/\/app\/audits\/.+/);
      await page.getByRole("heading", { name: said("audits.wrong") }).waitFor({ timeout: 180_000 });
      const found = await page.getByRole("main").textContent();
      expect(found).toMatch(new RegExp(`\\b${index}\\b|${index.toLocaleString("en")}`));
      await context.close();
    });
  });
}
