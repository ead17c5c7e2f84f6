/** A stranger verifies a file with the page that stands alone, from their disk, and sees one refused that somebody has changed. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { PortalServer } from "../../helpers/portal-server.ts";
import { settledAt } from "../../helpers/settled.ts";
import { sayingIn, WAYS } from "./said.ts";

async function verdictOf(page: Page, file: string): Promise<string> {
  await page.setInputFiles("input[type=file]", file);
  await page.getByText(file.split("/").at(-1)!).first().waitFor();
  const verdict = page.getByRole("heading", { level: 2, name: /[A-Z_]{6,}$/ });
  await verdict.waitFor();
  return /[A-Z_]+$/.exec((await verdict.textContent())?.trim() ?? "")?.[0] ?? "";
}

/** By whom an order was carried is another: what somebody might change who has to pay for it. */
const forged = (text: string): string =>
  text.replaceAll(/"disclosure":"([\w-]+)"/g, (_, disclosure: string) => {
    const said = Buffer.from(disclosure, "base64url").toString();
    const changed = said.replace("Federal Shipping", "Speedy Express");
    return `"disclosure":"${Buffer.from(changed).toString("base64url")}"`;
  });

export function strangerJourneys(portal: () => { server: PortalServer; browser: Browser }): void {
  describe.each(WAYS)("a stranger, $language, $screen", (look) => {
    const said = sayingIn(look.language);

    it("verifies a file from their disk by a node of their own, and sees a changed one refused", {
      timeout: 120_000,
    }, async () => {
      const { server, browser } = portal();
      const { place } = server;
      // The demonstration's: it lets in files that are opened from a disk.
      const node = place.rpcUrl;
      const alone = join(place.folder, "verifier.html");
      await writeFile(alone, await (await fetch(`${server.url}/verifier.html`)).text());
      const { context, page, complaints } = await server.open(browser, look, null);
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      await settledAt(page, pathToFileURL(alone).href);
      await page.setInputFiles("input[type=file]", join(place.data, "policy.json"));
      await page.getByRole("radio", { name: said("verify.ownNode") }).check();
      await page.getByLabel(said("verify.nodeAddress"), { exact: true }).fill(node);
      await page.getByRole("button", { name: said("verify.askNode") }).click();
      const file = join(place.data, "evidence", "order.json");
      expect(await verdictOf(page, file)).toBe("VERIFIED");

      const text = await readFile(file, "utf8");
      const changed = join(place.folder, "changed.json");
      await writeFile(changed, forged(text));
      expect(await readFile(changed, "utf8")).not.toBe(text);
      await page.getByRole("button", { name: said("verify.anotherFile") }).click();
      expect(await verdictOf(page, changed)).toBe("INVALID");
      // Itself, and the node that was named: nobody else.
      const others = asked.filter((url) => !url.startsWith("file:") && !url.startsWith(node));
      expect(others.filter((url) => !url.startsWith("data:") && !url.startsWith("blob:"))).toEqual(
        [],
      );
      expect(complaints).toEqual([]);
      await context.close();
    });
  });
}
