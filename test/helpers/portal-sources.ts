/** What the portal's sources say, as their syntax tree has it. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "vite";

const ROOT = join(import.meta.dirname, "../..");

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly [member: string]: unknown;
}

export interface Source {
  /** From the project's root. */
  readonly file: string;
  readonly text: string;
  readonly tree: Node;
}

/** All modules of `portal/src` but the catalogues. */
export const portalSources = (): Source[] =>
  globSync("portal/src/**/*.{ts,tsx}", { cwd: ROOT })
    .filter((file) => !file.includes("/words/") && !file.endsWith(".d.ts"))
    .sort()
    .map((file) => sourceOf(file, readFileSync(join(ROOT, file), "utf8")));

export const sourceOf = (file: string, text: string): Source => ({
  file,
  text,
  tree: parseAst(text, { lang: file.endsWith("x") ? "tsx" : "ts" }) as unknown as Node,
});

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

/** The parts of a node, in the order in which they stand. */
export const partsOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

export function* nodesIn(node: Node): Generator<Node> {
  yield node;
  for (const part of partsOf(node)) yield* nodesIn(part);
}

/** A literal's text, or what stands in a template between its holes. */
export function textsOf(node: Node): string[] {
  if (node.type === "Literal") return typeof node.value === "string" ? [node.value] : [];
  if (node.type !== "TemplateLiteral") return [];
  return (node.quasis as Node[]).map(({ value }) => (value as { cooked: string }).cooked);
}
