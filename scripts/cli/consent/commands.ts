/** The commands that get what the ledger's answer names as evidence. */
import { PLAIN } from "../plain.ts";
import type { ConsentAnswer } from "./answer.ts";

const ADDRESS = /^\/v1\/subjects\/([A-Za-z0-9_-]{43})\/evidence\?(.*)$/;

/** `null` for what is no such address: a command is not made of anything that a server says. */
function commandFor(address: string, file: string): string | null {
  const [, subject, query] = ADDRESS.exec(address) ?? [];
  if (subject === undefined) return null;
  const { claim, stream, at, ...others } = Object.fromEntries(new URLSearchParams(query));
  if (claim === undefined || stream === undefined || Object.keys(others).length > 0) return null;
  const words = [
    ...["--subject", subject, "--stream", stream, "--claim", claim],
    ...(at === undefined ? [] : ["--at", at]),
    ...["--out", file],
  ];
  return words.every((word) => PLAIN.test(word)) ? `counterfoil evidence ${words.join(" ")}` : null;
}

/** Of each identifier its consents, and with whom it was joined. */
export const evidenceCommands = ({ identifiers }: ConsentAnswer): readonly string[] =>
  identifiers.flatMap(({ evidence, joined }, i) =>
    [
      commandFor(evidence, `consent-${i + 1}.json`),
      commandFor(joined, `merge-${i + 1}.json`),
    ].filter((command) => command !== null),
  );

/** @param at as it was asked for; `null`: now */
export function consentCommandOf(subject: string, purpose: string, at: string | null): string {
  const options = at === null ? "" : ` --at ${at}`;
  // One in 64 begins with a dash, and is no option.
  return `counterfoil consent${options} ${subject.startsWith("-") ? "-- " : ""}${subject} ${purpose}`;
}
