/**
 * Reading JSON-LD as the published profile writes it: compact names with DPV's prefixes, values alone or in arrays. What JSON-LD would allow besides
 * (aliases, other contexts, graphs) is refused: a status behind another name would be overlooked.
 */
import { compact, PREFIXES } from "./dpv-context.ts";
import { fieldName, refuse } from "./foreign.ts";

const FORMAT = "dpv-27560";

export type Node = Readonly<Record<string, unknown>>;
/** Where in the document. */
export type Path = readonly (string | number)[];

export const wrong = (path: Path): never => refuse(FORMAT, "wrong_type", fieldName(path));

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const KEYWORDS: ReadonlySet<string> = new Set([
  "@id",
  "@type",
  "@value",
  "@language",
  "@direction",
]);

/** @throws Refusal `foreign_form` where a name stands that would be read otherwise than it is written */
export function assertNames(value: unknown, path: Path = []): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, each] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(name) : name];
    if (!Array.isArray(value)) {
      if (path.length === 0 && name === "@context") continue;
      const keyword = /^@[A-Za-z]+$/.test(name) && !KEYWORDS.has(name);
      // A whole IRI where a compact name is expected would be a second spelling of it.
      if (keyword || compact(name) !== name) refuse(FORMAT, "unknown_field", fieldName(here));
    }
    assertNames(each, here);
  }
}

const COERCIONS: ReadonlySet<string> = new Set(["@type", "@container", "@language", "@protected"]);

function isHarmless(name: string, meaning: unknown): boolean {
  if (name === "@base" || name === "@language" || name === "@version") return true;
  if (Object.hasOwn(PREFIXES, name)) return meaning === PREFIXES[name as keyof typeof PREFIXES];
  // A type for a compact name; it gives it no other meaning.
  if (name.includes(":")) {
    if (!isNode(meaning) || Object.keys(meaning).some((key) => !COERCIONS.has(key))) return false;
    return ["@container"].every((key) => meaning[key] === undefined || meaning[key] === "@set");
  }
  // A prefix of their own, of a namespace that is not one of those read here.
  return /^[A-Za-z][A-Za-z0-9-]*$/.test(name) && typeof meaning === "string" && isApart(meaning);
}

/** Neither within a known namespace nor around one: by a part of it (`https://w3id.org/`) its names could be spelled anew. */
function isApart(namespace: string): boolean {
  if (!/^[a-z][a-z0-9+.-]*:.*[#/:]$/i.test(namespace)) return false;
  return !Object.values(PREFIXES).some(
    (known) => namespace.startsWith(known) || known.startsWith(namespace),
  );
}

/** @throws Refusal `foreign_form` (`unknown_context`) */
export function assertContext(root: Node): void {
  const context = root["@context"];
  if (context === undefined) return;
  const harmless =
    isNode(context) && Object.entries(context).every(([name, value]) => isHarmless(name, value));
  if (!harmless) refuse(FORMAT, "unknown_context", "@context");
}

/** All values of a property: none, one, or those of an array. */
export function valuesOf(node: Node, name: string): readonly unknown[] {
  const value = node[name];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** A term or an IRI, compact, be it written as text or as `{"@id"}`; `null`: it is something else. */
export function termOf(value: unknown): string | null {
  if (typeof value === "string") return compact(value);
  if (isNode(value) && typeof value["@id"] === "string") return compact(value["@id"]);
  return null;
}

/** A text, be it plain or `{"@value"}`; `null`: it is something else. */
export function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return isNode(value) && typeof value["@value"] === "string" ? value["@value"] : null;
}

/** The first text of the first of these properties that has one. */
export function firstText(node: Node, ...names: readonly string[]): string | null {
  for (const name of names) {
    for (const value of valuesOf(node, name)) {
      const text = textOf(value);
      if (text !== null) return text;
    }
  }
  return null;
}

/** What a node is, and what it is narrower than; of a text, itself. */
export function kindsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [compact(value)];
  if (!isNode(value)) return [];
  const kinds = [...valuesOf(value, "@type"), ...valuesOf(value, "skos:broader")];
  return kinds.map(termOf).filter((term) => term !== null);
}
