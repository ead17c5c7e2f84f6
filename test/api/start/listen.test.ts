import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Listening, listen } from "../../../api/start/listen.ts";

let server: Listening;
beforeEach(async () => {
  server = await listen(() => new Response("here"), "127.0.0.1", 0);
});
afterEach(() => server.stop());

describe("stopping", () => {
  it("lets what is under way finish, takes nothing new, and is quick", async () => {
    const begun = Promise.withResolvers<void>();
    const slow = await listen(
      async () => {
        begun.resolve();
        await sleep(300);
        return new Response("finished");
      },
      "127.0.0.1",
      0,
    );
    const answer = fetch(slow.url).then((r) => r.text());
    await begun.promise;
    const began = performance.now();
    const stopped = slow.stop();
    await expect(fetch(slow.url)).rejects.toThrow();
    expect(await answer).toBe("finished");
    await stopped;
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it("does not wait for connections that are idle", async () => {
    const quick = await listen(() => new Response("x"), "127.0.0.1", 0);
    await (await fetch(quick.url)).text();
    const began = performance.now();
    await quick.stop();
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});

describe("a client that leaves", () => {
  it("is known to have left while its answer is made", async () => {
    let left = false;
    const begun = Promise.withResolvers<void>();
    const slow = await listen(
      async ({ signal }) => {
        begun.resolve();
        for (let waited = 0; waited < 5_000 && !signal.aborted; waited += 10) await sleep(10);
        left = signal.aborted;
        return new Response("to nobody");
      },
      "127.0.0.1",
      0,
    );
    const reader = new AbortController();
    const answer = fetch(slow.url, { signal: reader.signal });
    await begun.promise;
    reader.abort();
    await expect(answer).rejects.toThrow();
    for (let waited = 0; waited < 2_000 && !left; waited += 10) await sleep(10);
    expect(left).toBe(true);
    await slow.stop();
  });
});

describe("a client that does not come to its end", () => {
  it("is cut off when its time is up", { timeout: 180_000 }, async () => {
    const strict = await listen(
      async (request) => new Response(await request.text()),
      "127.0.0.1",
      0,
      500,
    );
    const { hostname, port } = new URL(strict.url);
    const began = performance.now();
    const socket = connect(Number(port), hostname);
    socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    socket.on("error", () => undefined).resume();
    await new Promise((resolve) => socket.once("close", resolve));
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(await (await fetch(strict.url, { method: "POST", body: "whole" })).text()).toBe("whole");
    await strict.stop();
  });
});

describe("listening", () => {
  it("names the setting where the port is taken", async () => {
    const port = Number(new URL(server.url).port);
    const taken = listen(() => new Response(""), "127.0.0.1", port);
    await expect(taken).rejects.toMatchObject({
      code: "invalid_setting",
      details: { setting: "PORT", problem: "port_in_use" },
    });
  });

  it.each(["203.0.113.1", "no-such-host.invalid"])("names the setting for %s", async (host) => {
    await expect(listen(() => new Response(""), host, 0)).rejects.toMatchObject({
      code: "invalid_setting",
      details: { setting: "COUNTERFOIL_HOST" },
    });
  });

  it("tells an address that can be opened, of either family", async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const six = await listen(() => new Response("six"), "::1", 0).catch(() => null);
    if (six === null) return;
    expect(await (await fetch(six.url)).text()).toBe("six");
    await six.stop();
  });
});
