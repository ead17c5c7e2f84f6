/**
 * A ledger for tests of its clients: real HTTP on loopback, the API's own rules for lines, the real record kinds; only nothing is sealed
 * or chained. It fails in both ways on request: refused, and done but the answer lost.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { FakeRecords } from "./fake-records.ts";

export const TOKEN = "a-token-for-tests";

/**
 * What happens to a request: `none` is answered as it should be; `busy` is refused before anything is done; `lost` is done in full, then the connection breaks without
 * an answer; `cut` breaks after half of the answer's lines; `broken-off` is cut with a reason, as a server that stops gives it;
 * `busy-lines` refuses every third line.
 */
export type Fault = "none" | "busy" | "lost" | "cut" | "broken-off" | "busy-lines";

export interface FakeLedger {
  readonly url: string;
  readonly records: FakeRecords;
  /** One fault for each coming request, then none. */
  readonly faults: Fault[];
  /** Paths asked for, in order. */
  readonly requests: string[];
  /** What each was said to be for, as it was sent; "": nothing. */
  readonly reasons: string[];
  /** Answers to GET by path without query. */
  readonly pages: Map<string, { readonly status: number; readonly body: string | Uint8Array }>;
  /** The most requests that were there at once. */
  busiest(): number;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function fakeLedger(): Promise<FakeLedger> {
  const records = new FakeRecords();
  const faults: Fault[] = [];
  const requests: string[] = [];
  const reasons: string[] = [];
  const pages: FakeLedger["pages"] = new Map();
  let port = 0;
  let now = 0;
  let busiest = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    now++;
    busiest = Math.max(busiest, now);
    const path = request.url ?? "";
    requests.push(path);
    reasons.push(String(request.headers["counterfoil-reason"] ?? ""));
    const body = await text(request);
    const isOpen = path === "/healthz" || path.startsWith("/.well-known/");
    if (!isOpen && request.headers.authorization !== `Bearer ${TOKEN}`) {
      problem(response, 401, "unauthorized");
    } else if (request.method === "GET") {
      const page = pages.get(path.split("?")[0]!);
      if (page === undefined) problem(response, 404, "not_found");
      else response.writeHead(page.status).end(page.body);
    } else if (request.headers["content-type"] !== "application/x-ndjson") {
      problem(response, 415, "unsupported_media_type");
    } else answerLines(response, path, body, faults.shift(), records);
    now--;
  };

  const listen = () => {
    const server = createServer((request, response) => void handle(request, response));
    return new Promise<typeof server>((resolve) => {
      server.listen(port, "127.0.0.1", () => resolve(server));
    });
  };
  let server = await listen();
  port = (server.address() as AddressInfo).port;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(stop);
  return {
    url: `http://127.0.0.1:${port}`,
    records,
    faults,
    reasons,
    requests,
    pages,
    busiest: () => busiest,
    stop,
    start: async () => {
      server = await listen();
    },
  };
}

function problem(response: ServerResponse, status: number, code: string): void {
  const body = { type: "about:blank", title: code, status, code, detail: `Refused: ${code}.` };
  response.writeHead(status, { "content-type": "application/problem+json" });
  response.end(JSON.stringify(body));
}

function answerLines(
  response: ServerResponse,
  path: string,
  body: string,
  fault: Fault | undefined,
  records: FakeRecords,
): void {
  if (fault === "busy") {
    problem(response, 503, "busy");
    return;
  }
  const lines = body.split("\n").filter((line) => line !== "");
  const answers = lines.map((line, at) => {
    const answer =
      fault === "busy-lines" && at % 3 === 1
        ? { problem: { code: "busy", title: "Busy", detail: "Busy." } }
        : path === "/v1/subjects"
          ? records.subject(line)
          : records.store(line);
    return `${JSON.stringify({ line: at + 1, ...answer })}\n`;
  });
  if (fault === "lost") {
    response.destroy();
    return;
  }
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  if (fault !== "cut" && fault !== "broken-off") {
    response.end(answers.join(""));
    return;
  }
  const half = answers.slice(0, Math.floor(answers.length / 2)).join("");
  if (fault === "broken-off") {
    response.end(`${half}${JSON.stringify({ problem: { code: "shutting_down", title: "-" } })}\n`);
  } else response.write(`${half}{"line":`, () => response.destroy());
}
