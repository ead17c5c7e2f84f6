/** A shop's page of another origin that includes the ledger's script: under a strict policy, and with style sheets that would spoil what they reach. */
import type { Page } from "playwright-core";
import { type Listening, listen } from "../../api/start/listen.ts";
import { blocks, read } from "../docs/markdown.ts";
import { type Served, serve } from "./browser.ts";
import { type TestLedger, TOKEN } from "./ledger.ts";

const HOSTILE = `
* { font-size: 7px !important; letter-spacing: 4px; color: #f0f !important; visibility: visible; }
html { font-size: 5px; } button { display: none !important; } div, dialog { transform: rotate(3deg); }
p { background: #ff0; } body { margin: 0; overflow: hidden; }
`;

/** What the shop allows its pages: as OPERATING, "Embedding", says. */
export const policyFor = (ledger: string): string =>
  `default-src 'none'; style-src 'self'; script-src 'self' ${ledger}; connect-src ${ledger}; require-trusted-types-for 'script'`;

const pageOf = (policy: string, tag: string, language: string): string => `<!doctype html>
<html lang="${language}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Shop</title><link rel="stylesheet" href="/shop.css">
<script src="/shop.js"></script>
<h1>Shop</h1><button id="settings" type="button">Privacy</button>
${tag}
</html>
`;

const LISTENER = `window.told = [];
for (const name of ["counterfoil:choice", "counterfoil:close"])
  document.addEventListener(name, (event) => window.told.push({ name, ...event.detail }));
`;

export interface Shop {
  readonly ledger: Listening;
  readonly origin: string;
  /** A page that asks this person; its address. `attributes` are added to the script element, `body` stands before it. */
  page(asked: Asked): Promise<string>;
  close(): Promise<void>;
}

interface Asked {
  readonly subject: string;
  readonly language?: string;
  readonly attributes?: string;
  readonly body?: string;
  /** Other than of the page. */
  readonly origin?: string;
  readonly purposeId?: string;
}

interface Snippet {
  consentTag(asked: Readonly<Record<string, string>>): Promise<string>;
}

/** What OPERATING, "Embedding", gives a shop to copy. */
async function snippet(): Promise<Snippet> {
  const [, section = ""] = read("docs/OPERATING.md").split("\n## Embedding\n");
  const code = blocks(section).find(({ language }) => language === "js")?.text ?? "";
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
}

export async function openShop(app: Pick<TestLedger, "app">): Promise<Shop> {
  const ledger = await listen(app.app.fetch, "127.0.0.1", 0);
  const files = new Map([
    ["/shop.css", { type: "text/css", body: HOSTILE }],
    ["/shop.js", { type: "text/javascript", body: LISTENER }],
  ]);
  const served: Served = await serve(files);
  const origin = new URL(served.url).origin;
  const { consentTag } = await snippet();
  let pages = 0;
  return {
    ledger,
    origin,
    async page({ subject, language = "en", attributes = "", body = "", ...other }) {
      const asked = { subject, language, origin, purposeId: "newsletter", ...other };
      const tag = await consentTag({ ledger: ledger.url, bearer: TOKEN, ...asked });
      const script = body + tag.replace(" defer", ` defer ${attributes}`);
      const path = `/${++pages}`;
      files.set(path, { type: "text/html", body: pageOf(policyFor(ledger.url), script, language) });
      return `${origin}${path}`;
    },
    async close() {
      await served.close();
      await ledger.stop();
    },
  };
}

/** What the page was told, in order. */
export const told = (page: Page): Promise<Readonly<Record<string, unknown>>[]> =>
  page.evaluate("window.told");
