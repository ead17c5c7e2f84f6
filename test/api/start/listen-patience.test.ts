/** Real sockets that take their time, or say what is no HTTP: how long they are waited for, and what they are told. */
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Refusal } from "../../../api/core/errors.ts";
import { jsonBody } from "../../../api/ledger/request.ts";
import { type Listening, listen } from "../../../api/start/listen.ts";

const app = new Hono();
app.onError((error, c) => c.json({ code: error instanceof Refusal ? error.code : "bug" }, 400));
app.get("/", (c) => c.text("here"));
app.post("/object", async (c) => c.json(await jsonBody(c, 1_000, 400)));
app.post("/all", async (c) => c.text(await c.req.text()));
app.get("/large", (c) => c.body(Buffer.alloc(64 * 2 ** 20)));

let server: Listening;
beforeAll(async () => {
  server = await listen(app.fetch, "127.0.0.1", 0, { request: 3_000, headers: 500, idle: 1_500 });
});
afterAll(() => server.stop());

interface Conversation {
  readonly text: string;
  readonly milliseconds: number;
}

/** All that comes until the server closes the connection. */
async function converse(
  first: string,
  then: (socket: Socket) => Promise<void> | void = () => {},
): Promise<Conversation> {
  const began = performance.now();
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  let text = "";
  let open = true;
  socket.on("data", (chunk) => {
    text += chunk;
  });
  socket.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  void closed.then(() => {
    open = false;
  });
  socket.write(first);
  void then(socket);
  await closed;
  expect(open).toBe(false);
  return { text, milliseconds: performance.now() - began };
}

/** Sends a piece again and again, as long as somebody listens. */
const trickle = (piece: string, every: number) => async (socket: Socket) => {
  while (!socket.destroyed) {
    await sleep(every);
    socket.write(piece);
  }
};

const POST = (path: string, length: number) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

function problemIn(text: string): { status: string; type: string; problem: { code: string } } {
  const [head = "", body = ""] = text.split("\r\n\r\n");
  return {
    status: /^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? "",
    type: /^content-type: (.*)$/im.exec(head)?.[1] ?? "",
    problem: JSON.parse(body),
  };
}

describe("whoever is slow", { timeout: 20_000 }, () => {
  it.each([
    ["sends no headers", "", () => {}],
    ["stops in the middle of them", "GET / HTTP/1.1\r\nHost: x\r\nX-", () => {}],
    ["sends one at a time, without end", "GET / HTTP/1.1\r\n", trickle("X-A: b\r\n", 100)],
  ])("and %s is cut off", async (_, first, then) => {
    const { text, milliseconds } = await converse(first, then);
    expect(milliseconds).toBeLessThan(4_000);
    if (text === "") return;
    const told = problemIn(text);
    expect(told).toMatchObject({ status: "408", type: "application/problem+json" });
    expect(told.problem.code).toBe("request_late");
  });

  it("with one object is told so, soon, and is not listened to any longer", async () => {
    for (const then of [() => {}, trickle(" ", 50)]) {
      const { text, milliseconds } = await converse(POST("/object", 900), then);
      expect(text).toContain("incomplete_body");
      expect(milliseconds).toBeLessThan(3_000);
    }
  });

  it("with a long body is cut off when the time of all is up, however steadily it comes", async () => {
    const { text, milliseconds } = await converse(POST("/all", 100_000), trickle("x", 100));
    expect(text).not.toContain("200 OK");
    expect(milliseconds).toBeGreaterThan(2_500);
    expect(milliseconds).toBeLessThan(8_000);
  });

  it("with nothing more to say is cut off before that", async () => {
    const { milliseconds } = await converse(POST("/all", 100_000));
    expect(milliseconds).toBeGreaterThan(1_000);
    expect(milliseconds).toBeLessThan(2_900);
  });

  it("to read what they have asked for, too", async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname).pause();
    socket.on("error", () => undefined);
    socket.write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    await sleep(4_000);
    let read = 0;
    socket.on("data", (chunk) => {
      read += chunk.length;
    });
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.resume();
    await closed;
    expect(read).toBeLessThan(64 * 2 ** 20);
  });

  it("does not keep anybody else from being answered", async () => {
    const slow = Array.from({ length: 50 }, () => converse("GET / HTTP/1.1\r\nX-"));
    expect(await (await fetch(server.url)).text()).toBe("here");
    await Promise.all(slow);
    expect(await (await fetch(server.url)).text()).toBe("here");
  });
});

describe("what is no request", () => {
  it.each([
    ["no HTTP", "HELLO\r\n\r\n", "400", "malformed_request"],
    ["no host", "GET / HTTP/1.1\r\n\r\n", "400", ""],
    [
      "a host that is none",
      "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
      "400",
      "malformed_request",
    ],
    ["no path", "GET \\x HTTP/1.1\r\nHost: x\r\n\r\n", "400", "malformed_request"],
    [
      "two lengths",
      "POST /all HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      "400",
      "malformed_request",
    ],
    [
      "a length and pieces",
      "POST /all HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "400",
      "malformed_request",
    ],
    [
      "too many headers",
      `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${"a".repeat(20_000)}\r\n\r\n`,
      "431",
      "headers_too_large",
    ],
  ])("as %s is refused as everything else is", async (_, sent, status, code) => {
    const { text } = await converse(sent);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    // Node's own, before anybody is asked (RFC 9112 §3.2).
    if (code === "") return;
    const told = problemIn(text);
    expect(told).toMatchObject({ type: "application/problem+json", problem: { code } });
  });

  it("is not answered with what an error says", async () => {
    const throwing = await listen(
      () => {
        throw new Error("what nobody may read");
      },
      "127.0.0.1",
      0,
    );
    const response = await fetch(throwing.url);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("nobody may read");
    await throwing.stop();
  });
});
