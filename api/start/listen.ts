import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { Refusal } from "../core/errors.ts";

export interface Listening {
  readonly url: string;
  /** No new requests; those under way may finish within the time, then their connections are closed. */
  stop(): Promise<void>;
}

/** Node cuts a request off after five minutes; a long stream of records may take longer. Headers have one minute. */
const UPLOAD_MILLISECONDS = 3_600_000;

const HEADERS_MILLISECONDS = 60_000;

/** More are turned away at once: whoever opens connections without end must not use up this process's files and memory. */
const MOST_CONNECTIONS = 1024;

const GRACE_MILLISECONDS = 10_000;

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

/**
 * @param requestMs how long a request may take to come, headers and body
 * @throws Refusal `invalid_setting`: `PORT` if another program uses the port
 */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  host: string,
  port: number,
  requestMs: number = UPLOAD_MILLISECONDS,
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch,
    serverOptions: {
      requestTimeout: requestMs,
      headersTimeout: Math.min(HEADERS_MILLISECONDS, requestMs),
      connectionsCheckingInterval: LOOK_MILLISECONDS,
    },
  });
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
        const force = setTimeout(
          () => "closeAllConnections" in server && server.closeAllConnections(),
          GRACE_MILLISECONDS,
        );
        server.close(() => {
          clearTimeout(force);
          resolve();
        });
        if ("closeIdleConnections" in server) server.closeIdleConnections();
      }),
  };
}
