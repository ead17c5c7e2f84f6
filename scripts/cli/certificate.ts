/** A certificate of erasure, for people. */

import type { ErasureVerdict } from "../../portal/verify/erasure-verdict.ts";
import { renderErasure } from "../../portal/verify/render-erasure.ts";
import type { Context } from "./context.ts";
import { anchor, checkpoint, layers, sentences, word } from "./verdict.ts";

/** What was checked, declared, kept and became of it, and what that does not prove; the word comes last. */
export async function printCertificate(context: Context, verdict: ErasureVerdict): Promise<void> {
  const { certificate: t, verify } = context.m;
  const told = renderErasure(verdict, context.language);
  const index = verdict.declaration?.index ?? null;
  const parts = [
    layers(context, told),
    sentences(context, t.declared, told.declared),
    sentences(context, t.kept, told.kept),
    sentences(context, t.outcomes, told.outcomes),
    sentences(context, t.streams, told.streams),
    checkpoint(context, { ...verdict, index }),
    anchor(context, verdict),
    sentences(context, verify.ignored, told.ignored),
    sentences(context, verify.caveats, told.caveats),
    word(context, told),
  ];
  await context.terminal.out(parts.filter((part) => part !== "").join("\n"));
}
