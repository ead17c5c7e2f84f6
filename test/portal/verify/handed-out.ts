/** What a ledger hands out in the course of time: everything that two people may hold and compare. */
import {
  asLeafHash,
  asLeafIndex,
  asStreamSecret,
  asTreeSize,
} from "../../../portal/verify/brands.ts";
import { base64Encode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { encodeEvidence, type RecordEvidence } from "../../../portal/verify/evidence.ts";
import type { Policy } from "../../../portal/verify/policy.ts";
import { parsePolicy } from "../../../portal/verify/policy.ts";
import { statementsOf } from "../../../portal/verify/read-statements.ts";
import { formatReceiptText } from "../../../portal/verify/receipt.ts";
import type { Statements } from "../../../portal/verify/statements.ts";
import { policyKey } from "../../../scripts/vectors/build.ts";
import { ORIGIN, receiptKey, signedNote } from "../../../scripts/vectors/world.ts";
import {
  absent,
  auditor,
  content,
  current,
  event,
  history,
  NOW,
  type Person,
  secondAuditor,
  trusted,
  type World,
  type Written,
} from "./stream-world.ts";

export const policy: Policy = parsePolicy(
  JSON.stringify({
    format: "counterfoil/policy/v1",
    ...trusted([auditor, secondAuditor]),
    keys: [...trusted([auditor, secondAuditor]).keys, policyKey("receipt", receiptKey)],
  }),
);

/** A record, whose and where it is. */
export type Kept = Written & { readonly who: Person; readonly stream: string };

export interface HandedOut {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function receiptNote(index: number, leaf: Uint8Array): string {
  const text = formatReceiptText({
    origin: ORIGIN,
    index: asLeafIndex(index),
    leafHash: asLeafHash(leaf),
    time: NOW,
    deadline: NOW + 60_000,
  });
  return signedNote(text, receiptKey);
}

export function receiptFile({ index, leaf }: Written): HandedOut {
  return { name: `receipt ${index}`, bytes: utf8Encode(receiptNote(index, leaf)) };
}

/** What a write answers with. */
export function answerFile({ index, leaf, entry, disclosures }: Written): HandedOut {
  const answer = {
    outcome: "stored",
    index,
    entry: base64Encode(entry),
    receipt: receiptNote(index, leaf),
    disclosures,
  };
  return { name: `answer ${index}`, bytes: utf8Encode(JSON.stringify(answer, null, 2)) };
}

export function checkpointFile(world: World, size: number): HandedOut {
  return { name: `checkpoint ${size}`, bytes: utf8Encode(world.checkpoint(size)) };
}

export function tlogProofFile(world: World, index: number, size: number, extra = true): HandedOut {
  const lines = [
    "c2sp.org/tlog-proof@v1",
    ...(extra ? [`extra ${base64Encode(world.entries[index] as Uint8Array)}`] : []),
    `index ${index}`,
    ...world.path(index, size).map(base64Encode),
  ];
  const bytes = utf8Encode(`${lines.join("\n")}\n\n${world.checkpoint(size)}`);
  return { name: `tlog-proof ${index} of ${size}`, bytes };
}

export function recordFile(
  world: World,
  written: Written,
  size: number,
  withheld: readonly string[] = [],
): HandedOut {
  const { entry, inclusion, index } = event(world, written, size);
  const evidence: RecordEvidence = {
    claim: "record",
    anchor: null,
    checkpoint: world.checkpoint(size),
    record: { entry, inclusion, index, ...content(written, withheld) },
  };
  return { name: `record ${index} of ${size}`, bytes: encodeEvidence(evidence) };
}

const about = (world: World, { who, stream }: Pick<Kept, "who" | "stream">, size: number) => ({
  world,
  who,
  stream,
  size,
});

export function historyFile(world: World, events: readonly Kept[], size: number): HandedOut {
  const evidence = history(about(world, events[0] as Kept, size), events);
  return { name: `history of ${events.length} at ${size}`, bytes: encodeEvidence(evidence) };
}

/** The history behind its last event: a map proof, and no entry. */
export function emptyHistoryFile(world: World, last: Kept, size: number): HandedOut {
  const from = { leafHash: last.leaf, seq: last.seq as never };
  const evidence = { ...history(about(world, last, size), []), from };
  return { name: `history behind ${last.index} at ${size}`, bytes: encodeEvidence(evidence) };
}

export function currentFile(world: World, last: Kept, size: number): HandedOut {
  const evidence = current(about(world, last, size), last);
  return { name: `current ${last.index} of ${size}`, bytes: encodeEvidence(evidence) };
}

export function absentFile(world: World, who: Person, stream: string, size: number): HandedOut {
  const evidence = absent({ world, who, stream, size });
  return { name: `absent ${stream} at ${size}`, bytes: encodeEvidence(evidence) };
}

export function known({ name, bytes }: HandedOut): Statements {
  const read = statementsOf(bytes, policy);
  if ("refused" in read) throw new Error(`${name}: ${read.refused.code}`);
  return read;
}

export const secretOf = asStreamSecret;
export const sizeOf = asTreeSize;
