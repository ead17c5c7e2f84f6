/** A stranger verifies a file with the page that stands alone, from their disk, and sees one refused that somebody has changed. */
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { PortalServer } from "../../helpers/portal-server.ts";
import { settledAt } from "../../helpers/settled.ts";
import { sayingIn, WAYS } from "./said.ts";

/** A node as people run it who ask it from pages: it lets them (CORS), which the embedded chain's does not. */
async function openNode(rpcUrl: string): Promise<{ url: string; close: () => void }> {
  const headers = {
    ...{ "access-control-allow-origin": "*", "access-control-allow-headers": "content-type" },
    "content-type": "application/json",
  };
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (request.method === "OPTIONS") return response.writeHead(204, headers).end();
    const answer = await fetch(rpcUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: Buffer.concat(parts).toString(),
    });
    return response.writeHead(answer.status, headers).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

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
      const node = await openNode(place.rpcUrl);
      const alone = join(place.folder, "verifier.html");
      await writeFile(alone, await (await fetch(`${server.url}/verifier.html`)).text());
      const { context, page, complaints } = await server.open(browser, look, null);
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      await settledAt(page, pathToFileURL(alone).href);
      await page.setInputFiles("input[type=file]", join(place.data, "policy.json"));
      await page.getByRole("radio", { name: said("verify.ownNode") }).check();
      await page.getByLabel(said("verify.nodeAddress"), { exact: true }).fill(node.url);
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
      const others = asked.filter((url) => !url.startsWith("file:") && !url.startsWith(node.url));
      expect(others.filter((url) => !url.startsWith("data:") && !url.startsWith("blob:"))).toEqual(
        [],
      );
      expect(complaints).toEqual([]);
      node.close();
      await context.close();
    });
  });
}
