/** `counterfoil agreement`: what two firms need to agree on terms, from a text's hash to its end, without a server. */
import { AnchorFailure } from "../../../api/anchor/failures.ts";
import { RpcRejected, RpcUnreachable } from "../../../api/anchor/rpc.ts";
import { visible } from "../../../api/core/visible.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { explained } from "../explain.ts";
import { account } from "./account.ts";
import type { AgreementCommand } from "./options.ts";
import { policy, terms } from "./policy-file.ts";
import { deploy, send } from "./send.ts";
import { show } from "./show.ts";
import { sign, typedData } from "./sign.ts";

interface Deed {
  /** Options that it takes, as commander names them. */
  readonly takes: readonly (keyof AgreementCommand)[];
  readonly words: "file" | "files" | "id" | "none";
  run(context: Context, words: readonly string[], options: AgreementCommand): Promise<void>;
}

const DEEDS: Readonly<Record<string, Deed>> = {
  "typed-data": { takes: ["out"], words: "file", run: typedData },
  policy: { takes: ["out"], words: "file", run: policy },
  terms: { takes: ["json"], words: "file", run: terms },
  sign: { takes: ["keyFile", "for", "terms", "yes", "out"], words: "file", run: sign },
  send: {
    takes: ["rpc", "relayKeyFile", "salt", "terms", "maxFee", "maxGas", "json"],
    words: "files",
    run: send,
  },
  show: { takes: ["rpc", "contract", "at", "newest", "json"], words: "id", run: show },
  account: { takes: ["keyFile", "json"], words: "none", run: account },
  deploy: {
    takes: ["rpc", "relayKeyFile", "maxFee", "maxGas", "json"],
    words: "none",
    run: deploy,
  },
};

const COUNTS = { file: [1, 1], files: [1, 2], id: [1, 1], none: [0, 0] } as const;

const NOT_DEEDS: ReadonlySet<string> = new Set(["lang"]);

export async function agreementCommand(
  context: Context,
  [what = "", ...words]: readonly string[],
  options: AgreementCommand,
): Promise<number> {
  const { m } = context;
  const wrong = (message: string): CliError => new CliError(EXIT.usage, message);
  const deed = Object.hasOwn(DEEDS, what) ? DEEDS[what] : undefined;
  if (deed === undefined) throw wrong(m.agreement.unknown(visible(what)));
  const surplus = Object.keys(options).find(
    (name) => !NOT_DEEDS.has(name) && !(deed.takes as readonly string[]).includes(name),
  );
  if (surplus !== undefined) throw wrong(m.agreement.notOf(flagOf(surplus), what));
  const [least, most] = COUNTS[deed.words];
  if (words.length < least || words.length > most) throw wrong(m.agreement.needs[deed.words](what));
  try {
    await deed.run(context, words, options);
    return EXIT.ok;
  } catch (error) {
    throw explainedHere(error, context);
  }
}

const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function explainedHere(error: unknown, context: Context): unknown {
  const texts = context.m.agreement;
  if (error instanceof RpcUnreachable) return new CliError(EXIT.fault, texts.unreachable);
  if (error instanceof RpcRejected)
    return new CliError(EXIT.fault, texts.nodeRefuses(visible(error.message)));
  if (error instanceof AnchorFailure && error.code === "no_funds")
    return new CliError(EXIT.fault, texts.noFunds);
  return explained(error, context);
}
