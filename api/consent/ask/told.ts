/** Who asks for what, in the person's language. Pure. */
import type { Controller, PurposeVersion, Translation } from "../model.ts";
import { inLanguage } from "./language.ts";
import { type Choice, wordingOf } from "./wording.ts";

export interface ToldController {
  readonly name: string;
  readonly contact: string;
  readonly email: string | null;
  readonly policyUrl: string;
  /** How one withdraws, in words; `null`: in no language is it said. */
  readonly withdrawalMethod: string | null;
}

export interface ToldPurpose {
  readonly title: string;
  readonly description: string;
  readonly version: number;
}

export interface WordedChoice {
  readonly choice: Choice;
  readonly wording: string;
}

const said = (all: readonly Translation[], language: string | null): string | undefined =>
  inLanguage(all, language)?.text;

/** @param language BCP 47 */
export function toldController(
  { name, contact, email, policyUrl, withdrawalMethod }: Controller,
  language: string | null,
): ToldController {
  const method = said(withdrawalMethod, language) ?? null;
  return { name, contact, email, policyUrl, withdrawalMethod: method };
}

/** @param language BCP 47 */
export const toldPurpose = (purpose: PurposeVersion, language: string | null): ToldPurpose => ({
  title: said(purpose.titles, language) ?? purpose.purposeId,
  description: said(purpose.descriptions, language) ?? "",
  version: purpose.purposeVersion,
});

/** @param language of the text that is shown */
export const worded = (choices: readonly Choice[], language: string): readonly WordedChoice[] =>
  choices.map((choice) => ({ choice, wording: wordingOf(choice, language) }));
