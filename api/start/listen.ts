import { createServer, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener, RequestError } from "@hono/node-server";
import { Refusal } from "../core/errors.ts";
import { describeBug, describeRefusal, type Problem } from "../core/problem.ts";

export interface Listening {
  readonly url: string;
  /** No new requests; those under way may finish within the time, then their connections are closed. */
  stop(): Promise<void>;
}

/** How long somebody may take, in milliseconds. */
export interface Patience {
  /** For a whole request, headers and body. Node's own are five minutes; a long stream of records may take longer. */
  readonly request: number;
  /** For the headers. */
  readonly headers: number;
  /** Without a byte in either direction. Longer than any answer takes to be worked out. */
  readonly idle: number;
}

const PATIENCE: Patience = { request: 3_600_000, headers: 20_000, idle: 120_000 };

/** Of all headers together. */
const HEADER_BYTES = 16_384;

/** More are turned away at once: whoever opens connections without end must not use up this process's files and memory. */
const MOST_CONNECTIONS = 1024;

const GRACE_MILLISECONDS = 10_000;

const PROBLEM = "application/problem+json";

const NO_PORT: readonly unknown[] = ["EADDRINUSE", "EACCES"];
const NO_ADDRESS: readonly unknown[] = [
  "EADDRNOTAVAIL",
  "EAFNOSUPPORT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EINVAL",
];

function refusalOf(error: NodeJS.ErrnoException): Error {
  if (NO_PORT.includes(error.code)) {
    return new Refusal("invalid_setting", { setting: "PORT", problem: "port_in_use" });
  }
  if (!NO_ADDRESS.includes(error.code)) return error;
  const setting = "COUNTERFOIL_HOST";
  return new Refusal("invalid_setting", { setting, problem: "bad_host" });
}

/** How often connections are looked at that have used up their time. */
const LOOK_MILLISECONDS = 5_000;

/** What the app never sees is refused as everything else is; nothing is known of its sender's language. */
const problemOf = (refusal: Refusal): Problem => describeRefusal(refusal, "en");

/** Of a request that cannot be read; and, by a bug, of an app that throws. */
function withoutApp(error: unknown): Response {
  const isTheirs = error instanceof RequestError;
  const problem = isTheirs ? problemOf(new Refusal("malformed_request", {})) : describeBug("en");
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "content-type": PROBLEM, "cache-control": "no-store" },
  });
}

function refusalOfClient({ code }: NodeJS.ErrnoException): Refusal {
  if (code === "HPE_HEADER_OVERFLOW")
    return new Refusal("headers_too_large", { limit: HEADER_BYTES });
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return new Refusal("request_late", {});
  return new Refusal("malformed_request", {});
}

/** As Node does it, with words: nothing is written behind an answer that has begun. */
function refuseClient(error: NodeJS.ErrnoException, socket: Duplex): void {
  const { _httpMessage: answer } = socket as { _httpMessage?: { headersSent: boolean } | null };
  if (socket.writable && error.code !== "ECONNRESET" && answer?.headersSent !== true) {
    const problem = problemOf(refusalOfClient(error));
    const body = JSON.stringify(problem);
    const head = [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      "connection: close",
      `content-type: ${PROBLEM}`,
      `content-length: ${Buffer.byteLength(body)}`,
      "cache-control: no-store",
    ];
    socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  }
  socket.destroy(error);
}

/** @throws Refusal `invalid_setting`: `PORT` if another program uses the port */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  host: string,
  port: number,
  patience: Partial<Patience> = {},
): Promise<Listening> {
  const { request, headers, idle } = { ...PATIENCE, ...patience };
  const server = createServer(
    {
      requestTimeout: request,
      headersTimeout: Math.min(headers, request),
      connectionsCheckingInterval: Math.min(LOOK_MILLISECONDS, headers),
      maxHeaderSize: HEADER_BYTES,
    },
    getRequestListener(fetch, { errorHandler: withoutApp }),
  );
  server.timeout = idle;
  server.on("clientError", refuseClient);
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException): void => reject(refusalOf(error));
    server.once("error", refused);
    server.listen(port, host, () => {
      server.off("error", refused);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        const force = setTimeout(() => server.closeAllConnections(), GRACE_MILLISECONDS);
        server.close(() => {
          clearTimeout(force);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
