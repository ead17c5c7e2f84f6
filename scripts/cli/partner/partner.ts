/** `counterfoil partner`: what a firm's partner needs of its own, which trusts the firm's server in nothing. */
import { isRefusal } from "../../../api/core/errors.ts";
import { describeRefusal } from "../../../api/core/problem.ts";
import { visible } from "../../../api/core/visible.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { explained } from "../explain.ts";
import { verifyAgain } from "./again.ts";
import { key } from "./key.ts";
import { InUse } from "./lock.ts";
import type { PartnerCommand } from "./options.ts";
import { pull } from "./pull.ts";
import { receive } from "./receive.ts";

interface Deed {
  /** Options that it takes, as commander names them. */
  readonly takes: readonly (keyof PartnerCommand)[];
  readonly words: "none" | "directory" | "directories";
  run(context: Context, words: readonly string[], options: PartnerCommand): Promise<number>;
}

const PULLING = [
  ...["server", "tokenFile", "policy", "terms", "rpc", "mostBehind", "unreplayed"],
] as const satisfies readonly (keyof PartnerCommand)[];

const DEEDS: Readonly<Record<string, Deed>> = {
  key: { takes: ["keyFile", "name", "json"], words: "none", run: key },
  pull: {
    takes: [...PULLING, "agreement", "purpose", "format", "whole", "json"],
    words: "directory",
    run: pull,
  },
  verify: {
    takes: ["policy", "terms", "rpc", "unreplayed", "json"],
    words: "directory",
    run: verifyAgain,
  },
  receive: {
    takes: [...PULLING, "keyFile", "secretFile", "host", "port"],
    words: "directories",
    run: receive,
  },
};

const COUNTS = { none: [0, 0], directory: [1, 1], directories: [1, 50] } as const;
const NOT_DEEDS: ReadonlySet<string> = new Set(["lang"]);

export async function partnerCommand(
  context: Context,
  [what = "", ...words]: readonly string[],
  options: PartnerCommand,
): Promise<number> {
  const { m } = context;
  const wrong = (message: string): CliError => new CliError(EXIT.usage, message);
  const deed = Object.hasOwn(DEEDS, what) ? DEEDS[what] : undefined;
  if (deed === undefined) throw wrong(m.partner.unknown(visible(what)));
  const surplus = Object.keys(options).find(
    (name) => !NOT_DEEDS.has(name) && !(deed.takes as readonly string[]).includes(name),
  );
  if (surplus !== undefined) throw wrong(m.partner.notOf(flagOf(surplus), what));
  const [least, most] = COUNTS[deed.words];
  if (words.length < least || words.length > most) throw wrong(m.partner.needs[deed.words](what));
  try {
    return await deed.run(context, words, options);
  } catch (error) {
    if (error instanceof InUse) throw new CliError(EXIT.fault, m.partner.inUse(error.pid));
    // A file that was named, and cannot be read or may be by others.
    if (isRefusal(error, "invalid_setting"))
      throw wrong(describeRefusal(error, context.language).detail);
    throw explained(error, context);
  }
}

const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
