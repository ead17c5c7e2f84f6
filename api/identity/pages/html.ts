/** The pages for people who sign in: a frame of HTML here, all else made by their script, which `npm run embed` makes out of portal/pages. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { escapeHtml } from "../../core/escape-html.ts";
import { sha256 } from "../../core/hash.ts";
import type { Language } from "../../core/language.ts";
import type { DemoPerson } from "../demonstration.ts";

export type PageName = "sign-in" | "account" | "first";

/** What there is for signing in. */
export interface PageParts {
  readonly provider: boolean;
  readonly mailbox: boolean;
  /** Codes are sent to telephones too. */
  readonly phones: boolean;
  /** The demonstration's accounts. */
  readonly people: readonly DemoPerson[];
}

interface Asset {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly type: string;
  /** Changes with what is in it. */
  readonly address: string;
}

export type AssetName = "page.js" | "page.css";

function asset(name: AssetName, type: string): Asset {
  const bytes = Buffer.from(readFileSync(join(import.meta.dirname, name)));
  const version = sha256(bytes).toString("hex").slice(0, 16);
  return { bytes, type, address: `/account/${name}?v=${version}` };
}

export type Assets = Readonly<Record<AssetName, Asset>>;

export const loadAssets = (): Assets => ({
  "page.js": asset("page.js", "text/javascript; charset=utf-8"),
  "page.css": asset("page.css", "text/css; charset=utf-8"),
});

const TITLES: Readonly<Record<PageName, Readonly<Record<Language, string>>>> = {
  "sign-in": { en: "Sign in", zh: "登录" },
  account: { en: "Your account", zh: "您的账户" },
  first: { en: "First administrator", zh: "首位管理员" },
};

const FRAME = {
  en: {
    ...{ lang: "en", other: "zh", otherLang: "zh-CN", otherName: "中文" },
    noScript: "This page works with JavaScript only.",
    foot: "A customer data ledger that nobody has to believe.",
  },
  zh: {
    ...{ lang: "zh-CN", other: "en", otherLang: "en", otherName: "English" },
    noScript: "此页面需要 JavaScript。",
    foot: "无需信任任何人的客户数据账本。",
  },
} as const;

const yes = (so: boolean): string => (so ? "yes" : "no");

export interface Frame {
  readonly title: string;
  /** HTML of `main`, and whatever comes behind. */
  readonly main: string;
  readonly head?: string;
  /** Where the name leads; left out: to the beginning. */
  readonly home?: string;
}

/** What stands around all pages. */
export function frameHtml(
  language: Language,
  assets: Assets,
  { title, main, head = "", home = "/" }: Frame,
) {
  const { lang, other, otherLang, otherName, foot } = FRAME[language];
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Counterfoil</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<script src="/assets/scheme.js"></script>
<link rel="stylesheet" href="${assets["page.css"].address}">
${head}</head>
<body>
<header><a class="brand" href="${home}"><img src="/assets/icon.svg" alt="" width="28" height="28">Counterfoil</a><a class="language" href="?lang=${other}" data-to="${other}" hreflang="${otherLang}" lang="${otherLang}">${otherName}</a></header>
${main}
<footer>${foot}</footer>
</body>
</html>
`;
}

/** A page that its script makes. */
export function pageHtml(
  name: PageName,
  language: Language,
  { provider, mailbox, phones, people }: PageParts,
  assets: Assets,
): string {
  const parts = `data-provider="${yes(provider)}" data-mailbox="${yes(mailbox)}" data-phones="${yes(phones)}" data-people="${escapeHtml(people.map(({ role, email }) => `${role}:${email}`).join(" "))}"`;
  return frameHtml(language, assets, {
    title: TITLES[name][language],
    main: `<main data-page="${name}" ${parts} aria-busy="true"><noscript>${FRAME[language].noScript}</noscript></main>`,
    head: `<script src="${assets["page.js"].address}" defer></script>\n`,
    ...(name === "account" ? { home: "/app" } : {}),
  });
}
