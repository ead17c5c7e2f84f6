import { visible, visibleJson } from "../../api/core/visible.ts";
import type { Context } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";
import { ask } from "./server.ts";
import { type ServerOptions, serverUrl } from "./settings.ts";
import { colourOf, isObject, type Members, statusRows } from "./status-rows.ts";
import { table } from "./table.ts";
import { paint } from "./terminal.ts";

export interface StatusCommand extends ServerOptions {
  readonly json?: boolean;
}

/** `counterfoil status`: what the ledger says of itself. Ends well unless it is down, or an alarm is on. */
export async function status(context: Context, options: StatusCommand): Promise<number> {
  const { env, m, terminal } = context;
  const url = serverUrl(options, env, m);
  const { bytes } = await ask(context, url, "/healthz", null);
  const health = read(context, url, bytes);
  if (options.json) await terminal.out(`${visibleJson(health)}\n`);
  else {
    const rows = [{ cells: [m.status.server, url], value: null }, ...statusRows(context, health)];
    await terminal.out(
      table(
        terminal,
        rows.map(({ cells }) => cells.map(visible)),
        {
          indent: "",
          paint(cell, row, column) {
            const colour = column === 1 ? colourOf(rows[row]!.value) : null;
            return colour === null ? cell : paint(terminal, colour, cell);
          },
        },
      ),
    );
  }
  if (health.status !== "ok" && health.status !== "degraded") return EXIT.fault;
  return Array.isArray(health.alarms) && health.alarms.length > 0 ? EXIT.alarm : EXIT.ok;
}

function read({ m }: Context, url: string, bytes: Buffer): Members {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    // Falls through: what is no JSON has no status either.
  }
  if (isObject(value) && typeof value.status === "string") return value;
  throw new CliError(EXIT.fault, m.errors.badAnswer(url));
}
