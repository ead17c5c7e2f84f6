/** A made-up firm, its chain, and an auditor who follows it: what tests of findings share. */
import { readFileSync, statSync } from "node:fs";
import { afterEach, beforeEach, expect } from "vitest";
import type { Refusing } from "../../../api/auditor/refusals.ts";
import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { parseMisbehaviour } from "../../../portal/verify/misbehaviour.ts";
import { parseNote } from "../../../portal/verify/note.ts";
import { verifyMisbehaviour } from "../../../portal/verify/verify-misbehaviour.ts";
import { FakeChain, Firm } from "./firm.ts";
import { auditorPlace, type OpenedAuditor, word } from "./place.ts";

export let place: ReturnType<typeof auditorPlace>;
export let firm: Firm;
export let chain: FakeChain;
export let auditor: OpenedAuditor;

const open = (of: Firm = firm): Promise<OpenedAuditor> =>
  place.open({ policy: firm.policy, source: of.source, chain, chunk: 64 });

/** To be called once by a file of tests: each begins with a new firm, chain and auditor. */
export function watchFirm(): void {
  beforeEach(async () => {
    place = auditorPlace();
    firm = new Firm();
    chain = new FakeChain();
    await begin();
  });
  afterEach(async () => {
    await auditor.close();
    place.remove();
  });
}

/** An auditor over what is there; the one before has been closed. */
export async function begin(of: Firm = firm): Promise<void> {
  auditor = await open(of);
}

/** Ends it, and begins again. */
export async function reopen(of: Firm = firm): Promise<void> {
  await auditor.close();
  await begin(of);
}

/** A round, in a word. */
export const round = async (): Promise<string> => word(await auditor.round());
/** Its size; 0: nothing was cosigned. */
export const newestCosigned = async (): Promise<number> => {
  const note = await auditor.context.memory.cosigned(null);
  return note === null ? 0 : parseCheckpoint(parseNote(note).text).size;
};

/** It refuses now, says so once, cosigned nothing, and stays so over a restart. Answers what was kept. */
export async function refusesFor(code: string, from?: Firm): Promise<Refusing> {
  const before = await newestCosigned();
  expect(await round()).toBe(code);
  expect(auditor.shouted.map((each) => each.code)).toEqual([code]);
  expect(await round()).toBe(code);
  expect(auditor.shouted).toHaveLength(1);
  expect(await newestCosigned()).toBe(before);
  expect(await auditor.status()).toMatchObject({ state: "refusing", reason: null });
  await reopen(from);
  expect(await round()).toBe(code);
  expect(auditor.shouted.map((each) => each.code)).toEqual([code]);
  expect(await newestCosigned()).toBe(before);
  const kept = auditor.shouted[0] as Refusing;
  expect(statSync(kept.file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(kept.file, "utf8"))).toMatchObject({
    format: "counterfoil/auditor-refusal/v1",
    code,
    auditor: auditor.keys.auditor.vkey,
    ledger: { chainId: 31337, ledgerId: firm.policy.ledgerId },
  });
  return kept;
}

/** What the kernel says of the proof: `DIVERGED two_seq`. */
export async function judged({ proof }: Refusing): Promise<string> {
  if (proof === null) return "none";
  const source = readFileSync(proof);
  const ask = async ({ size }: { size: number }) => {
    const root = await chain.rootAt(size);
    const head = { number: chain.latest };
    return {
      ...{ chainId: 31337, registered: true, latest: head, finalized: head },
      ...{ rootAtLatest: root, rootAtFinalized: root, event: "unavailable" as const },
    };
  };
  const verdict = await verifyMisbehaviour(source, { policy: firm.policy, ask });
  return `${verdict.word} ${parseMisbehaviour(source).kind}`;
}
