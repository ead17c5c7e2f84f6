/** From what a visitor brings to what is said of it. Pure but for the chain that is handed in: the same in the page, in the stand-alone file and in tests. */
import { parseCertificate, verifyErasureCertificate } from "../../../verify/erasure.ts";
import {
  type Policy,
  parseEvidence,
  type Replay,
  verifyEvidence,
  verifyMisbehaviour,
} from "../../../verify/index.ts";
import { attachmentsOf } from "../input/pdf.ts";
import { kindOf } from "../input/recognise.ts";
import type { Chain } from "./chain.ts";
import { judgeComparison } from "./compare.ts";
import { cosignersOf } from "./cosigners.ts";
import type { Brought, Judged, JudgedCertificate, JudgedEvidence } from "./judged.ts";
import { judgeLogText } from "./log-text.ts";
import { judgePromise } from "./promise.ts";

export interface Reader {
  readonly policy: Policy | null;
  /** Null: nobody is asked. */
  readonly chain: Chain | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly replay?: Replay | null;
}

async function judgeEvidence(file: Brought, reader: Reader): Promise<JudgedEvidence> {
  const { policy, chain, now, replay = null } = reader;
  const ask = chain?.ask ?? null;
  const verdict = await verifyEvidence(file.bytes, { policy, ask, now, replay });
  const evidence = verdict.word === "INVALID" ? null : parseEvidence(file.bytes);
  const cosigners = evidence === null ? [] : cosignersOf(evidence.checkpoint, policy);
  return { kind: "evidence", file, verdict, evidence, cosigners, policy };
}

async function judgeCertificate(file: Brought, reader: Reader): Promise<JudgedCertificate> {
  const { policy, chain, now, replay = null } = reader;
  const ask = chain?.ask ?? null;
  const verdict = await verifyErasureCertificate(file.bytes, { policy, ask, now, replay });
  const checkpoint = verdict.word === "INVALID" ? null : parseCertificate(file.bytes).checkpoint;
  const cosigners = checkpoint === null ? [] : cosignersOf(checkpoint, policy);
  return { kind: "certificate", file, verdict, cosigners };
}

/** Files that lie in a PDF and can be judged, the evidence first. */
const WANTED = ["evidence", "promise", "misbehaviour", "tlog_proof"] as const;

async function insidePdf(file: Brought): Promise<Brought | null> {
  const inside = await attachmentsOf(file.bytes);
  for (const wanted of WANTED) {
    const found = inside.find(({ bytes }) => kindOf(bytes) === wanted && isOurs(bytes, wanted));
    if (found !== undefined) return { name: `${file.name} › ${found.name}`, bytes: found.bytes };
  }
  return null;
}

/** Whatever is JSON could be evidence; in a PDF only what says so is. */
function isOurs(bytes: Uint8Array, kind: (typeof WANTED)[number]): boolean {
  return kind !== "evidence" || new TextDecoder().decode(bytes).includes('"counterfoil/evidence/');
}

async function judgeOne(file: Brought, reader: Reader): Promise<Judged> {
  const kind = kindOf(file.bytes);
  switch (kind) {
    case "evidence":
      return judgeEvidence(file, reader);
    case "certificate":
      return judgeCertificate(file, reader);
    case "misbehaviour": {
      const { policy, chain } = reader;
      const ask = chain?.ask ?? null;
      const verdict = await verifyMisbehaviour(file.bytes, { policy, ask });
      return { kind, file, verdict };
    }
    case "promise":
      return judgePromise(file, reader);
    case "tlog_proof":
    case "checkpoint":
      return judgeLogText(file, kind === "tlog_proof", reader);
    case "pdf": {
      const inside = await insidePdf(file);
      return inside === null ? { kind: "refused", file, why: kind } : judgeOne(inside, reader);
    }
    default:
      return { kind: "refused", file, why: kind };
  }
}

/** @param files at least one; several are held against each other */
export async function judge(files: readonly Brought[], reader: Reader): Promise<Judged> {
  const [first, ...more] = files;
  if (first === undefined) throw new Error("nothing to judge");
  if (more.length === 0) return judgeOne(first, reader);
  const opened = await Promise.all(files.map(opening));
  return judgeComparison(opened, reader);
}

async function opening(file: Brought): Promise<Brought> {
  return kindOf(file.bytes) === "pdf" ? ((await insidePdf(file)) ?? file) : file;
}
