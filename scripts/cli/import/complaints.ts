import type { Complaint } from "../../import/complaint.ts";
import type { Context } from "../context.ts";
import { describeComplaint } from "./describe.ts";

/** So many are told; a wrong mapping would otherwise say the same thing a million times. */
const MOST = 50;

/** Tells of refusals: at once, or at the end where a progress bar has the line. */
export class Complaints {
  readonly #context: Context;
  readonly #atOnce: boolean;
  readonly #kept: string[] = [];
  #count = 0;

  constructor(context: Context, atOnce: boolean) {
    this.#context = context;
    this.#atOnce = atOnce;
  }

  readonly add = (complaint: Complaint): void => {
    this.#count++;
    if (this.#count > MOST) return;
    const text = `${describeComplaint(this.#context, complaint)}\n`;
    if (this.#atOnce) void this.#context.terminal.err(text);
    else this.#kept.push(text);
  };

  async finish(): Promise<void> {
    const { terminal, m } = this.#context;
    for (const text of this.#kept) await terminal.err(text);
    if (this.#count > MOST) await terminal.err(`${m.import.more(this.#count - MOST)}\n`);
  }
}
