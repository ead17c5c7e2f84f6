/**
 * The stand-alone verifier: the page that verifies, as one file that works from a disk. The same sources give the same bytes, so that its hash can be published with a release and anybody can make
 * the file again (docs/VERIFIER.md).
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Rolldown } from "vite";

const ROOT = resolve(import.meta.dirname, "../..");

/** As it lies in `portal/dist`. */
export const VERIFIER_FILE = "verifier.html";

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

/** Libraries are built for use, not for their makers, wherever that is asked for: tests run in an environment of their own. */
export async function forUse<T>(build: () => Promise<T>): Promise<T> {
  const { NODE_ENV: before } = process.env;
  process.env.NODE_ENV = "production";
  try {
    return await build();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

/** The file's text. */
export const buildVerifier = (): Promise<string> => forUse(built);

async function built(): Promise<string> {
  const [{ build }, { default: react }, { viteSingleFile }] = await Promise.all([
    import("vite"),
    import("@vitejs/plugin-react"),
    import("vite-plugin-singlefile"),
  ]);
  const output = (await build({
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
  const files = output.output;
  const page = files.find(({ fileName }) => fileName.endsWith(".html"));
  if (files.length !== 1 || page?.type !== "asset") {
    throw new Error(`not one file: ${files.map(({ fileName }) => fileName).join(", ")}`);
  }
  const html = String(page.source);
  const policy = `<meta http-equiv="Content-Security-Policy" content="${policyOf(html)}" />`;
  return html.replace('<meta charset="utf-8" />', `<meta charset="utf-8" />\n    ${policy}`);
}
