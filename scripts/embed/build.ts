/**
 * Writes the script that pages of others include, `api/consent/embed/consent.js`, out of `portal/embed`: types are taken away, nothing else, so that what a page runs can be read. With
 * `--check` it compares instead.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

/** Where the script is. */
export const EMBED_SCRIPT = join(ROOT, "api/consent/embed/consent.js");

/** In the order of their imports. */
const PARTS = ["ask", "words", "style", "elements", "views", "dialog", "main"];

const HEAD = `/**
 * Counterfoil: asks for consent on a page of another origin (docs/OPERATING.md, "Embedding"). Apache-2.0.
 * Made by \`npm run embed\` out of portal/embed: do not change it here.
 */
`;

/** A module's text without its borders: all stand in one function. */
function part(name: string): string {
  const source = readFileSync(join(ROOT, `portal/embed/${name}.ts`), "utf8");
  return stripTypeScriptTypes(source)
    .replaceAll(/^import\s[^;]*;$/gm, "")
    .replaceAll(/^export (?=const|function|async)/gm, "");
}

/** The text of the script. */
export function renderEmbedScript(): string {
  const text = `${HEAD}(() => {\n"use strict";\n${PARTS.map(part).join("\n")}\n})();\n`;
  const biome = join(ROOT, "node_modules/.bin/biome");
  return execFileSync(biome, ["format", "--stdin-file-path=consent.js"], {
    cwd: ROOT,
    input: text,
    encoding: "utf8",
  });
}

function main(check: boolean): number {
  const text = renderEmbedScript();
  if (!check) {
    writeFileSync(EMBED_SCRIPT, text);
    process.stdout.write(`wrote ${EMBED_SCRIPT}\n`);
    return 0;
  }
  if (readFileSync(EMBED_SCRIPT, "utf8") === text) return 0;
  process.stderr.write(`${EMBED_SCRIPT} is not what portal/embed gives: npm run embed\n`);
  return 1;
}

if (import.meta.main) process.exitCode = main(process.argv.includes("--check"));
