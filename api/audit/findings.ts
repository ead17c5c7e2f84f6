import { type Finding, nameOf } from "./finding.ts";

/** Everything that was found, in the order in which it was found; a row is named once for each cause. */
export interface Findings {
  add(finding: Finding): void;
  /** Whether something was found about this row. */
  has(of: Pick<Finding, "place" | "key">): boolean;
  readonly all: readonly Finding[];
}

/** `before`: what an interrupted audit had found. */
export function collectFindings(
  before: readonly Finding[] = [],
  onFinding: (finding: Finding) => void = () => {},
): Findings {
  const all: Finding[] = [];
  const named = new Map<string, Set<string>>();

  function keep(finding: Finding): boolean {
    const name = nameOf(finding);
    const causes = named.get(name) ?? new Set();
    if (causes.has(finding.cause)) return false;
    named.set(name, causes.add(finding.cause));
    all.push(finding);
    return true;
  }

  for (const finding of before) keep(finding);
  return {
    add(finding) {
      if (keep(finding)) onFinding(finding);
    },
    has: (of) => named.has(nameOf(of)),
    all,
  };
}
