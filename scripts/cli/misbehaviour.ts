/** A proof of misbehaviour, for people. */

import { visible } from "../../api/core/visible.ts";
import type { MisbehaviourVerdict } from "../../portal/verify/misbehaviour-verdict.ts";
import { renderMisbehaviour } from "../../portal/verify/render-misbehaviour.ts";
import type { Context } from "./context.ts";
import { section } from "./section.ts";
import { paint, wrap } from "./terminal.ts";

const lines = (texts: readonly string[]): string[][] => texts.map((text) => ["–", text]);

/** What is shown, who broke what rule, and what that does not prove. */
export function misbehaviourParts(context: Context, verdict: MisbehaviourVerdict): string[] {
  const { misbehaviour: t, verify } = context.m;
  const told = renderMisbehaviour(verdict, context.language);
  const why = [told.finding, told.reason].filter((sentence) => sentence !== null);
  return [
    section(context, t.statements, lines(told.sides)),
    section(
      context,
      t.finding,
      why.map((sentence) => [sentence]),
    ),
    section(context, verify.ignored, lines(told.ignored)),
    section(context, verify.caveats, lines(told.caveats)),
  ].filter((part) => part !== "");
}

/** The word comes last. */
export async function printMisbehaviour(
  context: Context,
  verdict: MisbehaviourVerdict,
): Promise<void> {
  const { terminal, language } = context;
  const { sentence } = renderMisbehaviour(verdict, language);
  const colour = verdict.word === "DIVERGED" || verdict.word === "INVALID" ? "red" : "yellow";
  const said = wrap(visible(sentence), terminal.columns).join("\n");
  const word = `${paint(terminal, colour, verdict.word)}\n${said}\n`;
  await terminal.out([...misbehaviourParts(context, verdict), word].join("\n"));
}
