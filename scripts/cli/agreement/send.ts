/** `counterfoil agreement send` and `deploy`: transactions, paid for by whoever relays them. */
import { callFor } from "../../../api/anchor/sharing/bring.ts";
import { deploySharing, openSharing } from "../../../api/anchor/sharing/client.ts";
import { timeText } from "../../../api/anchor/sharing/refusals.ts";
import { type PartySignature, readSignature } from "../../../api/anchor/sharing/sign.ts";
import { type AnchorWallet, loadWallet, WALLET_SETTING } from "../../../api/anchor/wallet.ts";
import { visibleJson } from "../../../api/core/visible.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { rpcUrl } from "../settings.ts";
import { readJsonFile, wordGiven } from "./files.ts";
import type { AgreementCommand } from "./options.ts";
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
  const contracts = new Set(signatures.map(({ toSign }) => toSign.contract));
  const [contract = ""] = contracts;
  if (contracts.size !== 1) throw new CliError(EXIT.usage, texts.otherContracts);
  const wallet = await relayOf(context, options);
  const sharing = await openSharing({ rpcUrl: rpcUrl(rpc, env, m), contract });
  const call = await callFor(sharing, signatures, named);
  const agreement = signatures[0]?.toSign.message.agreement ?? "";
  const done = call === null ? null : await sharing.send(call, wallet);
  const step = call?.step ?? "nothing";
  if (json) {
    const place = done === null ? null : { ...done, time: timeText(done.time) };
    await terminal.out(`${visibleJson({ step, agreement, ...place })}\n`);
    return;
  }
  const where =
    done === null
      ? {}
      : { transaction: done.transaction, block: `${done.block} (${timeText(done.time)})` };
  const words = sentence(context, texts.done[step]) + rows(context, { agreement, ...where });
  await terminal.out(words);
}

export async function deploy(
  context: Context,
  _: readonly string[],
  options: AgreementCommand,
): Promise<void> {
  const { terminal, m, env } = context;
  const wallet = await relayOf(context, options);
  const place = await deploySharing(rpcUrl(options.rpc, env, m), wallet);
  await terminal.out(
    options.json
      ? `${visibleJson(place)}\n`
      : sentence(context, m.agreement.deployed(place.contract)) +
          rows(context, { chain: place.chainId }),
  );
}

/** The account that pays. It is no party, or need not be. */
async function relayOf(
  { m, env }: Context,
  { relayKeyFile }: AgreementCommand,
): Promise<AnchorWallet> {
  if (relayKeyFile !== undefined) return loadWallet(relayKeyFile, "--relay-key-file");
  const set = env[WALLET_SETTING] || undefined;
  if (set === undefined) throw new CliError(EXIT.usage, m.agreement.needsRelay);
  return loadWallet(set);
}
