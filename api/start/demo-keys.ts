/** Keys of the demonstration: whoever tries it out, on the machine that it runs on, finds one there. Nowhere else does the server make keys by itself. */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { writeDurably } from "../core/files.ts";
import { SCOPES } from "../core/principal.ts";
import type { Key, Keys } from "../identity/keys.ts";
import type { NewKey } from "../identity/new-key.ts";

export interface KeyFile {
  readonly secret: string;
  readonly file: string;
}

export interface DemoKeys {
  /** `null`: there is no demonstration. */
  readonly demo: KeyFile | null;
  /** Of its auditor; `null`: there is none. */
  readonly auditor: KeyFile | null;
}

const DAY_MS = 86_400_000;
/** The most that a key may have. What holds a demonstration up is what holds every account up (api/http/request-limits.ts). */
const LIMIT = { most: 1_000_000, seconds: 60 };
const KEY: NewKey = {
  ...{ name: "demonstration", role: "system", days: 30, limit: LIMIT },
  // Nor what would open a person's data to whatever address it names.
  scopes: SCOPES.filter((scope) => scope !== "log:entries" && scope !== "contacts:write"),
};
const AUDITORS: NewKey = {
  ...{ name: "demonstration auditor", role: "auditor", days: 30, limit: LIMIT },
  scopes: ["log:entries"],
};
/** With less left it is made anew. */
const LEAST_DAYS = 7;

export interface DemoKeysOptions {
  readonly config: Pick<Config, "demo" | "demoAuditor" | "keysDirectory">;
  readonly keys: Pick<Keys, "create" | "find" | "list" | "revoke">;
  readonly clock: Clock;
}

/** Makes those that are wanted, and are not there or not for long; revokes those that are not wanted: they open more than anybody was given, and lie in a file. */
export async function ensureDemoKeys({ config, keys, clock }: DemoKeysOptions): Promise<DemoKeys> {
  const { demo, demoAuditor, keysDirectory } = config;

  function serves({ role, scopes, expiresAt, revokedAt }: Key, wanted: NewKey): boolean {
    const same = role === wanted.role && scopes.join() === wanted.scopes.join();
    const left = Date.parse(expiresAt) - clock.now();
    return same && revokedAt === null && left >= LEAST_DAYS * DAY_MS;
  }

  async function keyIn(name: string, wanted: NewKey): Promise<KeyFile> {
    const file = join(keysDirectory, name);
    const there = (await readIfThere(file)).trim();
    const key = keys.find(there);
    if (key !== null && serves(key, wanted)) return { secret: there, file };
    const { secret } = keys.create(wanted, null);
    await writeDurably(file, `${secret}\n`);
    return { secret, file };
  }

  /** Known by what nobody asks for by chance, also where its file is gone, or an earlier version gave it other scopes. */
  const isOf = (wanted: NewKey, { name, role, limit }: Key): boolean =>
    name === wanted.name && role === wanted.role && limit.most === LIMIT.most;

  async function end(name: string, wanted: NewKey): Promise<null> {
    for (const key of keys.list())
      if (isOf(wanted, key) && key.revokedAt === null) keys.revoke(key.id, null);
    const file = join(keysDirectory, name);
    const key = keys.find((await readIfThere(file)).trim());
    // A key that somebody put there in its stead stays.
    if (key !== null && isOf(wanted, key)) await rm(file, { force: true });
    return null;
  }

  return {
    demo: demo ? await keyIn("token", KEY) : await end("token", KEY),
    auditor: demoAuditor
      ? await keyIn("auditor-token", AUDITORS)
      : await end("auditor-token", AUDITORS),
  };
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
