/**
 * The stand-alone verifier: the page that verifies, as one file that works from a disk. The same sources give the same bytes, so that its hash can be published with a release and anybody can make
 * the file again (docs/VERIFIER.md).
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Rolldown } from "vite";

const ROOT = resolve(import.meta.dirname, "../..");

/** As it is served, and its hash beside it. */
export const VERIFIER_FILE = "verifier.html";
export const VERIFIER_HASH_FILE = "verifier.html.sha256";

export const verifierVersion = (): string =>
  JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version;

const sha256 = (text: string, encoding: "hex" | "base64"): string =>
  createHash("sha256").update(text).digest(encoding);

export const verifierHash = (html: string): string => sha256(html, "hex");

/** Its one script by its hash, styles that stand in it, questions to whichever node its reader names; nothing else. */
function policyOf(html: string): string {
  const scripts = [...html.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, code = ""]) => `'sha256-${sha256(code, "base64")}'`,
  );
  return [
    "default-src 'none'",
    `script-src ${scripts.join(" ")}`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "connect-src http: https:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** The file's text. */
export async function buildVerifier(): Promise<string> {
  const [{ build }, { default: react }, { viteSingleFile }] = await Promise.all([
    import("vite"),
    import("@vitejs/plugin-react"),
    import("vite-plugin-singlefile"),
  ]);
  const built = (await build({
    configFile: false,
    root: join(ROOT, "portal/src"),
    publicDir: false,
    logLevel: "error",
    plugins: [react(), viteSingleFile()],
    define: { __VERIFIER_VERSION__: JSON.stringify(verifierVersion()) },
    build: {
      write: false,
      target: "es2023",
      reportCompressedSize: false,
      rollupOptions: { input: join(ROOT, "portal/src/standalone.html") },
    },
  })) as Rolldown.RolldownOutput;
  const files = built.output;
  const page = files.find(({ fileName }) => fileName.endsWith(".html"));
  if (files.length !== 1 || page?.type !== "asset") {
    throw new Error(`not one file: ${files.map(({ fileName }) => fileName).join(", ")}`);
  }
  const html = String(page.source);
  const policy = `<meta http-equiv="Content-Security-Policy" content="${policyOf(html)}" />`;
  return html.replace('<meta charset="utf-8" />', `<meta charset="utf-8" />\n    ${policy}`);
}
