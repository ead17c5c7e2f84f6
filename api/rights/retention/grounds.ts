/** What a ground is in words, whoever stated it and when. */
import { ACCESS_GROUND, DEFAULT_RULES, HOLD_GROUND } from "./default-rules.ts";
import type { Rules, Texts } from "./model.ts";

/** Of the newest rule that names it; else the code by itself. @param stated in the order of recording */
export function groundTexts(code: string, stated: readonly Rules[]): Texts {
  for (const own of [ACCESS_GROUND, HOLD_GROUND]) if (own.code === code) return own.texts;
  for (const { classes } of [DEFAULT_RULES, ...stated].reverse())
    for (const rule of Object.values(classes))
      if (rule.action === "keep" && rule.ground === code) return rule.texts;
  return [{ language: "en", text: code }];
}
