import type { Context } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";
import { ask } from "./server.ts";
import { type ServerOptions, serverUrl } from "./settings.ts";
import { table } from "./table.ts";
import { visible, visibleJson, visibleValue } from "./visible.ts";

export interface StatusCommand extends ServerOptions {
  readonly json?: boolean;
}

/** `counterfoil status`: what the ledger says of itself. Ends well unless it is down. */
export async function status(context: Context, options: StatusCommand): Promise<number> {
  const { env, m, terminal } = context;
  const url = serverUrl(options, env, m);
  const { bytes } = await ask(context, url, "/healthz", null);
  const health = read(context, url, bytes);
  if (options.json) await terminal.out(`${visibleJson(health)}\n`);
  else {
    const rows = [[m.status.server, url], ...rowsOf(context, health, [])];
    await terminal.out(
      table(
        terminal,
        rows.map((row) => row.map(visible)),
        { indent: "" },
      ),
    );
  }
  return health.status === "ok" || health.status === "degraded" ? EXIT.ok : EXIT.fault;
}

type Health = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Health {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function read({ m }: Context, url: string, bytes: Buffer): Health {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    // Falls through: what is no JSON has no status either.
  }
  if (isObject(value) && typeof value.status === "string") return value;
  throw new CliError(EXIT.fault, m.errors.badAnswer(url));
}

/** One row for each member, whatever there is: `Log / Entries   2,155`. */
function rowsOf(context: Context, health: Health, above: readonly string[]): string[][] {
  const { names, values } = context.m.status;
  return Object.entries(health).flatMap(([name, value]) => {
    const label = [...above, own(names, name) ?? name];
    if (isObject(value)) return rowsOf(context, value, label);
    return [[label.join(" / "), own(values, String(value)) ?? spell(context, value)]];
  });
}

const own = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

function spell({ language }: Context, value: unknown): string {
  return typeof value === "number" ? value.toLocaleString(language) : visibleValue(value);
}
