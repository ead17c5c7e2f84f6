/**
 * Writes the scripts that browsers run: `api/consent/embed/consent.js`, which pages of others include, out of `portal/embed`, and `api/identity/pages/page.js` of our own pages for signing
 * in out of `portal/pages`. Types are taken away, nothing else, so that what a page runs can be read. With `--check` it compares instead.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

export interface BrowserScript {
  /** Where it is. */
  readonly file: string;
  /** What stands at its top. */
  readonly head: string;
  /** Modules, in the order of their imports. */
  readonly parts: readonly string[];
}

export const EMBED_SCRIPT: BrowserScript = {
  file: join(ROOT, "api/consent/embed/consent.js"),
  head: `/**
 * Counterfoil: asks for consent on a page of another origin (docs/OPERATING.md, "Embedding"). Apache-2.0.
 * Made by \`npm run embed\` out of portal/embed: do not change it here.
 */
`,
  parts: ["ask", "words", "style", "elements", "views", "dialog", "main"].map(
    (name) => `embed/${name}`,
  ),
};

export const PAGE_SCRIPT: BrowserScript = {
  file: join(ROOT, "api/identity/pages/page.js"),
  head: `/**
 * Counterfoil: the pages for signing in. Apache-2.0.
 * Made by \`npm run embed\` out of portal/pages: do not change it here.
 */
`,
  parts: [
    "embed/elements",
    ...[
      "call",
      "next",
      "language",
      "demonstration",
      "passkey",
      "words",
      "view",
      "second-factor",
      "sign-in",
      "account",
      "first",
      "main",
    ].map((name) => `pages/${name}`),
  ],
};

/** A module's text without its borders: all stand in one function. */
function part(name: string): string {
  const source = readFileSync(join(ROOT, `portal/${name}.ts`), "utf8");
  return stripTypeScriptTypes(source)
    .replaceAll(/^import\s[^;]*;$/gm, "")
    .replaceAll(/^export (?=const|function|async)/gm, "");
}

/** The text of the script. */
export function renderScript({ head, parts }: BrowserScript): string {
  const text = `${head}(() => {\n"use strict";\n${parts.map(part).join("\n")}\n})();\n`;
  const biome = join(ROOT, "node_modules/.bin/biome");
  return execFileSync(biome, ["format", "--stdin-file-path=script.js"], {
    cwd: ROOT,
    input: text,
    encoding: "utf8",
  });
}

function main(check: boolean): number {
  for (const script of [EMBED_SCRIPT, PAGE_SCRIPT]) {
    const { file } = script;
    const text = renderScript(script);
    if (!check) {
      writeFileSync(file, text);
      process.stdout.write(`wrote ${file}\n`);
    } else if (readFileSync(file, "utf8") !== text) {
      process.stderr.write(`${file} is not what portal gives: npm run embed\n`);
      return 1;
    }
  }
  return 0;
}

if (import.meta.main) process.exitCode = main(process.argv.includes("--check"));
