/**
 * The embedded chain's public port: lets through what reads, from programs of this machine, and nothing else.
 *
 * anvil itself must not be reachable from web pages: it serves WebSocket, which no CORS setting restrains, to any `Host` (so also
 * after DNS rebinding), and has methods that act in anybody's name and rewrite the chain.
 */
import {
  createServer,
  type IncomingMessage,
  request as openRequest,
  type Server,
  type ServerResponse,
} from "node:http";
import { isObject } from "../rpc.ts";

/** Nothing here changes the chain, its clock or its accounts. */
const READING: ReadonlySet<unknown> = new Set([
  "eth_blockNumber",
  "eth_call",
  "eth_chainId",
  "eth_estimateGas",
  "eth_feeHistory",
  "eth_gasPrice",
  "eth_getBalance",
  "eth_getBlockByHash",
  "eth_getBlockByNumber",
  "eth_getCode",
  "eth_getLogs",
  "eth_getProof",
  "eth_getStorageAt",
  "eth_getTransactionByHash",
  "eth_getTransactionCount",
  "eth_getTransactionReceipt",
  "eth_syncing",
  "net_version",
  "web3_clientVersion",
]);
const MAX_BODY_BYTES = 2 ** 20;
const MAX_BATCH = 50;
const REQUEST_MS = 30_000;

export interface GateOptions {
  readonly port: number;
  /** The web origins whose pages may ask. */
  readonly allowOrigins: readonly string[];
  /** Where anvil is; null while it starts. */
  readonly target: () => URL | null;
}

/** Resolves when the port on 127.0.0.1 is ours; rejects if it cannot be had. */
export function openGate(options: GateOptions): Promise<Server> {
  const { port, allowOrigins, target } = options;
  const hosts = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${port}`);
  // Nobody listens to `upgrade`: such a request comes here like any other, and is refused.
  const server = createServer({ requestTimeout: REQUEST_MS }, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, headers } = request;
    const { host = "", origin, upgrade } = headers;
    response.setHeader("x-content-type-options", "nosniff");
    if (!hosts.includes(host.toLowerCase())) return refuse(response, "foreign host");
    if (origin !== undefined) {
      if (!allowOrigins.includes(origin)) return refuse(response, "foreign origin");
      response.setHeader("access-control-allow-origin", origin);
      response.setHeader("vary", "origin");
    }
    if (upgrade !== undefined) return refuse(response, "no upgrade");
    if (method === "OPTIONS" && origin !== undefined) return allow(response);
    if (method !== "POST" || !isJson(headers["content-type"])) {
      return refuse(response, "only JSON by POST");
    }
    const asked = reading(await bodyOf(request));
    if (asked === null) return refuse(response, "only methods that read");
    const anvil = target();
    if (anvil === null) return say(response, 503, "the chain is starting");
    forward(anvil, asked, response);
  }

  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      server.off("error", reject);
      resolve(server);
    });
  });
}

function isJson(type: string | undefined): boolean {
  return /^application\/json *(;|$)/i.test(type ?? "");
}

/** Null for a body that is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += (part as Buffer).length;
    if (length > MAX_BODY_BYTES) return null;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString("utf8");
}

/**
 * The request to pass on, or null if any part of it is not to be. Written anew from what was understood here, so that anvil cannot
 * understand something else, say of a member that comes twice.
 */
export function reading(body: string | null): string | null {
  let asked: unknown;
  try {
    asked = JSON.parse(body ?? "");
  } catch {
    return null;
  }
  const calls: unknown[] = Array.isArray(asked) ? asked : [asked];
  if (calls.length === 0 || calls.length > MAX_BATCH) return null;
  const plain: object[] = [];
  for (const call of calls) {
    if (!isObject(call) || !READING.has(call.method)) return null;
    const { id, method, params } = call;
    plain.push({ jsonrpc: "2.0", id, method, params });
  }
  return JSON.stringify(Array.isArray(asked) ? plain : plain[0]);
}

function forward(anvil: URL, body: string, response: ServerResponse): void {
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const upstream = openRequest(anvil, { method: "POST", headers }, (answered) => {
    response.writeHead(answered.statusCode ?? 502, { "content-type": "application/json" });
    answered.once("error", () => response.destroy());
    answered.pipe(response);
  });
  upstream.once("error", () => {
    if (response.headersSent) response.destroy();
    else say(response, 502, "the chain does not answer");
  });
  response.once("close", () => upstream.destroy());
  upstream.end(body);
}

/** What a browser asks before it sends JSON elsewhere. */
function allow(response: ServerResponse): void {
  response.setHeader("access-control-allow-methods", "POST");
  response.setHeader("access-control-allow-headers", "content-type");
  response.writeHead(204).end();
}

function refuse(response: ServerResponse, why: string): void {
  say(response, 403, why);
}

/** What is left of the request is not read, so the connection ends with the answer. */
function say(response: ServerResponse, status: number, message: string): void {
  const error = { code: -32_601, message: `refused: ${message}` };
  response.writeHead(status, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify({ jsonrpc: "2.0", id: null, error }));
}
