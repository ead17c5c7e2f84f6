/** What an erasure leaves, as the firm states it. Types alone. */
import type { RULED_CLASSES } from "../kinds/retention.ts";

export type RuledClass = (typeof RULED_CLASSES)[number];

/** A text in several languages. */
export type Texts = readonly { readonly language: string; readonly text: string }[];

export interface Keep {
  readonly action: "keep";
  /** Whole calendar years after that of the erasure; of what has a year of its own it does not count. */
  readonly years: number;
  /** The article, as a term or in short. */
  readonly ground: string;
  readonly texts: Texts;
}

export type ClassRule = { readonly action: "go" } | Keep;

export interface Rules {
  /** `null`: the firm has stated none, and these are those of the product. */
  readonly inForceFrom: string | null;
  /** Index in the log of the record that states them; `null` likewise. */
  readonly entry: number | null;
  /** Whether statutory records of living customers go by themselves, too, when their year is over. */
  readonly automatic: boolean;
  readonly classes: Readonly<Record<RuledClass, ClassRule>>;
}
