import type { LineProblem } from "./answer.ts";
import { BadAnswer } from "./answer.ts";

/** A customer of a source. */
export interface CustomerRef {
  readonly source: string;
  readonly externalNumber: string;
}

export type Found =
  | { readonly ok: true; readonly subject: string }
  | { readonly ok: false; readonly problem: LineProblem };

/** Asks for the subjects of customers, many at once. */
export type AskSubjects = (lines: readonly string[]) => Promise<readonly Found[]>;

/** Remembered at most; who was forgotten is asked for again, and is the same subject again. */
const MOST_KNOWN = 200_000;

/** Subjects by customer, remembered while the import runs. */
export class Subjects {
  readonly #known = new Map<string, string>();
  readonly #ask: AskSubjects;
  readonly #most: number;

  constructor(ask: AskSubjects, most: number = MOST_KNOWN) {
    this.#ask = ask;
    this.#most = most;
  }

  /** The answers by key. */
  async find(wanted: ReadonlyMap<string, CustomerRef>): Promise<ReadonlyMap<string, Found>> {
    const found = new Map<string, Found>();
    const unknown = new Map<string, CustomerRef>();
    for (const [key, ref] of wanted) {
      const subject = this.#known.get(key);
      if (subject === undefined) unknown.set(key, ref);
      else found.set(key, { ok: true, subject });
    }
    if (unknown.size === 0) return found;
    const keys = [...unknown.keys()];
    const answers = await this.#ask([...unknown.values()].map((ref) => JSON.stringify(ref)));
    keys.forEach((key, at) => {
      const answer = answers[at];
      if (answer === undefined) throw new BadAnswer();
      found.set(key, answer);
      if (answer.ok) this.#remember(key, answer.subject);
    });
    return found;
  }

  #remember(key: string, subject: string): void {
    this.#known.set(key, subject);
    if (this.#known.size <= this.#most) return;
    const oldest = this.#known.keys().next();
    if (!oldest.done) this.#known.delete(oldest.value);
  }
}

export const subjectKey = ({ source, externalNumber }: CustomerRef): string =>
  `${source}\n${externalNumber}`;
