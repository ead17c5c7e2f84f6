/** What the tests of the documentation need of Markdown: fenced blocks, links, headings. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root: string = fileURLToPath(new URL("../..", import.meta.url));

export const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** Files of the project, also those that are not committed yet. */
export function projectFiles(pattern: string): string[] {
  const list = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "--", pattern], {
    cwd: root,
  });
  // A file that is deleted but not committed is still listed.
  return list
    .toString()
    .split("\n")
    .filter((file) => file !== "" && existsSync(join(root, file)));
}

export interface Block {
  readonly language: string;
  readonly text: string;
  /** `<!-- run -->` stands above it. */
  readonly run: boolean;
}

/** Fenced blocks, also indented ones; their indentation is taken off. */
export function blocks(markdown: string): Block[] {
  const found: Block[] = [];
  const fence = /(^|\n)(<!-- run -->\n)?( *)```([a-z]*)\n([\s\S]*?)\n\3```/g;
  for (const match of markdown.matchAll(fence)) {
    const [, , run, indent = "", language = "", body = ""] = match;
    const text = body.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    found.push({ language, text, run: run !== undefined });
  }
  return found;
}

export const shellBlocks = (markdown: string): Block[] =>
  blocks(markdown).filter(({ language }) => language === "sh");

/** Commands without the remarks beside them. */
export const withoutRemarks = (shell: string): string => shell.replaceAll(/ +# .*$/gm, "");

const prose = (markdown: string): string =>
  markdown.replaceAll(/```[\s\S]*?```/g, "").replaceAll(/`[^`\n]*`/g, "code");

/** Relative links of a file, as they stand there. */
export function relativeLinks(markdown: string): string[] {
  return [...prose(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] as string)
    .filter((link) => !/^[a-z]+:/.test(link));
}

/** The anchors that GitHub makes of headings. */
export function anchors(markdown: string): Set<string> {
  const headings = markdown.replaceAll(/```[\s\S]*?```/g, "").matchAll(/^#{1,6} +(.*)$/gm);
  return new Set(
    [...headings].map((match) =>
      (match[1] as string)
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

/** Why a relative link of a file leads nowhere, or null. */
export function brokenLink(file: string, link: string): string | null {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? file : join(dirname(file), path);
  if (!existsSync(join(root, target))) return `${file}: ${link}: no such file`;
  if (anchor === undefined || anchors(read(target)).has(anchor)) return null;
  return `${file}: ${link}: no such heading`;
}
