/** Findings on disk. As long as there is one, nothing of the log is cosigned, with neither key: also after a restart, and until a person has taken the file away. */
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { checkMisbehaviour } from "../../portal/verify/check-misbehaviour.ts";
import { encodeMisbehaviour } from "../../portal/verify/misbehaviour.ts";
import type { Policy } from "../../portal/verify/policy.ts";
import { formatTime } from "../core/clock.ts";
import { writeDurably } from "../core/files.ts";
import { FINDINGS, type Finding, type FindingCode } from "./finding.ts";

export interface Refusing {
  readonly code: FindingCode;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** All that shows it. */
  readonly file: string;
  /** A proof that verifies by itself, for `counterfoil verify`; `null` where there is none so compact. */
  readonly proof: string | null;
}

const FORMAT = "counterfoil/auditor-refusal/v1";
const NAME = /^(\d{1,16})-([a-z_]+)\.json$/;
const proofName = (name: string): string => name.replace(/\.json$/, ".proof.json");

/** The first finding in a directory that is kept, or `null`. */
export async function readRefusing(directory: string): Promise<Refusing | null> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const found = names.flatMap((name): Refusing[] => {
    const [, at, said] = NAME.exec(name) ?? [];
    const code = FINDINGS.find((one) => one === said);
    if (code === undefined) return [];
    const proof = names.includes(proofName(name)) ? join(directory, proofName(name)) : null;
    return [{ code, at: Number(at), file: join(directory, name), proof }];
  });
  return found.sort((a, b) => a.at - b.at)[0] ?? null;
}

export interface RefusalContext {
  readonly directory: string;
  readonly policy: Policy;
  /** The auditor's key; `null`: of somebody who cosigns nothing. */
  readonly vkey: string | null;
}

/** A proof that does not hold shows that something is wrong here, and not with the firm. */
export function assertShows({ code, proof }: Finding, policy: Policy): void {
  if (proof === null) return;
  const { failure } = checkMisbehaviour(encodeMisbehaviour(proof), policy);
  if (failure !== null) throw new Error(`the proof of ${code} does not hold`, { cause: failure });
}

/** Durable when it resolves. The proof is there before the file that refers to it. */
export async function keepFinding(
  { directory, policy, vkey }: RefusalContext,
  { code, evidence, proof }: Finding,
  now: number,
): Promise<Refusing> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const name = `${now}-${code}.json`;
  const file = join(directory, name);
  const beside = proof === null ? null : join(directory, proofName(name));
  if (proof !== null && beside !== null) await writeDurably(beside, encodeMisbehaviour(proof));
  const { chainId, contract, ledgerId } = policy;
  const kept = {
    ...{ format: FORMAT, code, at: formatTime(now), auditor: vkey },
    ledger: { chainId, contract, ledgerId },
    ...{ proof: proof === null ? null : proofName(name), evidence },
  };
  await writeDurably(file, `${JSON.stringify(kept, null, 2)}\n`);
  return { code, at: now, file, proof: beside };
}
