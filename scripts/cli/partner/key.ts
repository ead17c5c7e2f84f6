/** `counterfoil partner key`: the key that a partner's acknowledgements are signed with, and its vkey, which the firm is told. */
import { createDurably } from "../../../api/core/files.ts";
import { exists, readPrivate } from "../../../api/core/private-files.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { visible, visibleJson } from "../../../api/core/visible.ts";
import {
  decodeSigningKey,
  generateSigningKey,
  type SigningKey,
} from "../../../api/log/signing-key.ts";
import { isKeyName, KEY_TYPE_SIGNATURE } from "../../../portal/verify/note.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import type { PartnerCommand } from "./options.ts";

const wrong = (message: string): CliError => new CliError(EXIT.usage, message);

/** The vkey is alone on standard output, so that it can be handed on; that a key was made is said beside it. */
export async function key(
  context: Context,
  _: readonly string[],
  { keyFile, name, json }: PartnerCommand,
): Promise<number> {
  const { terminal, m } = context;
  if (keyFile === undefined) throw wrong(m.partner.needsOption("--key-file"));
  if (name === undefined && !(await exists(keyFile))) throw wrong(m.partner.needsName);
  const made = name !== undefined && (await make(context, keyFile, name));
  const { vkey, name: own } = await loadKey(context, keyFile);
  if (name !== undefined && own !== name)
    throw wrong(m.partner.otherName(visible(keyFile), visible(own)));
  if (made) await terminal.err(`${m.partner.keyMade(visible(keyFile))}\n`);
  await terminal.out(json ? `${visibleJson({ vkey, made })}\n` : `${vkey}\n`);
  return EXIT.ok;
}

/** There is no such directory, or it takes no files. */
const UNWRITABLE: ReadonlySet<string> = new Set([
  ...["ENOENT", "ENOTDIR", "EISDIR", "EACCES", "EPERM", "EROFS", "ENAMETOOLONG", "EINVAL"],
]);

/** Whether it was made: one that is there stays, whatever its name. */
async function make({ m }: Context, file: string, name: string): Promise<boolean> {
  if (!isKeyName(name)) throw wrong(m.partner.badName);
  const encoded = generateSigningKey(name, KEY_TYPE_SIGNATURE, systemRandom());
  try {
    await createDurably(file, `${encoded}\n`);
    return true;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (UNWRITABLE.has(code)) throw wrong(m.errors.unwritable(visible(file)));
    if (code !== "EEXIST") throw error;
    return false;
  }
}

/** @throws CliError, and Refusal `invalid_setting` for a file that others may read */
export async function loadKey({ m }: Context, file: string): Promise<SigningKey> {
  const text = await readPrivate(file, "--key-file");
  const key = decodeSigningKey(text.replace(/\r?\n$/, ""), KEY_TYPE_SIGNATURE);
  if (key === null) throw wrong(m.partner.badKey(visible(file)));
  return key;
}
