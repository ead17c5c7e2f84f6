/** A certificate of erasure in the stand-alone verifier: opened from a disk, with a node to ask, on a phone and at a desk, in both languages, with axe. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { expect, it, onTestFinished } from "vitest";
import { base64Decode } from "../../../portal/verify/bytes.ts";
import type { AnchorAnswer } from "../../../portal/verify/chain.ts";
import { parseCertificate } from "../../../portal/verify/erasure-certificate.ts";
import { buildVerifier } from "../../../scripts/portal/verifier.ts";
import { violations } from "../../helpers/axe.ts";
import { type Look, launchBrowser, openContext } from "../../helpers/browser.ts";
import { readVectors } from "../../helpers/vectors.ts";
import { fakeChain } from "../../scripts/helpers/fake-chain.ts";
import type { ErasureVector } from "../verify/run-erasure.ts";

const vector = readVectors<ErasureVector>("erasure").find(([name]) => name === "holds")![1];
const file = base64Decode(vector.file);
const policy = vector.policy as { readonly contract: string; readonly ledgerId: string };

/** The vector's chain behind a node that lets pages of any origin ask. */
async function openNode(): Promise<string> {
  const { since } = parseCertificate(file);
  const others = new Map([[since?.size ?? 0, vector.since as AnchorAnswer]]);
  const chain = await fakeChain({ ...policy, answer: vector.answer as AnchorAnswer, others });
  const server = createServer(async (request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "content-type");
    if (request.method === "OPTIONS") return void response.end();
    const said = await fetch(chain, { method: "POST", body: await text(request) });
    response.end(await said.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const bring = (page: Page, name: string, bytes: Uint8Array): Promise<void> => {
  const buffer = Buffer.from(bytes);
  return page.setInputFiles("[data-testid=file]", { name, mimeType: "application/json", buffer });
};
const word = (page: Page, expected: string) =>
  page.waitForSelector(`.v-verdict[data-word=${expected}]`, { timeout: 20_000 });

const LOOKS: readonly Look[] = [
  { screen: "phone", language: "zh" },
  { screen: "desktop", language: "en" },
  { screen: "desktop", language: "zh", scheme: "dark" },
];

it("is judged, told and can be read by everybody", { timeout: 240_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), "counterfoil-certificate-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, "verifier.html");
  writeFileSync(path, await buildVerifier());
  const node = await openNode();
  const browser = await launchBrowser();
  try {
    for (const look of LOOKS) {
      const context = await openContext(browser, look);
      const page = await context.newPage();
      const complaints: Error[] = [];
      page.on("pageerror", (error) => complaints.push(error));
      await page.goto(pathToFileURL(path).href);
      await bring(page, "policy.json", new TextEncoder().encode(JSON.stringify(policy)));
      await bring(page, "certificate.json", file);
      await word(page, "CANNOT_TELL");
      await page.getByRole("radio", { name: /^a node|节点/i }).check();
      await page.getByRole("textbox", { name: /address of the node|节点地址/i }).fill(node);
      await page.keyboard.press("Enter");
      await word(page, "VERIFIED");
      //SHOT
      expect(await page.locator("[data-extent]").count()).toBe(8);
      expect([look, await violations(page)]).toEqual([look, []]);
      const wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      expect([look, Number(wide) <= 0]).toEqual([look, true]);
      expect(complaints).toEqual([]);
      await context.close();
    }
  } finally {
    await browser.close();
  }
});
