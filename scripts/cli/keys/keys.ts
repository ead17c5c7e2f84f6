/** `counterfoil keys`: the root key, by whoever has the ledger's files. */
import { readConfig } from "../../../api/core/config.ts";
import { visible } from "../../../api/core/visible.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { explained } from "../explain.ts";
import { escrow, verifyEscrow } from "./escrow.ts";
import type { KeysCommand } from "./options.ts";
import { roll } from "./roll.ts";
import { status } from "./status.ts";

const OPTIONS = {
  status: ["json"],
  roll: [],
  escrow: ["recipient", "passphraseFile", "out", "destroyed"],
  "verify-escrow": ["identity", "passphraseFile", "json"],
} as const satisfies Record<string, readonly (keyof KeysCommand)[]>;

const NAMES: Readonly<Record<keyof KeysCommand, string>> = {
  ...{ recipient: "--recipient", passphraseFile: "--passphrase-file", identity: "--identity" },
  ...{ out: "--out", json: "--json", destroyed: "--destroyed" },
};

const wrong = (message: string): CliError => new CliError(EXIT.usage, message);

export async function keysCommand(
  context: Context,
  words: readonly string[],
  options: KeysCommand,
): Promise<number> {
  const { m, env } = context;
  const [what = "", file] = words;
  if (!Object.hasOwn(OPTIONS, what)) throw wrong(m.keys.unknown(visible(what)));
  const allowed: readonly string[] = OPTIONS[what as keyof typeof OPTIONS];
  for (const name of Object.keys(NAMES) as (keyof KeysCommand)[])
    if (options[name] !== undefined && !allowed.includes(name))
      throw wrong(m.keys.notFor(NAMES[name], what));
  if (file !== undefined && what !== "verify-escrow") throw wrong(m.keys.surplus);
  try {
    const config = readConfig(env);
    switch (what) {
      case "status":
        return await status(context, config, options);
      case "roll":
        return await roll(context, config);
      case "escrow":
        return await escrow(context, config, options);
      default:
        return await verifyEscrow(context, config, file, options);
    }
  } catch (error) {
    throw explained(error, context);
  }
}
