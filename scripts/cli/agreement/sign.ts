/** `counterfoil agreement typed-data` and `sign`: on one's own machine, without a chain. */
import type { ReadStream } from "node:tty";
import { assertMeant } from "../../../api/anchor/sharing/meant.ts";
import { readSignature, signatureFile, signByKeyFile } from "../../../api/anchor/sharing/sign.ts";
import { readTypedData, typedDataOf } from "../../../api/anchor/sharing/typed-data.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { firstLine } from "../first-line.ts";
import { accountGiven, assertNew, readJsonFile, writeJson } from "./files.ts";
import type { AgreementCommand } from "./options.ts";
import { assertOfPolicy, describeTerms, readPolicyFile } from "./policy-file.ts";
import { readTermsFile } from "./terms-file.ts";
import { describeToSign, rows } from "./words.ts";

export async function typedData(
  context: Context,
  [file = ""]: readonly string[],
  { out }: AgreementCommand,
): Promise<void> {
  const toSign = await readJsonFile(context, file, readTermsFile);
  const words = describeToSign(context, toSign);
  await writeJson(context, { words, json: typedDataOf(toSign) }, out);
}

/** Whoever sits at a terminal is asked; a script has said what it wants. */
async function confirmed(context: Context, { yes }: AgreementCommand): Promise<void> {
  const { terminal, m, stdin } = context;
  if (yes || !(stdin as Partial<ReadStream>).isTTY) return;
  await terminal.err(m.agreement.confirm);
  const answer = (await firstLine(stdin)).trim().toLowerCase();
  if (answer !== "yes") throw new CliError(EXIT.usage, m.agreement.notSigned);
}

/** What is said to be signed is read from the very document that is signed. */
export async function sign(
  context: Context,
  [file = ""]: readonly string[],
  options: AgreementCommand,
): Promise<void> {
  const { m } = context;
  const { keyFile, out } = options;
  if (keyFile === undefined)
    throw new CliError(EXIT.usage, m.agreement.needsOption("--key-file", "sign"));
  const account = options.for === undefined ? null : accountGiven(context, "--for", options.for);
  if (out !== undefined) await assertNew(context, out);
  const toSign = await readJsonFile(context, file, readTypedData);
  assertMeant(toSign);
  const terms = options.terms === undefined ? null : await readPolicyFile(context, options.terms);
  assertOfPolicy(context, toSign, terms);
  // Before the key is used, on the stream that shall not be handed on.
  const words = describeToSign(context, toSign);
  const say = out === undefined ? context.terminal.err : context.terminal.out;
  await say(terms === null ? words : `${describeTerms(context, terms)}\n${words}`);
  await confirmed(context, options);
  const key = { file: keyFile, setting: "--key-file", account };
  const signed = await signByKeyFile(toSign, key);
  const json = signatureFile(signed);
  // What is handed out is what whoever brings it to the chain takes.
  readSignature(json);
  await writeJson(context, { words: rows(context, { by: signed.by }), json }, out);
}
