/** Over a real socket: what is too large is refused early, what breaks off is no bug, what is under way may finish. */
import { request as httpRequest, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Listening, listen } from "../../../api/start/listen.ts";
import { FIRST, orderOf, TOKEN } from "../../helpers/ledger.ts";
import { bearer, type TestApp, testApp } from "./fixtures.ts";

let app: TestApp;
let server: Listening;
beforeEach(async () => {
  app = await testApp();
  server = await listen(app.app.fetch, "127.0.0.1", 0);
});
afterEach(async () => {
  await server.stop();
  await app.close();
});

const GIGABYTE = 2 ** 30;

interface Told {
  readonly status: number;
  readonly text: string;
  /** Bytes of the body that were handed to the socket before the answer came. */
  readonly sent: number;
}

/** Sends a body of spaces, chunk by chunk, until it is answered. */
function pour(path: string, headers: Record<string, string>, bytes: number): Promise<Told> {
  return new Promise((resolve, reject) => {
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    let sent = 0;
    let answered = false;
    const request = httpRequest(`${server.url}${path}`, {
      method: "POST",
      headers: { ...bearer(), ...headers },
    });
    request.on("response", (response: IncomingMessage) => {
      answered = true;
      let text = "";
      response.on("data", (part: Buffer) => {
        text += part;
      });
      const done = (): void => {
        request.destroy();
        resolve({ status: response.statusCode ?? 0, text, sent });
      };
      response.on("end", done);
      response.on("error", done);
    });
    // The server may close the connection while we still write.
    request.on("error", (error) => {
      if (!answered) reject(error);
    });
    const write = (): void => {
      while (!answered && sent < bytes) {
        sent += chunk.length;
        if (!request.write(chunk)) {
          request.once("drain", write);
          return;
        }
      }
      if (!answered) request.end();
    };
    write();
  });
}

describe("a body of a gigabyte", () => {
  it("that says its length is refused at once", async () => {
    const headers = { "content-type": "application/json", "content-length": String(GIGABYTE) };
    const { status, text, sent } = await pour("/v1/records", headers, GIGABYTE);
    expect(status).toBe(413);
    expect(JSON.parse(text)).toMatchObject({ code: "too_large" });
    expect(sent).toBeLessThan(GIGABYTE / 16);
  });

  it("that does not say its length is refused soon", async () => {
    const headers = { "content-type": "application/json", "transfer-encoding": "chunked" };
    const { status, text, sent } = await pour("/v1/subjects", headers, GIGABYTE);
    expect(status).toBe(413);
    expect(JSON.parse(text)).toMatchObject({ code: "too_large" });
    expect(sent).toBeLessThan(GIGABYTE / 16);
  });

  it.each([
    ["no token", { authorization: "Bearer x", "content-type": "application/x-ndjson" }, 401],
    ["another content type", { "content-type": "text/plain" }, 415],
  ])("with %s is not read to its end", async (_, headers, expected) => {
    const { status, sent } = await pour("/v1/records", headers as never, GIGABYTE);
    expect(status).toBe(expected);
    expect(sent).toBeLessThan(GIGABYTE / 8);
  });

  it("leaves the server well: the next request is answered", async () => {
    const headers = { "content-type": "application/json", "transfer-encoding": "chunked" };
    await pour("/v1/records", headers, GIGABYTE);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(app.bugs).toEqual([]);
  });
});

describe("a connection", () => {
  /** Sends the beginning of a request, then goes away. */
  async function breakOff(type: string, beginning: string): Promise<void> {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    const head = [
      "POST /v1/records HTTP/1.1",
      "host: localhost",
      `authorization: Bearer ${TOKEN}`,
      `content-type: ${type}`,
      "content-length: 100000",
    ];
    socket.write(`${head.join("\r\n")}\r\n\r\n${beginning}`);
    await sleep(100);
    socket.destroy();
    await sleep(100);
  }

  it("that breaks off is no bug of ours, and stores nothing half", async () => {
    await breakOff("application/json", '{"@kind":"order"');
    await breakOff("application/x-ndjson", '{"@kind":"order"');
    await breakOff("application/x-ndjson", "");
    expect(app.bugs).toEqual([]);
    expect(await app.store.size()).toBe(FIRST);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it("may bring lines and get answers with many others", async () => {
    const post = async (n: number): Promise<number> => {
      const records = Array.from({ length: 40 }, (_, i) =>
        orderOf(app.subject, { externalNumber: `${n}/${i}` }),
      );
      const response = await fetch(`${server.url}/v1/records`, {
        method: "POST",
        headers: { ...bearer(), "content-type": "application/x-ndjson" },
        body: records.map((each) => `${JSON.stringify(each)}\n`).join(""),
      });
      return (await response.text()).split('"stored"').length - 1;
    };
    const stored = await Promise.all(Array.from({ length: 16 }, (_, n) => post(n)));
    expect(stored).toEqual(Array.from({ length: 16 }, () => 40));
    expect(await app.store.size()).toBe(FIRST + 640);
  });

  it("that fails in the middle of a stream gets its last line, over the wire too", async () => {
    const { commit } = app.store;
    let calls = 0;
    Object.assign(app.store, {
      commit: (units: never) => (++calls > 1 ? Promise.reject(new Error("no")) : commit(units)),
    });
    const record = JSON.stringify(orderOf(app.subject));
    const response = await fetch(`${server.url}/v1/records`, {
      method: "POST",
      headers: { ...bearer(), "content-type": "application/x-ndjson" },
      body: `${record}\n`.repeat(5_000),
    });
    const lines = (await response.text()).trimEnd().split("\n");
    expect(lines).toHaveLength(501);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ problem: { code: "internal" } });
    expect(app.bugs).toHaveLength(1);
  });
});
