/** The server and the command line as users run them: real processes on free ports and directories of their own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../helpers/chain.ts";
import { hearServer } from "../helpers/heard/heard.ts";
import { keyFile } from "../helpers/keys.ts";
import { runHere } from "../scripts/helpers/cli.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Settings of one installation: directories and ports that stay the same over restarts. */
export interface Place {
  readonly folder: string;
  readonly data: string;
  readonly url: string;
  readonly rpcUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  token(): Promise<string>;
  remove(): Promise<void>;
}

export async function newPlace(settings: Readonly<Record<string, string>> = {}): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-e2e-"));
  const [port, chainPort] = [await freePort(), await freePort()];
  const keys = join(folder, "keys");
  return {
    folder,
    data: join(folder, "data"),
    url: `http://127.0.0.1:${port}`,
    rpcUrl: `http://127.0.0.1:${chainPort}`,
    environment: {
      PORT: String(port),
      COUNTERFOIL_CHAIN_PORT: String(chainPort),
      COUNTERFOIL_DATA: join(folder, "data"),
      COUNTERFOIL_KEYS: keys,
      COUNTERFOIL_LOG_LEVEL: "error",
      COUNTERFOIL_LANG: "en",
      COUNTERFOIL_DEMO_AUDITOR: "off",
      ...settings,
    },
    token: async () => (await readFile(join(keys, "token"), "utf8")).trim(),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The environment of a child: ours without any setting of ours, and the place's. */
function childEnvironment(place: Place): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(COUNTERFOIL_|PORT$|LANG$|LC_|NO_COLOR|FORCE_COLOR)/.test(name),
  );
  return { ...Object.fromEntries(own), ...place.environment };
}

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function collect(child: ChildProcess): Promise<Outcome> {
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}

/** Runs the command line to its end. */
export function counterfoil(place: Place, ...args: string[]): Promise<Outcome> {
  const full = ["scripts/counterfoil.ts", ...args];
  const child = spawn(process.execPath, full, { cwd: root, env: childEnvironment(place) });
  child.stdin?.end();
  return collect(child);
}

/** The command line within this process, for what is asked often: that it is a program is others' subject. */
export const counterfoilHere = (place: Place, ...args: string[]): Promise<Outcome> =>
  runHere(args, { env: place.environment });

export interface Server {
  readonly ended: Promise<Outcome>;
  kill(signal: NodeJS.Signals): void;
  /** Ends it as an operator does; answers how it ended. */
  stop(): Promise<Outcome>;
}

/** Starts the server; where there is no demonstration, which makes a key, there is one before. Resolves when it says that it is ready. Rejects with what it said if it ends before. */
export async function startServer(place: Place, ready = "Counterfoil is ready."): Promise<Server> {
  if (place.environment.COUNTERFOIL_DEMO === "off")
    keyFile(place.data, join(place.environment.COUNTERFOIL_KEYS as string, "token"));
  const child = spawn(process.execPath, ["scripts/start.ts"], {
    cwd: root,
    env: childEnvironment(place),
  });
  const ended = collect(child);
  void ended.then(hearServer);
  await new Promise<void>((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(ready)) resolve();
    });
    void ended.then(({ out, err, code }) => reject(new Error(`ended with ${code}: ${out}${err}`)));
  });
  return {
    ended,
    kill: (signal) => void child.kill(signal),
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

/** Asks the server, with its token. */
export async function ask(place: Place, path: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${await place.token()}` };
  if (body === undefined) return fetch(place.url + path, { headers });
  return fetch(place.url + path, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Asks again until `good` says so; fails with the last answer after a minute. */
export async function until<T>(
  look: () => Promise<T>,
  good: (value: T) => boolean,
  everyMilliseconds = 200,
): Promise<T> {
  for (const begin = performance.now(); ; ) {
    const value = await look();
    if (good(value)) return value;
    if (performance.now() - begin > 60_000) {
      throw new Error(`never happened; last seen: ${JSON.stringify(value)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMilliseconds));
  }
}
