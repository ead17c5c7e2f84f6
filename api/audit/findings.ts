import { type Finding, nameOf } from "./finding.ts";

/** Everything that was found, in the order in which it was found; a row is named once for each cause. */
export interface Findings {
  add(finding: Finding): void;
  /** Whether something was found about this row. */
  has(of: Pick<Finding, "place" | "key">): boolean;
  readonly all: readonly Finding[];
}

/** `before`: what was found already. */
export function collectFindings(before: readonly Finding[] = []): Findings {
  const all: Finding[] = [];
  const named = new Map<string, Set<string>>();

  function add(finding: Finding): void {
    const name = nameOf(finding);
    const causes = named.get(name) ?? new Set();
    if (causes.has(finding.cause)) return;
    named.set(name, causes.add(finding.cause));
    all.push(finding);
  }

  for (const finding of before) add(finding);
  return {
    add,
    has: (of) => named.has(nameOf(of)),
    all,
  };
}
