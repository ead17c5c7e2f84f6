/** `counterfoil agreement send` and `deploy`: transactions, paid for by whoever relays them. */

import type { Approve } from "../../../api/anchor/deploy.ts";
import { callFor } from "../../../api/anchor/sharing/bring.ts";
import { type Done, deploySharing, openSharing } from "../../../api/anchor/sharing/client.ts";
import {
  coinOf,
  coinText,
  DEPLOY_LIMITS,
  type Limits,
  SEND_LIMITS,
  within,
} from "../../../api/anchor/sharing/cost.ts";
import { timeText } from "../../../api/anchor/sharing/refusals.ts";
import { type PartySignature, readSignature } from "../../../api/anchor/sharing/sign.ts";
import { type AnchorWallet, loadWallet } from "../../../api/anchor/wallet.ts";
import { visibleJson } from "../../../api/core/visible.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { rpcUrl } from "../settings.ts";
import { readJsonFile, wordGiven } from "./files.ts";
import type { AgreementCommand } from "./options.ts";
import { assertOfPolicy, readPolicyFile } from "./policy-file.ts";
import { rows, sentence } from "./words.ts";

export async function send(
  context: Context,
  files: readonly string[],
  options: AgreementCommand,
): Promise<void> {
  const { terminal, m, env } = context;
  const texts = m.agreement;
  const { json, rpc, salt } = options;
  const named = salt === undefined ? null : wordGiven(context, "--salt", salt);
  const signatures: PartySignature[] = [];
  for (const file of files) signatures.push(await readJsonFile(context, file, readSignature));
  const policy = options.terms === undefined ? null : await readPolicyFile(context, options.terms);
  for (const { toSign } of signatures) assertOfPolicy(context, toSign, policy);
  const contracts = new Set(signatures.map(({ toSign }) => toSign.contract));
  const [contract = ""] = contracts;
  if (contracts.size !== 1) throw new CliError(EXIT.usage, texts.otherContracts);
  const approve = approvalOf(context, options, SEND_LIMITS);
  const wallet = await relayOf(context, options);
  const sharing = await openSharing({ rpcUrl: rpcUrl(rpc, env, m), contract });
  const call = await callFor(sharing, signatures, named);
  const agreement = signatures[0]?.toSign.message.agreement ?? "";
  const done = call === null ? null : await sharing.send(call, wallet, approve);
  const step = call?.step ?? "nothing";
  if (json) {
    const place =
      done === null ? null : { ...done, time: timeText(done.time), cost: costText(done) };
    await terminal.out(`${visibleJson({ step, agreement, ...place })}\n`);
    return;
  }
  const where =
    done === null
      ? {}
      : {
          transaction: done.transaction,
          block: `${done.block} (${timeText(done.time)})`,
          ...(done.cost !== null && { cost: coinText(done.cost) }),
        };
  const words = sentence(context, texts.done[step]) + rows(context, { agreement, ...where });
  await terminal.out(words);
}

export async function deploy(
  context: Context,
  _: readonly string[],
  options: AgreementCommand,
): Promise<void> {
  const { terminal, m, env } = context;
  const approve = approvalOf(context, options, DEPLOY_LIMITS);
  const wallet = await relayOf(context, options);
  const place = await deploySharing(rpcUrl(options.rpc, env, m), wallet, approve);
  await terminal.out(
    options.json
      ? `${visibleJson(place)}\n`
      : sentence(context, m.agreement.deployed(place.contract)) +
          rows(context, { chain: place.chainId }),
  );
}

const costText = ({ cost }: Done): string | null => (cost === null ? null : coinText(cost));

/** What the payer allows, and is told before it is sent, beside what is printed. */
function approvalOf(
  context: Context,
  { maxFee, maxGas }: AgreementCommand,
  usual: Limits,
): Approve {
  const { terminal, m } = context;
  const texts = m.agreement;
  const cost = maxFee === undefined ? usual.cost : coinOf(maxFee);
  if (cost === null) throw new CliError(EXIT.usage, texts.badFee);
  if (maxGas !== undefined && !/^\d{1,12}$/.test(maxGas))
    throw new CliError(EXIT.usage, texts.badGas);
  const gas = maxGas === undefined ? usual.gas : BigInt(maxGas);
  return within({ gas, cost }, (most) =>
    terminal.err(sentence(context, texts.willCost(coinText(most.cost), String(most.gas)))),
  );
}

/** The account that pays. It is no party, or need not be; the key that anchors a ledger is only taken if it is named. */
async function relayOf({ m }: Context, { relayKeyFile }: AgreementCommand): Promise<AnchorWallet> {
  if (relayKeyFile !== undefined) return loadWallet(relayKeyFile, "--relay-key-file");
  throw new CliError(EXIT.usage, m.agreement.needsRelay);
}
