/** Keys of the demonstration: whoever tries it out, on the machine that it runs on, finds one there. Nowhere else does the server make keys by itself. */
import { readFile } from "node:fs/promises";
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
/** A demonstration is not held up by how often it is asked. */
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
  readonly keys: Pick<Keys, "create" | "find">;
  readonly clock: Clock;
}

/** Makes those that are wanted, and are not there or not for long. */
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

  return {
    demo: demo ? await keyIn("token", KEY) : null,
    auditor: demoAuditor ? await keyIn("auditor-token", AUDITORS) : null,
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
