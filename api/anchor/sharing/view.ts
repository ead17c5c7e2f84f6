/** What SharingTerms says of an agreement, as of one block: whoever asks several things gets answers that fit together. */
import { asData, type BlockHeader, blockName } from "../answers.ts";
import { type Rpc, RpcRejected } from "../rpc.ts";
import { sharingTerms } from "../sharing-terms.ts";
import {
  type AgreementEvent,
  type EventsAsked,
  type EventsPart,
  readEvents,
  readPart,
} from "./events.ts";
import { refusalOf, refuse } from "./refusals.ts";
import type { SharingPlace, TermsMessage } from "./typed-data.ts";

/** Addresses in lower case; times are seconds since 1970. */
export interface AgreementState {
  readonly controller: string;
  readonly recipient: string;
  /** How many versions were agreed. */
  readonly versions: number;
  readonly proposals: number;
  readonly terminatedAt: number | null;
}

export interface AgreedVersion {
  readonly ledgerId: string;
  readonly termsHash: string;
  readonly validFrom: number;
  readonly validUntil: number;
  readonly agreedAt: number;
}

/** What one party has signed and the other may sign: the terms as both sign them. */
export interface PendingProposal {
  readonly proposer: string;
  readonly terms: TermsMessage;
}

/**
 * Every method rejects with RpcUnreachable or RpcRejected if the node does not answer properly, and with a Refusal `agreement_refused`
 * `no_contract` where the block has none.
 */
export interface SharingView {
  readonly block: BlockHeader;
  /** Whether the chain calls the block final; it does not if it names no final block at all. */
  readonly isFinal: boolean;
  /** Refuses with `unknown_agreement`. */
  agreement(id: string): Promise<AgreementState>;
  /** Refuses with `unknown_agreement`, `unknown_version`. */
  version(id: string, number: number): Promise<AgreedVersion>;
  /** `null`: nothing is proposed. */
  pending(id: string): Promise<PendingProposal | null>;
  /** The version that was in force, or 0. Refuses a time after the block's with `time_not_reached`. */
  versionAt(id: string, time: number): Promise<number>;
  /** What happened, in order; in blocks from `first` on, which is the chain's first unless named. Refuses with `events_not_listed`. */
  events(id: string, first?: number): Promise<readonly AgreementEvent[]>;
  /** Some of what happened: as many as are read at a time. Refuses with `events_not_listed`. */
  part(id: string, asked: EventsAsked): Promise<EventsPart>;
}

export function viewAt(
  rpc: Rpc,
  place: SharingPlace,
  block: BlockHeader,
  isFinal: boolean,
): SharingView {
  const ask = (name: string, args: readonly unknown[]) =>
    askContract(rpc, place, block, name, args);
  const agreement = async (id: string): Promise<AgreementState> => {
    const said = recordOf(await ask("agreement", [id]));
    const terminatedAt = count(said.terminatedAt);
    return {
      controller: lower(said.controller),
      recipient: lower(said.recipient),
      versions: count(said.versions),
      proposals: count(said.proposals),
      terminatedAt: terminatedAt === 0 ? null : terminatedAt,
    };
  };
  return {
    block,
    isFinal,
    agreement,
    async version(id, number) {
      const said = recordOf(await ask("version", [id, number]));
      return { ...timesAndHashes(said), agreedAt: count(said.agreedAt) };
    },
    async pending(id) {
      const said = recordOf(await ask("pending", [id]));
      if (BigInt(lower(said.proposer)) === 0n) return null;
      const { controller, recipient } = await agreement(id);
      const terms = {
        ...{ agreement: id, version: count(said.version), proposal: count(said.proposal) },
        ...{ controller, recipient },
        ...timesAndHashes(said),
        deadline: count(said.deadline),
      };
      return { proposer: lower(said.proposer), terms };
    },
    versionAt: async (id, time) => count((await ask("versionAt", [id, time]))[0]),
    events: (id, first) => readEvents(rpc, place, id, block.number, first),
    part: (id, asked) => readPart(rpc, place, id, block.number, asked),
  };
}

/** As many as a person could read. A node may say that there are four thousand million. */
const MOST_VERSIONS = 1_000;

/** All that were agreed, in order. Refuses with `too_many`. */
export async function versionsOf(
  view: SharingView,
  id: string,
  { versions }: AgreementState,
): Promise<readonly AgreedVersion[]> {
  if (versions > MOST_VERSIONS) throw refuse("too_many", { count: versions, most: MOST_VERSIONS });
  const all: AgreedVersion[] = [];
  for (let number = 1; number <= versions; number += 1) all.push(await view.version(id, number));
  return all;
}

/** The values that a view of the contract answers. Refuses with `no_contract`, and as the contract does. */
export async function askContract(
  rpc: Rpc,
  { contract }: SharingPlace,
  { number }: BlockHeader,
  name: string,
  args: readonly unknown[],
): Promise<readonly unknown[]> {
  const call = { to: contract, data: sharingTerms.encodeFunctionData(name, args) };
  let data: string;
  try {
    data = asData(await rpc("eth_call", [call, blockName(number)]));
  } catch (error) {
    if (error instanceof RpcRejected && error.reverted) throw refusalOf(error);
    throw error;
  }
  if (data === "0x") throw refuse("no_contract", { contract, block: number });
  try {
    return sharingTerms.decodeFunctionResult(name, data).toArray();
  } catch {
    throw refuse("not_sharing_terms", { contract });
  }
}

type Said = Readonly<Record<string, unknown>>;

const recordOf = ([said]: readonly unknown[]): Said => said as Said;
const lower = (value: unknown): string => String(value).toLowerCase();

/** Times and numbers beyond 2^53−1 are taken for that: they are beyond all measure either way. */
const count = (value: unknown): number =>
  Number((value as bigint) > MOST ? MOST : (value as bigint));
const MOST = BigInt(Number.MAX_SAFE_INTEGER);

const timesAndHashes = (said: Said) => ({
  ledgerId: lower(said.ledgerId),
  termsHash: lower(said.termsHash),
  validFrom: count(said.validFrom),
  validUntil: count(said.validUntil),
});
