/** The stand-alone verifier as people have it: one file, opened from a disk, with a node to ask and nothing else. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { base64Decode } from "../../../portal/verify/bytes.ts";
import type { AnchorAnswer, AnchorEvent } from "../../../portal/verify/chain.ts";
import { buildVerifier, verifierHash, verifierVersion } from "../../../scripts/portal/verifier.ts";
import { withPage } from "../../helpers/browser.ts";
import { readVectors } from "../../helpers/vectors.ts";
import type { EvidenceVector } from "../verify/run-vector.ts";

const ROOT = new URL("../../../", import.meta.url);
const vector = readVectors<EvidenceVector>("evidence").find(([name]) => name === "history")![1];

let directory: string;
let html: string;
let node: Server;
let rpcUrl: string;

const quantity = (n: number): string => `0x${n.toString(16)}`;

/** What a node says, from what the vector says that the chain answers. */
function reply(answer: AnchorAnswer, method: string, params: readonly unknown[]): unknown {
  const event = answer.event as AnchorEvent;
  const word = (n: number): string => n.toString(16).padStart(64, "0");
  switch (method) {
    case "eth_chainId":
      return quantity(answer.chainId);
    case "eth_getBlockByNumber": {
      const { number } = params[0] === "latest" ? answer.latest : answer.finalized!;
      return { number: quantity(number), hash: event.blockHash, timestamp: "0x1" };
    }
    case "eth_getBlockByHash":
      return {
        number: quantity(event.blockNumber),
        hash: event.blockHash,
        timestamp: quantity(event.blockTime),
      };
    case "eth_call": {
      const { data } = params[0] as { data: string };
      const isHead = data.length === 74;
      return isHead ? `0x${word(event.size)}${event.root.slice(2)}` : answer.rootAtFinalized;
    }
    default: {
      const { address, topics } = params[0] as { address: string; topics: string[] };
      const said = { blockNumber: quantity(event.blockNumber), blockHash: event.blockHash };
      const data = `0x${word(event.previousSize)}${event.root.slice(2)}`;
      return [{ address, topics, data, transactionHash: event.transaction, ...said }];
    }
  }
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "counterfoil-verifier-"));
  html = await buildVerifier();
  writeFileSync(join(directory, "verifier.html"), html);
  node = createServer(async (request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "content-type");
    if (request.method === "OPTIONS") return void response.end();
    const { id, method, params } = (await json(request)) as {
      id: number;
      method: string;
      params: unknown[];
    };
    const result = reply(vector.answer!, method, params);
    response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
  });
  await new Promise<void>((resolve) => node.listen(0, "127.0.0.1", resolve));
  rpcUrl = `http://127.0.0.1:${(node.address() as AddressInfo).port}/`;
});
afterAll(() => {
  node.close();
  node.closeAllConnections();
  rmSync(directory, { recursive: true });
});

const bring = async (page: Page, name: string, bytes: Uint8Array): Promise<void> => {
  const buffer = Buffer.from(bytes);
  await page.setInputFiles("[data-testid=file]", { name, mimeType: "application/json", buffer });
};

const word = (page: Page, expected: string) =>
  page.waitForSelector(`.v-verdict[data-word=${expected}]`, { timeout: 20_000 });

describe("the stand-alone verifier", () => {
  it("is the same file for the same sources, and that of a release is the published one", async () => {
    expect(verifierHash(await buildVerifier())).toBe(verifierHash(html));
    const version = verifierVersion();
    const isReleased = !readFileSync(new URL("CHANGELOG.md", ROOT), "utf8").match(
      /^## \[[0-9.]+\] – unreleased$/m,
    );
    const published = new Map(
      [
        ...readFileSync(new URL("docs/VERIFIER.md", ROOT), "utf8").matchAll(
          /^\| ([0-9.]+) \| `([0-9a-f]{64})` \|$/gm,
        ),
      ].map(([, of, hash]) => [of, hash]),
    );
    if (isReleased) expect(published.get(version)).toBe(verifierHash(html));
    expect(/<link\b|<script[^>]*\bsrc=|@import\b|url\((?!data:|#)/.exec(html)?.[0]).toBeUndefined();
  });

  it("from a disk: asks the node that it is told, and nobody else; takes what holds, and refuses what was changed", async () => {
    await withPage(async (page) => {
      const asked: string[] = [];
      page.on("request", (request) => asked.push(new URL(request.url()).origin));
      await page.goto(pathToFileURL(join(directory, "verifier.html")).href);
      const policy = new TextEncoder().encode(JSON.stringify(vector.policy));
      await bring(page, "policy.json", policy);
      const file = base64Decode(vector.file);
      await bring(page, "evidence.json", file);
      await word(page, "CANNOT_TELL");
      await page.getByRole("radio", { name: /^a node|节点/i }).check();
      await page.getByRole("textbox", { name: /address of the node|节点地址/i }).fill(rpcUrl);
      await page.keyboard.press("Enter");
      await word(page, "VERIFIED");
      expect(await page.locator(".v-verdict.v-good").count()).toBe(1);
      await page.reload();
      await bring(page, "policy.json", policy);
      await bring(page, "evidence.json", flipped(file));
      await word(page, "INVALID");
      expect([...new Set(asked)].sort()).toEqual(["null", new URL(rpcUrl).origin].sort());
    });
  });
});

/** One letter of the first disclosure is another. */
function flipped(file: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(file);
  const at = text.indexOf('"disclosure":"') + 30;
  return new TextEncoder().encode(
    `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`,
  );
}
