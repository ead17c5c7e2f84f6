/** `counterfoil account`: who signs in, by whoever has the ledger's files. */
import { readConfig } from "../../../api/core/config.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { visible, visibleJson } from "../../../api/core/visible.ts";
import { type AccountsHere, openAccountsHere } from "../../../api/start/accounts-here.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { explained } from "../explain.ts";
import { table } from "../table.ts";

export interface AccountCommand {
  readonly json?: boolean;
}

const RESET = "reset-second-factor";
const wrong = (message: string): CliError => new CliError(EXIT.usage, message);

export async function accountCommand(
  context: Context,
  words: readonly string[],
  options: AccountCommand,
): Promise<number> {
  const { m, env, clock } = context;
  const [what = "", who] = words;
  if (!["list", RESET, "invite"].includes(what)) throw wrong(m.account.unknown(visible(what)));
  if (what === RESET && who === undefined) throw wrong(m.account.whose);
  if (what !== RESET && who !== undefined) throw wrong(m.account.noAccount);
  try {
    const config = readConfig(env);
    const accounts = await openAccountsHere({ config, clock, random: systemRandom() });
    if (accounts === null) throw wrong(m.account.noLedger(config.dataDirectory));
    try {
      if (what === "list") await list(context, accounts, options);
      else if (what === RESET) await reset(context, accounts, who as string, options);
      else await invite(context, `${baseOf(config)}${accounts.invite()}`, options);
    } finally {
      accounts.close();
    }
  } catch (error) {
    throw explained(error, context);
  }
  return EXIT.ok;
}

/** Where its server is reached from. */
function baseOf({ publicUrl, host, port }: ReturnType<typeof readConfig>): string {
  return publicUrl ?? `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

async function list(
  { m, terminal }: Context,
  accounts: AccountsHere,
  { json }: AccountCommand,
): Promise<void> {
  const all = accounts.list();
  if (json) return terminal.out(`${visibleJson(all)}\n`);
  if (all.length === 0) return terminal.out(`${m.account.none}\n`);
  const { head, yes, no } = m.account;
  const rows = all.map(({ id, role, email, secondFactor }) => [
    ...[id, role, visible(email ?? ""), secondFactor ? yes : no],
  ]);
  const heads = [head.id, head.role, head.email, head.secondFactor];
  await terminal.out(table(terminal, [heads, ...rows], { indent: "" }));
}

async function reset(
  { m, terminal }: Context,
  accounts: AccountsHere,
  who: string,
  { json }: AccountCommand,
): Promise<void> {
  const account = accounts.resetSecondFactor(who);
  if (json) await terminal.out(`${visibleJson(account)}\n`);
  else await terminal.out(`${m.account.reset(account.id)}\n${m.account.recorded}\n`);
}

/** The link is alone on standard output, so that it can be handed on. */
async function invite(
  { m, terminal }: Context,
  link: string,
  { json }: AccountCommand,
): Promise<void> {
  if (json) return terminal.out(`${visibleJson({ link })}\n`);
  await terminal.err(`${m.account.invited}\n`);
  await terminal.out(`${link}\n`);
}
