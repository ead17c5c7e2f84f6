/** The plan of an erasure as people read it. Pure. */
import { inLanguage } from "../customer/said.ts";
import type { Plan, PlanPart } from "./erasure-queries.ts";

export interface PartView {
  readonly key: string;
  readonly class: PlanPart["class"];
  /** What has a year of its own: it. */
  readonly year: string | null;
  readonly kinds: PlanPart["kinds"];
  /** `null`: it goes. */
  readonly kept: {
    readonly code: string;
    readonly text: string;
    readonly until: number | null;
    readonly held: boolean;
  } | null;
}

function partView(part: PlanPart, language: string): PartView {
  const { class: of, expiry, fate, kinds, ground, until, held } = part;
  const code = ground?.code ?? "";
  const text = inLanguage(ground?.texts ?? [], language)?.text ?? code;
  return {
    key: `${of} ${expiry} ${fate}`,
    class: of,
    year: expiry === "open" ? null : expiry,
    kinds: kinds.filter(({ entries }) => entries > 0),
    kept: fate === "erased" ? null : { code, text, until, held },
  };
}

export interface PlanView {
  readonly goes: readonly PartView[];
  readonly stays: readonly PartView[];
}

/** @param language of the reader */
export function planView({ parts }: Pick<Plan, "parts">, language: string): PlanView {
  const all = parts.map((part) => partView(part, language)).filter(({ kinds }) => kinds.length > 0);
  return {
    goes: all.filter(({ kept }) => kept === null),
    stays: all.filter(({ kept }) => kept !== null),
  };
}
