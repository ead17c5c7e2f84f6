import { open, rm } from "node:fs/promises";
import type { Config } from "../../../api/core/config.ts";
import { isRefusal } from "../../../api/core/errors.ts";
import { readPrivate } from "../../../api/core/private-files.ts";
import { visible, visibleJson } from "../../../api/core/visible.ts";
import {
  checkCopy,
  type For,
  LEAST_DIGITS,
  makeCopy,
  NotARecipient,
  noteDestroyed,
} from "../../../api/start/escrow.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { readBounded } from "../read-bounded.ts";
import { wrap } from "../terminal.ts";
import type { KeysCommand } from "./options.ts";

const wrong = (message: string): CliError => new CliError(EXIT.usage, message);
/** What is shorter is guessed, however slowly each try is made. */
const LEAST_CHARACTERS = 12;
const MOST_BYTES = 65_536;

async function passphraseIn({ m }: Context, file: string): Promise<string> {
  const [line = ""] = (await readPrivate(file, file)).split(/\r?\n/);
  if (line.length < LEAST_CHARACTERS) throw wrong(m.keys.emptyPassphrase(visible(file)));
  return line;
}

export async function escrow(
  context: Context,
  config: Config,
  { recipient = [], passphraseFile, out, destroyed }: KeysCommand,
): Promise<number> {
  const { m, terminal, clock } = context;
  if (destroyed !== undefined) {
    if (recipient.length > 0 || passphraseFile !== undefined || out !== undefined)
      throw wrong(m.keys.destroyedAlone);
    return gone(context, config, destroyed);
  }
  if (recipient.length > 0 === (passphraseFile !== undefined)) throw wrong(m.keys.whom);
  if (out === undefined) throw wrong(m.keys.noOut);
  const whom: For =
    passphraseFile === undefined
      ? { recipients: recipient }
      : { passphrase: await passphraseIn(context, passphraseFile) };
  // The file is there before a copy is: where there can be none, none is made, nor noted.
  const file = await open(out, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
    const said = visible(out);
    throw wrong(error.code === "EEXIST" ? m.keys.there(said) : m.errors.unwritable(said));
  });
  let written = false;
  try {
    const made = await makeCopy(config, whom, { clock });
    if (made === null) throw wrong(m.keys.noLedger(config.dataDirectory));
    await file.writeFile(made.bytes);
    await file.sync();
    written = true;
    const lines = [m.keys.made(visible(out), made.root), m.keys.recorded, m.keys.keepApart];
    const text = lines.flatMap((line) => wrap(line, terminal.columns)).join("\n");
    await terminal.out(`${text}\n`);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof NotARecipient) throw wrong(m.keys.noRecipient(visible(error.recipient)));
    if (isRefusal(error, "busy")) throw new CliError(EXIT.fault, m.keys.rolling);
    throw error;
  } finally {
    await file.close();
    if (!written) await rm(out, { force: true });
  }
}

/** Somebody has destroyed a copy, and says so. */
async function gone(context: Context, config: Config, digits: string): Promise<number> {
  const { m, terminal, clock } = context;
  const found = await noteDestroyed(config, digits.toLowerCase(), { clock });
  if (found === "unknown") throw wrong(m.keys.noSuchCopy(visible(digits), LEAST_DIGITS));
  if (found === null) throw wrong(m.keys.noLedger(config.dataDirectory));
  const text = wrap(m.keys.copyDestroyed(found.root), terminal.columns).join("\n");
  await terminal.out(`${text}\n`);
  return EXIT.ok;
}

export async function verifyEscrow(
  context: Context,
  config: Config,
  file: string | undefined,
  { identity, passphraseFile, json = false }: KeysCommand,
): Promise<number> {
  const { m, terminal, stdin, language } = context;
  if (file === undefined) throw wrong(m.keys.whichFile);
  if ((identity === undefined) === (passphraseFile === undefined)) throw wrong(m.keys.how);
  const bytes = await readBounded(file, MOST_BYTES, stdin).catch(() => {
    throw wrong(m.errors.unreadable(visible(file)));
  });
  const by =
    identity === undefined
      ? { passphrase: await passphraseIn(context, passphraseFile as string) }
      : { identities: identitiesIn(await readPrivate(identity, identity)) };
  const found = await checkCopy(config, bytes, by);
  if (found === null) throw new CliError(EXIT.refused, m.keys.notOpened);
  const { root, opens, of } = found;
  const number = (count: number): string => count.toLocaleString(language);
  if (json) await terminal.out(`${visibleJson(found)}\n`);
  else
    await terminal.out(
      `${opens === of ? m.keys.opensAll(root, number(of)) : m.keys.opensSome(root, number(opens), number(of))}\n`,
    );
  return opens === of ? EXIT.ok : EXIT.refused;
}

/** As `age-keygen` writes them: lines of their own, between lines that begin with a number sign. */
const identitiesIn = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
