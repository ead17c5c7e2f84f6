import { type Language, terminalLanguage } from "../../api/core/language.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The language is needed before the command line is understood, for its errors and help speak it too. */
export function chooseLanguage(args: readonly string[], env: Environment): Language {
  return terminalLanguage([langOption(args), env.COUNTERFOIL_LANG, env.LC_ALL, env.LANG]);
}

function langOption(args: readonly string[]): string | undefined {
  const end = args.indexOf("--");
  const options = end < 0 ? args : args.slice(0, end);
  for (const [at, arg] of options.entries()) {
    if (arg === "--lang") return options[at + 1];
    if (arg.startsWith("--lang=")) return arg.slice("--lang=".length);
  }
  return undefined;
}
