/** Writes into the portal's pages which files their words, and the pages that people come in at, are in, so that browsers need not run one script to hear of the next. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Plugin, Rolldown } from "vite";
import { NONCE_PLACE } from "../../api/http/portal/policy.ts";

const SOURCES = resolve(import.meta.dirname, "../../portal/src");
const PORTAL = join(SOURCES, "index.html");

/** Where people come in: of each role the page that it begins at. */
const FIRST_PAGES: Readonly<Record<string, string>> = {
  "/": "frame/Landing.tsx",
  "/app/overview": "officer/overview/OverviewPage.tsx",
  "/app/given": "auditor/GivenPage.tsx",
  "/app/health": "admin/HealthPage.tsx",
};
/** Of the portal, and of the page that verifies. */
const WORDS: Readonly<Record<string, string>> = {
  en: "words/en/index.ts",
  zh: "words/zh/index.ts",
};
const VERIFYING: Readonly<Record<string, string>> = {
  en: "words/verifying/en.ts",
  zh: "words/verifying/zh.ts",
};

type Chunks = ReadonlyMap<string, Rolldown.OutputChunk>;

const stylesOf = ({ viteMetadata }: Rolldown.OutputChunk): readonly string[] => [
  ...(viteMetadata?.importedCss ?? []),
];

/** A file and all that it cannot run without. */
function withImports(chunks: Chunks, file: string, seen: Set<string>): Set<string> {
  const chunk = chunks.get(file);
  if (chunk === undefined || seen.has(file)) return seen;
  seen.add(file);
  for (const style of stylesOf(chunk)) seen.add(style);
  for (const needed of chunk.imports) withImports(chunks, needed, seen);
  return seen;
}

/** What a module needs beyond what the page has loaded already. @throws Error where no file is named for it */
function filesOf(chunks: Chunks, module: string, loaded: ReadonlySet<string>): string[] {
  const id = join(SOURCES, module);
  const chunk = [...chunks.values()].find(({ facadeModuleId }) => facadeModuleId === id);
  if (chunk === undefined) throw new Error(`not loaded by itself: ${module}`);
  return [...withImports(chunks, chunk.fileName, new Set())]
    .filter((file) => !loaded.has(file))
    .map((file) => `/${file}`);
}

/** @param page file name of the page that the lists are for */
function listsOf(chunks: Chunks, page: string): object {
  const entry = [...chunks.values()].find(
    ({ isEntry, facadeModuleId }) => isEntry && facadeModuleId === page,
  );
  if (entry === undefined) throw new Error(`no script of ${page}`);
  const loaded = withImports(chunks, entry.fileName, new Set());
  const files = (modules: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(modules).map(([name, module]) => [name, filesOf(chunks, module, loaded)]),
    );
  return page === PORTAL
    ? { words: files(WORDS), pages: files(FIRST_PAGES) }
    : { words: files(VERIFYING), pages: {} };
}

const source = (file: string): string => readFileSync(join(SOURCES, file), "utf8");

const SCHEME = /<script src="\/assets\/scheme\.js"[^>]*><\/script>/;
/** Without what its sources say of it. */
const inline = (code: string): string =>
  `<script nonce="${NONCE_PLACE}">${code.replace(/^\s*\/\/.*\n/gm, "").trim()}</script>\n`;

/** In the head of each page; the colours come first, before anything is painted. */
export const ahead = (): Plugin => ({
  name: "counterfoil-ahead",
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle, filename }) {
      const written = html.replace(SCHEME, inline(source("public/assets/scheme.js")));
      if (bundle === undefined) return written;
      const chunks = new Map(
        Object.values(bundle)
          .filter((output) => output.type === "chunk")
          .map((chunk) => [chunk.fileName, chunk]),
      );
      const lists = JSON.stringify(listsOf(chunks, filename));
      const asking = inline(source("ahead.js").replace("__AHEAD__", () => lists));
      return written.replace("</head>", () => `${asking}</head>`);
    },
  },
});
