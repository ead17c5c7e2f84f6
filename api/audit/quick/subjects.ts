/** The subjects of drawn records, each with its row, its secrets and its keys. */
import { prefixOf } from "../finding.ts";
import type { Hands } from "../hands/hands.ts";
import type { OpenedScene } from "../open-scene.ts";
import { addDoubtful } from "./doubtful.ts";

export interface SubjectCheck {
  /** A subject that a record names which could be opened, or is named rightly. */
  take(subject: string): Promise<void>;
  readonly subjects: number;
  readonly secrets: number;
  readonly sealingKeys: number;
}

export function checkDrawnSubjects(
  { findings, counted }: Pick<OpenedScene, "findings" | "counted">,
  hands: Pick<Hands, "subjects">,
): SubjectCheck {
  const seen = new Set<string>();
  let [secrets, sealingKeys] = [0, 0];
  return {
    get subjects() {
      return seen.size;
    },
    get secrets() {
      return secrets;
    },
    get sealingKeys() {
      return sealingKeys;
    },
    async take(subject) {
      if (seen.has(subject)) return;
      seen.add(subject);
      const found = await hands.subjects({ after: justBefore(subject), upTo: subject });
      for (const finding of found.findings) findings.add(finding);
      const key = { prefix: prefixOf(subject) };
      // It was found by its identifier; its number may be what was changed.
      const doubtful = found.doubtful.map((row) => ({ ...row, key }));
      addDoubtful(findings, "subjects", doubtful, counted.subjects);
      secrets += found.secrets;
      sealingKeys += found.sealingKeys;
      if (found.subjects > 0) return;
      findings.add({ place: "subjects", key, kind: "missing", cause: "row_number" });
    },
  };
}

/** A text that only texts beginning with an identifier's first letters stand behind, up to the identifier: no other identifier is among them. */
function justBefore(subject: string): string {
  const last = subject.length - 1;
  const code = Math.max(1, subject.charCodeAt(last));
  return `${subject.slice(0, last)}${String.fromCharCode(code - 1)}\uffff`;
}
