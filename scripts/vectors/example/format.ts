/** Puts the worked example into docs/FORMAT.md. */
import { factsOf } from "./facts.ts";
import { HEADING, sectionText } from "./text.ts";
import { example } from "./world.ts";

/** The text of docs/FORMAT.md as it should be, given as it is: what comes behind the example stays there. */
export function withExample(format: string): string {
  const at = format.indexOf(`\n${HEADING}\n`);
  const before = at < 0 ? format.trimEnd() : format.slice(0, at).trimEnd();
  const next = at < 0 ? -1 : format.indexOf("\n## ", at + HEADING.length);
  const behind = next < 0 ? "" : format.slice(next);
  return `${before}\n\n${sectionText(factsOf(example()))}${behind}`;
}
