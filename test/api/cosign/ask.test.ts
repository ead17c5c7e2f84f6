/** Bounds of a request, against real servers that keep none. */
import { afterEach, describe, expect, it } from "vitest";
import { createAsk } from "../../../api/cosign/ask.ts";
import { CosignTrouble } from "../../../api/cosign/trouble.ts";
import { rejection } from "../log/fixtures.ts";
import { answer, type Handler, serve, type TestServer } from "./fixtures.ts";

let server: TestServer | undefined;
const stopping = new AbortController();
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function ask(handler: Handler, body?: string, timeoutMs = 10_000) {
  server = await serve(handler);
  return createAsk(stopping.signal, { timeoutMs, mostBytes: 1_000 })(`${server.url}/a`, body);
}
const trouble = async (handler: Handler, timeoutMs?: number): Promise<string> => {
  const error = await rejection(ask(handler, undefined, timeoutMs));
  if (!(error instanceof CosignTrouble)) throw error;
  expect(error.unreachable).toBe(error.code === "refused" || error.code === "timeout");
  return error.code;
};

describe("a request to an auditor or a witness", () => {
  it("is a GET, or with a body a POST, and answers status and bytes", async () => {
    const got = await ask(answer(404, Buffer.from([0xff, 0])));
    expect([got.status, [...got.body]]).toEqual([404, [0xff, 0]]);
    expect(server?.asked).toEqual([{ method: "GET", path: "/a", body: "" }]);
    await server?.stop();
    const posted = await ask(answer(200, "x".repeat(1_000)), "old 0\n\n—");
    expect(posted.body).toHaveLength(1_000);
    expect(server?.asked).toEqual([{ method: "POST", path: "/a", body: "old 0\n\n—" }]);
  });

  it.each([301, 302, 303, 307, 308])("does not follow a redirect (%i)", async (status) => {
    const redirect: Handler = (_, response) =>
      void response.writeHead(status, { location: "/elsewhere" }).end();
    expect(await trouble(redirect)).toBe("redirected");
    expect(server?.asked).toHaveLength(1);
  });

  it("reads no more than it may, also of what was packed or has no length", async () => {
    expect(await trouble(answer(200, "x".repeat(1_001)))).toBe("too_large");
    await server?.stop();
    const endless: Handler = (_, response) => {
      response.writeHead(200);
      const more = setInterval(() => response.write("x".repeat(400)), 5);
      response.on("close", () => clearInterval(more));
    };
    expect(await trouble(endless)).toBe("too_large");
    await server?.stop();
    const { gzipSync } = await import("node:zlib");
    const packed: Handler = (_, response) =>
      void response
        .writeHead(200, { "content-encoding": "gzip" })
        .end(gzipSync(Buffer.alloc(1_000_000)));
    expect(await trouble(packed)).toBe("too_large");
  });

  it("waits so long and no longer, for the headers and for all of the body", async () => {
    expect(await trouble(() => {}, 200)).toBe("timeout");
    await server?.stop();
    const dripping: Handler = (_, response) => {
      response.writeHead(200);
      const more = setInterval(() => response.write("x"), 50);
      response.on("close", () => clearInterval(more));
    };
    expect(await trouble(dripping, 200)).toBe("timeout");
  });

  it("finds nobody there, or somebody who hangs up", async () => {
    expect(await trouble((_, response) => void response.destroy())).toBe("refused");
    await server?.stop();
    const gone = createAsk(stopping.signal)(`${server?.url}/a`);
    expect(await rejection(gone)).toMatchObject({ code: "refused" });
  });

  it("ends when it is to stop", async () => {
    const stop = new AbortController();
    server = await serve(() => stop.abort());
    const asked = createAsk(stop.signal, { timeoutMs: 60_000, mostBytes: 1 })(server.url);
    expect(await rejection(asked)).toMatchObject({ code: "refused" });
    const late = createAsk(stop.signal)(server.url);
    expect(await rejection(late)).toMatchObject({ code: "refused" });
    expect(server.asked).toHaveLength(1);
  });

  it("leaves nothing behind on the signal to stop", async () => {
    let listeners = 0;
    const { signal } = new AbortController();
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    server = await serve(answer(200, "x"));
    const own = createAsk(signal, { timeoutMs: 10_000, mostBytes: 10 });
    for (let i = 0; i < 3; i++) await own(server.url);
    expect(listeners).toBe(0);
  });
});
