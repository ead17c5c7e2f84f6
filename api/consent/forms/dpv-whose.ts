/** Who a DPV document names, wherever it does. */
import { isNode, termOf, textOf, valuesOf } from "./dpv-nodes.ts";

const NAMING = [
  "dct:identifier",
  "dct:title",
  "dpv:hasIdentifier",
  "dpv:hasName",
  "skos:prefLabel",
] as const;

function namesOf(value: unknown): readonly string[] {
  const texts = isNode(value)
    ? NAMING.flatMap((name) => valuesOf(value, name).map(textOf))
    : [textOf(value)];
  return [termOf(value), ...texts].filter((name) => name !== null);
}

/** Of each place in a document that has the property, all names of all that it names. */
export function partiesIn(value: unknown, property: string): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  const here = isNode(value) ? valuesOf(value, property) : [];
  const inner = Object.entries(value)
    .filter(([name]) => name !== "@context")
    .flatMap(([, each]) => partiesIn(each, property));
  return here.length === 0 ? inner : [here.flatMap(namesOf), ...inner];
}
