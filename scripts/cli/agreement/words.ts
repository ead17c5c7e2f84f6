/** What is signed, and what stands in the contract, in words. */
import { TIMES, timeText } from "../../../api/anchor/sharing/refusals.ts";
import { digestOf, type ToSign } from "../../../api/anchor/sharing/typed-data.ts";
import type { Context } from "../context.ts";
import { table } from "../table.ts";
import { wrap } from "../terminal.ts";
import type { AgreementName } from "./texts.ts";

type Voice = Pick<Context, "terminal" | "m">;

/** A sentence, all members, and what follows from signing. */
export function describeToSign(voice: Voice, toSign: ToSign): string {
  const { kind, chainId, contract, message } = toSign;
  const texts = voice.m.agreement;
  const deadline = "deadline" in message ? timeText(message.deadline) : "";
  return [
    sentence(voice, texts.signs[kind]),
    rows(voice, { ...message, chain: chainId, contract, digest: digestOf(toSign) }),
    sentence(voice, texts.follows[kind](deadline)),
  ].join("");
}

/** Members by their names, as a table; times as people read them. */
export function rows(
  { terminal, m }: Voice,
  members: Partial<Readonly<Record<AgreementName, string | number>>>,
): string {
  const { names } = m.agreement;
  return table(
    terminal,
    Object.entries(members).map(([name, value]) => [
      names[name as AgreementName],
      TIMES.has(name) ? timeText(Number(value)) : String(value),
    ]),
  );
}

export const sentence = ({ terminal }: Voice, text: string): string =>
  wrap(text, terminal.columns)
    .map((line) => `${line}\n`)
    .join("");
