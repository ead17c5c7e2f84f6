/** `counterfoil agreement typed-data` and `sign`: on one's own machine, without a chain. */
import { readSignature, signatureFile, signByKeyFile } from "../../../api/anchor/sharing/sign.ts";
import { readTypedData, typedDataOf } from "../../../api/anchor/sharing/typed-data.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { accountGiven, readJsonFile, writeJson } from "./files.ts";
import type { AgreementCommand } from "./options.ts";
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
  const toSign = await readJsonFile(context, file, readTypedData);
  const key = { file: keyFile, setting: "--key-file", account };
  const signed = await signByKeyFile(toSign, key);
  const json = signatureFile(signed);
  // What is handed out is what whoever brings it to the chain takes.
  readSignature(json);
  const words = describeToSign(context, toSign) + rows(context, { by: signed.by });
  await writeJson(context, { words, json }, out);
}
