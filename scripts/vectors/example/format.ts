/** Puts the worked example at the end of docs/FORMAT.md. */
import { factsOf } from "./facts.ts";
import { HEADING, sectionText } from "./text.ts";
import { example } from "./world.ts";

/** The text of docs/FORMAT.md as it should be, given as it is. */
export function withExample(format: string): string {
  const at = format.indexOf(`\n${HEADING}\n`);
  const before = at < 0 ? format.trimEnd() : format.slice(0, at).trimEnd();
  return `${before}\n\n${sectionText(factsOf(example()))}`;
}
