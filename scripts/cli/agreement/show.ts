/** `counterfoil agreement show`: all that the contract says of an agreement, as of one block. */
import { openSharing } from "../../../api/anchor/sharing/client.ts";
import type { AgreementEvent } from "../../../api/anchor/sharing/events.ts";
import { TIMES, timeText } from "../../../api/anchor/sharing/refusals.ts";
import {
  type AgreedVersion,
  type AgreementState,
  type PendingProposal,
  type SharingView,
  versionsOf,
} from "../../../api/anchor/sharing/view.ts";
import { isRefusal } from "../../../api/core/errors.ts";
import { visibleJson } from "../../../api/core/visible.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { rpcUrl } from "../settings.ts";
import { table } from "../table.ts";
import { accountGiven, timeGiven, wordGiven } from "./files.ts";
import type { AgreementCommand } from "./options.ts";
import { rows, sentence } from "./words.ts";

interface Shown {
  readonly id: string;
  readonly view: SharingView;
  readonly place: { readonly chainId: number; readonly contract: string };
  readonly state: AgreementState;
  readonly versions: readonly AgreedVersion[];
  readonly pending: PendingProposal | null;
  readonly at: number;
  readonly inForce: number;
  /** `null`: the node does not list them. */
  readonly events: readonly AgreementEvent[] | null;
}

export async function show(
  context: Context,
  [word = ""]: readonly string[],
  options: AgreementCommand,
): Promise<void> {
  const { terminal, m, env } = context;
  if (options.contract === undefined)
    throw new CliError(EXIT.usage, m.agreement.needsOption("--contract", "show"));
  const contract = accountGiven(context, "--contract", options.contract);
  const id = wordGiven(context, "ID", word);
  const time = options.at === undefined ? null : timeGiven(context, "--at", options.at);
  const sharing = await openSharing({ rpcUrl: rpcUrl(options.rpc, env, m), contract });
  const view = await sharing.at(options.newest ? "newest" : "final");
  const state = await view.agreement(id);
  const versions = await versionsOf(view, id, state);
  const at = time ?? view.block.time;
  const shown: Shown = {
    ...{ id, view, state, versions, at },
    place: { chainId: sharing.chainId, contract },
    pending: await view.pending(id),
    inForce: await view.versionAt(id, at),
    events: await eventsOf(view, id),
  };
  await terminal.out(
    options.json ? `${visibleJson(asJson(shown))}\n` : describeAgreement(context, shown),
  );
}

async function eventsOf(view: SharingView, id: string): Promise<Shown["events"]> {
  try {
    return await view.events(id);
  } catch (error) {
    if (isRefusal(error, "agreement_refused") && error.details.problem === "events_not_listed")
      return null;
    throw error;
  }
}

const withTimes = (members: object) =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name,
      TIMES.has(name) ? timeText(value as number) : value,
    ]),
  );

function asJson({ id, view, place, state, versions, pending, at, inForce, events }: Shown) {
  const { number, hash, time } = view.block;
  const { controller, recipient, terminatedAt } = state;
  return {
    ...{ agreement: id, ...place },
    block: { number, hash, time: timeText(time), final: view.isFinal },
    ...{ controller, recipient },
    terminatedAt: terminatedAt === null ? null : timeText(terminatedAt),
    versions: versions.map((one, at) => ({ version: at + 1, ...withTimes(one) })),
    pending: pending && { proposer: pending.proposer, ...withTimes(pending.terms) },
    inForce: { at: timeText(at), version: inForce === 0 ? null : inForce },
    next: nextOf(state),
    events: events?.map(withTimes) ?? null,
  };
}

/** Numbers that terms must have to be proposed next. */
const nextOf = ({ versions, proposals }: AgreementState) => ({
  version: versions + 1,
  proposal: proposals + 1,
});

function describeAgreement(context: Context, shown: Shown): string {
  const texts = context.m.agreement;
  const { id, view, place, state, versions, pending, at, inForce, events } = shown;
  const { controller, recipient, terminatedAt } = state;
  const say = (text: string): string => sentence(context, text);
  const { number, time } = view.block;
  const next = nextOf(state);
  return [
    say((view.isFinal ? texts.readAtFinal : texts.readAt)(String(number), timeText(time))),
    rows(context, {
      ...{ agreement: id, chain: place.chainId, contract: place.contract, controller, recipient },
      ...(terminatedAt === null
        ? { next: texts.nextNumbers(String(next.version), String(next.proposal)) }
        : { terminatedAt }),
    }),
    ...(terminatedAt === null ? [] : [say(texts.ended)]),
    say(
      inForce === 0
        ? texts.noneInForce(timeText(at))
        : texts.inForce(String(inForce), timeText(at)),
    ),
    ...versions.flatMap((one, index) => [
      say(texts.versionTitle(String(index + 1))),
      rows(context, { ...one }),
    ]),
    ...(pending === null ? [say(texts.nothingPending)] : pendingWords(context, pending)),
    ...historyWords(context, events),
  ].join("");
}

function pendingWords(context: Context, { proposer, terms }: PendingProposal): string[] {
  const { agreement: _, controller: __, recipient: ___, ...rest } = terms;
  return [
    sentence(context, context.m.agreement.pendingTitle),
    rows(context, { proposer, ...rest }),
  ];
}

function historyWords(context: Context, events: Shown["events"]): string[] {
  const texts = context.m.agreement;
  if (events === null) return [sentence(context, texts.historyUnlisted)];
  const lines = events.map((event) => [
    timeText(event.time),
    String(event.block),
    texts.events[event.event],
    "version" in event ? `${texts.names.version} ${event.version}` : "",
    "proposal" in event ? `${texts.names.proposal} ${event.proposal}` : "",
    "party" in event ? event.party : "",
  ]);
  return [sentence(context, texts.historyTitle), table(context.terminal, lines)];
}
