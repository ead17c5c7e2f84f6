/** Who holds two files of one ledger, and has no chain to ask: `counterfoil compare`. */
import { contradiction } from "../../portal/verify/contradiction.ts";
import { encodeMisbehaviour } from "../../portal/verify/misbehaviour.ts";
import { statementsOf } from "../../portal/verify/read-statements.ts";
import type { Statements } from "../../portal/verify/statements.ts";
import { verifyMisbehaviour } from "../../portal/verify/verify-misbehaviour.ts";
import type { Look } from "./cheat.ts";
import { pinned } from "./readers.ts";

/** What the reader holds: at least one file. */
export interface Held {
  readonly held: readonly (Uint8Array | string)[];
}

const bytesOf = (file: Uint8Array | string): Uint8Array =>
  typeof file === "string" ? new TextEncoder().encode(file) : file;

/** `nothing`, why a file is not read, or what the proof that was found comes to when somebody else verifies it offline. */
export async function compare({ held }: Held): Promise<string> {
  const policy = pinned();
  const read: Statements[] = [];
  for (const file of held) {
    const statements = statementsOf(bytesOf(file), policy);
    if ("refused" in statements) return `refused ${statements.refused.code}`;
    read.push(statements);
  }
  const proof = contradiction(...read);
  if (proof === null) return "nothing";
  const verdict = await verifyMisbehaviour(encodeMisbehaviour(proof), { policy, ask: null });
  return `${verdict.word} ${verdict.kind}`;
}

/** @param of which files they are */
export const compares = (of: string, cheat: string): Look<Held> => ({
  ...{ by: "compare", of, honest: "nothing", cheat },
  sees: compare,
});
