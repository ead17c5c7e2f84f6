/** `counterfoil key`: keys of machines, by whoever has the ledger's files. */
import { type FileHandle, open, rm } from "node:fs/promises";
import { readConfig } from "../../../api/core/config.ts";
import { isRefusal } from "../../../api/core/errors.ts";
import { describeRefusal } from "../../../api/core/problem.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { visible, visibleJson } from "../../../api/core/visible.ts";
import type { Key, MadeKey } from "../../../api/identity/keys.ts";
import type { NewKey } from "../../../api/identity/new-key.ts";
import { type KeysHere, openKeysHere } from "../../../api/start/keys-here.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { explained } from "../explain.ts";
import { table } from "../table.ts";

export interface KeyCommand {
  readonly name?: string;
  readonly role?: string;
  readonly scope?: string;
  readonly organization?: string;
  readonly days?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const OF_CREATE = ["name", "role", "scope", "organization", "days", "out"] as const;
/** The options by what they are called where a key is made. */
const OPTIONS: Readonly<Record<string, string>> = { scopes: "--scope" };

const wrong = (message: string): CliError => new CliError(EXIT.usage, message);

export async function keyCommand(
  context: Context,
  words: readonly string[],
  options: KeyCommand,
): Promise<number> {
  const { m, env, clock } = context;
  const [what = "", id] = words;
  if (!["create", "list", "revoke"].includes(what)) throw wrong(m.key.unknown(visible(what)));
  const given = what === "create" ? undefined : OF_CREATE.find((one) => options[one] !== undefined);
  if (given !== undefined) throw wrong(m.key.ofCreate(`--${given}`));
  if (what === "revoke" && id === undefined) throw wrong(m.key.whichKey);
  if (what !== "revoke" && id !== undefined) throw wrong(m.key.noKey);
  try {
    const config = readConfig(env);
    const random = systemRandom();
    const keys = await openKeysHere({ config, make: what === "create", clock, random });
    if (keys === null) throw wrong(m.key.noLedger(config.dataDirectory));
    try {
      if (what === "create") await create(context, keys, options);
      else if (what === "list") await list(context, keys, options);
      else await revoke(context, keys, id as string, options);
    } finally {
      keys.close();
    }
  } catch (error) {
    throw isRefusal(error, "invalid_record")
      ? wrong(problemsOf(context, describeRefusal(error, context.language).errors ?? []))
      : explained(error, context);
  }
  return EXIT.ok;
}

const problemsOf = (
  { m }: Context,
  problems: readonly { readonly field: string; readonly message: string }[],
): string =>
  problems
    .map(({ field, message }) => m.key.badOption(OPTIONS[field] ?? `--${field}`, message))
    .join(" ");

/** What stands on the command line; whether it will do, is judged where keys are made. */
function askedFor({ name, role, scope, organization, days }: KeyCommand): NewKey {
  const asked = {
    ...{ name, role, scopes: scope?.split(",").map((word) => word.trim()) },
    ...(organization === undefined ? {} : { organization }),
    ...(days === undefined ? {} : { days: /^\d{1,3}$/.test(days) ? Number(days) : Number.NaN }),
  };
  return asked as unknown as NewKey;
}

async function create(context: Context, keys: KeysHere, options: KeyCommand): Promise<void> {
  const { m, terminal } = context;
  const { out, json = false } = options;
  const made = await writing(context, out, async (write) => {
    const made = keys.create(askedFor(options));
    try {
      await write(made);
    } catch (error) {
      // Nobody has what opens, so nobody would miss it; and so it is not left open either.
      keys.revoke(made.key.id);
      throw error;
    }
    return made;
  });
  const { key, secret } = made;
  const told = [m.key.made(key.id, key.expiresAt)];
  if (json)
    await terminal.out(`${visibleJson({ ...key, ...(out === undefined ? { secret } : {}) })}\n`);
  else if (out === undefined) {
    // What opens is alone on standard output, so that it can be handed on.
    await terminal.err(`${[...told, m.key.recorded, m.key.once].join("\n")}\n`);
    await terminal.out(`${secret}\n`);
  } else
    await terminal.out(`${[...told, m.key.inFile(visible(out)), m.key.recorded].join("\n")}\n`);
}

/** The file is there before the key is, so that where there can be none, no key is made. */
async function writing(
  { m }: Context,
  out: string | undefined,
  make: (write: (made: MadeKey) => Promise<void>) => Promise<MadeKey>,
): Promise<MadeKey> {
  if (out === undefined) return make(async () => {});
  let file: FileHandle;
  try {
    file = await open(out, "wx", 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw wrong(code === "EEXIST" ? m.key.there(visible(out)) : m.errors.unwritable(visible(out)));
  }
  try {
    return await make(async (made) => {
      await file.writeFile(`${made.secret}\n`);
      await file.sync();
    });
  } catch (error) {
    await rm(out, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

function stateOf({ m, clock }: Context, { expiresAt, revokedAt }: Key): string {
  if (revokedAt !== null) return m.key.revokedAt(revokedAt);
  return Date.parse(expiresAt) <= clock.now() ? m.key.expired(expiresAt) : m.key.until(expiresAt);
}

async function list(context: Context, keys: KeysHere, { json }: KeyCommand): Promise<void> {
  const { m, terminal } = context;
  const all = keys.list();
  if (json) return terminal.out(`${visibleJson(all)}\n`);
  if (all.length === 0) return terminal.out(`${m.key.none}\n`);
  const { head } = m.key;
  const rows = all.map((key) => [
    ...[key.id, stateOf(context, key)],
    [key.role, ...(key.organization === null ? [] : [key.organization])].join(" "),
    ...[visible(key.name), key.scopes.join(" ")],
  ]);
  await terminal.out(
    table(terminal, [[head.id, head.state, head.role, head.name, head.scopes], ...rows], {
      indent: "",
    }),
  );
}

async function revoke(
  { m, terminal }: Context,
  keys: KeysHere,
  id: string,
  { json }: KeyCommand,
): Promise<void> {
  const key = keys.revoke(id);
  if (json) await terminal.out(`${visibleJson(key)}\n`);
  else await terminal.out(`${m.key.revoked(key.id)}\n${m.key.recorded}\n`);
}
