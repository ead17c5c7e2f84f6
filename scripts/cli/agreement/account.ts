/** `counterfoil agreement account`: the account of a key file, which is what a party is on the chain. */
import { createWallet, loadWallet } from "../../../api/anchor/wallet.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { visible, visibleJson } from "../../../api/core/visible.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import type { AgreementCommand } from "./options.ts";

/** The address is alone on standard output, so that it can be handed on; that a key was made is said beside it. */
export async function account(
  context: Context,
  _: readonly string[],
  { keyFile, json }: AgreementCommand,
): Promise<void> {
  const { terminal, m } = context;
  const texts = m.agreement;
  if (keyFile === undefined)
    throw new CliError(EXIT.usage, texts.needsOption("--key-file", "account"));
  const { address, made } = await madeOrLoaded(context, keyFile);
  if (made) await terminal.err(`${texts.keyMade(visible(keyFile))}\n`);
  await terminal.out(json ? `${visibleJson({ address, made })}\n` : `${address}\n`);
}

/** There is no such directory, or it takes no files. */
const UNWRITABLE: ReadonlySet<string> = new Set([
  ...["ENOENT", "ENOTDIR", "EISDIR", "EACCES", "EPERM", "EROFS", "ENAMETOOLONG", "EINVAL"],
]);

async function madeOrLoaded({ m }: Context, file: string) {
  try {
    return { address: (await createWallet(file, systemRandom())).address, made: true };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined && UNWRITABLE.has(code))
      throw new CliError(EXIT.usage, m.agreement.unwritableKey(visible(file)));
    if (code !== "EEXIST") throw error;
    return { address: (await loadWallet(file, "--key-file")).address, made: false };
  }
}
