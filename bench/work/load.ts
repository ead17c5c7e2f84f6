/** Requests over HTTP, made on the same machine as the server that answers them. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const CONNECTIONS = 32;
const WARM_UP_SECONDS = 3;
const SECONDS = 8;

export interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** What a server (serve.ts) tells of itself. */
export interface Target {
  readonly url: string;
  readonly token: string;
  readonly subject: string;
  /** Of records that can be read. */
  readonly ids: readonly string[];
}

/** What one request after the other has beside the address and the key. */
export interface RequestParts {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: string;
}

interface Result {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly errors: number;
  readonly non2xx: number;
}
type Autocannon = (options: object) => Promise<Result>;

/** A server of that kind, warmed up and asked. */
export async function measured(
  kind: string,
  requestsOf: (server: Target) => () => RequestParts,
): Promise<Measured> {
  const child = fork(fileURLToPath(new URL("serve.ts", import.meta.url)), [kind]);
  try {
    const [server] = (await once(child, "message")) as [Target];
    const next = requestsOf(server);
    await load(server, next, WARM_UP_SECONDS);
    return await load(server, next, SECONDS);
  } finally {
    child.disconnect();
    await once(child, "exit");
  }
}

async function load(server: Target, next: () => RequestParts, seconds: number): Promise<Measured> {
  const { default: autocannon } = (await import("autocannon" as string)) as { default: Autocannon };
  const { method, path } = next();
  const { requests, latency, errors, non2xx } = await autocannon({
    url: server.url,
    connections: CONNECTIONS,
    duration: seconds,
    requests: [
      {
        ...{ method, path },
        headers: { authorization: `Bearer ${server.token}`, "content-type": "application/json" },
        setupRequest: (request: object) => ({ ...request, ...next() }),
      },
    ],
  });
  if (errors + non2xx > 0) throw new Error(`${errors} errors, ${non2xx} refused`);
  return { perSecond: requests.average, p50: latency.p50, p99: latency.p99 };
}

/** Each of the kinds in turn, so often; of each the better round. */
export async function bestOf<Kind extends string>(
  kinds: readonly Kind[],
  rounds: number,
  measure: (kind: Kind) => Promise<Measured>,
): Promise<Record<Kind, Measured>> {
  const best: Partial<Record<Kind, Measured>> = {};
  for (let round = 0; round < rounds; round++) {
    for (const kind of kinds) {
      const found = await measure(kind);
      if (found.perSecond > (best[kind]?.perSecond ?? 0)) best[kind] = found;
    }
  }
  return best as Record<Kind, Measured>;
}
