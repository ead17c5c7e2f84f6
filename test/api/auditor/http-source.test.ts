/** The log over HTTP, from servers that are good, hostile, or slow. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createHttpSource } from "../../../api/auditor/http-source.ts";
import { type LogSource, SourceFailure } from "../../../api/auditor/source.ts";
import { encodeBundle } from "../../../api/log/bundles.ts";
import { Firm } from "./firm.ts";
import { honest } from "./serve.ts";

const TOKEN = "a-token-of-an-auditor-of-more-than-32-characters";
let server: Server | null = null;
let asked: { path: string; authorization: string | undefined }[] = [];

async function serve(listener: RequestListener, options: object = {}): Promise<LogSource> {
  asked = [];
  server = createServer((request, response) => {
    const { authorization } = request.headers;
    asked.push({ path: request.url as string, authorization });
    listener(request, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return createHttpSource({ url: `http://127.0.0.1:${port}/log/`, token: TOKEN, ...options });
}
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
  server = null;
});

async function failure(asking: Promise<unknown>): Promise<string> {
  const error = await asking.then(
    () => "answered",
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SourceFailure)) return String(error);
  expect(error.message).not.toContain(TOKEN);
  return `${error.what} ${error.code}`;
}

const all = (source: LogSource) => [
  failure(source.checkpoint()),
  failure(source.tile({ level: 0, n: 0 }, 256)),
  failure(source.bundle(0, 256)),
];
const each = (code: string): string[] => [`checkpoint ${code}`, `tile ${code}`, `entries ${code}`];

describe("an honest server", () => {
  const firm = new Firm();
  firm.batch(700);

  it("is read as tlog-tiles names it, with the token for entries alone", async () => {
    const source = await serve(honest(firm));
    expect(await source.checkpoint()).toBe(firm.notes.get(701));
    expect(await source.checkpointAt(701)).toBe(firm.notes.get(701));
    expect(await source.checkpointAt(700)).toBeNull();
    const tile = await source.tile({ level: 0, n: 2 }, 189);
    expect(Buffer.compare(tile, firm.tile({ level: 0, n: 2 }))).toBe(0);
    expect((await source.tile({ level: 1, n: 0 }, 2)).length).toBe(64);
    expect(await source.bundle(2, 189)).toEqual(firm.entries.slice(512));
    expect(await source.bundle(0, 256)).toEqual(firm.entries.slice(0, 256));
    expect(asked.map(({ path }) => path)).toEqual([
      ...["/log/checkpoint", "/log/checkpoint/701", "/log/checkpoint/700"],
      ...["/log/tile/0/002.p/189", "/log/tile/1/000.p/2"],
      ...["/log/tile/entries/002.p/189", "/log/tile/entries/000"],
    ]);
    for (const { path, authorization } of asked) {
      expect(authorization).toBe(path.includes("entries") ? `Bearer ${TOKEN}` : undefined);
    }
  });

  it("may have a full tile in place of the partial one", async () => {
    const source = await serve(honest(firm, false));
    expect((await source.tile({ level: 0, n: 0 }, 100)).length).toBe(3_200);
    expect(await source.bundle(1, 7)).toEqual(firm.entries.slice(256, 263));
    expect(await failure(source.bundle(2, 189))).toBe("entries missing");
  });

  it("has nothing sealed yet", async () => {
    const source = await serve(honest(new Firm("empty")));
    expect(await source.checkpoint()).toBeNull();
  });
});

describe("a server that", () => {
  it.each([301, 302, 307, 308])("redirects (%i) is not followed", async (status) => {
    const elsewhere = { location: "/log/checkpoint" };
    const source = await serve((_, response) => void response.writeHead(status, elsewhere).end());
    expect(await Promise.all(all(source))).toEqual(each("redirected"));
    expect(asked).toHaveLength(3);
  });

  it.each([
    [401, "unauthorized"],
    [403, "unauthorized"],
    [400, "bad_answer"],
    [429, "unreachable"],
    [500, "unreachable"],
    [503, "unreachable"],
    [204, "bad_answer"],
  ])("answers %i is told as %s", async (status, code) => {
    const source = await serve((_, response) => void response.writeHead(status).end());
    expect(await Promise.all(all(source))).toEqual(each(code));
  });

  it("sends without end is cut off", async () => {
    let sent = 0;
    const source = await serve((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
      };
      response.on("drain", more).on("error", () => undefined);
      more();
    });
    expect(await Promise.all(all(source))).toEqual(each("too_large"));
    expect(sent).toBeLessThan(200 * 2 ** 20);
  });

  it("sends headers and then nothing is given up", async () => {
    const source = await serve((_, response) => response.writeHead(200).flushHeaders(), {
      timeoutMs: 200,
    });
    expect(await Promise.all(all(source))).toEqual(each("timeout"));
  });

  it("drips is given up, too", async () => {
    const source = await serve(
      (_, response) => {
        const timer = setInterval(() => response.write("x"), 20);
        response.on("close", () => clearInterval(timer));
      },
      { timeoutMs: 300 },
    );
    expect(await Promise.all(all(source))).toEqual(each("timeout"));
  });

  it("hangs up is unreachable", async () => {
    const source = await serve((request) => request.socket.destroy());
    expect(await Promise.all(all(source))).toEqual(each("unreachable"));
  });

  it("hangs up in the middle is unreachable", async () => {
    const source = await serve((request, response) => {
      response.writeHead(200, { "content-length": "8192" }).write("x");
      setTimeout(() => request.socket.destroy(), 20);
    });
    expect(await Promise.all(all(source))).toEqual(each("unreachable"));
  });

  it("is not there is unreachable", async () => {
    const source = createHttpSource({ url: "http://127.0.0.1:9", token: TOKEN });
    expect(await Promise.all(all(source))).toEqual(each("unreachable"));
  });

  it("is left when it is to stop", async () => {
    const stop = new AbortController();
    const source = await serve(() => undefined, { stop: stop.signal });
    const waiting = Promise.all(all(source));
    setTimeout(() => stop.abort(), 50);
    expect(await waiting).toEqual(each("unreachable"));
  });

  const bytes = (n: number): Buffer => Buffer.alloc(n, 1);
  it.each([
    ["nothing", Buffer.alloc(0)],
    ["a byte too few", bytes(8_191)],
    ["half a hash", bytes(8_176)],
    ["a hash too few", bytes(8_160)],
  ])("sends a tile of %s is not believed", async (_, body) => {
    const source = await serve((_, response) => void response.end(body));
    expect(await failure(source.tile({ level: 0, n: 0 }, 256))).toBe("tile bad_answer");
  });

  it("sends a tile that is too long is cut off", async () => {
    const source = await serve((_, response) => void response.end(bytes(8_193)));
    expect(await failure(source.tile({ level: 0, n: 0 }, 256))).toBe("tile too_large");
  });

  const bundle = encodeBundle([bytes(105), bytes(1), bytes(49)]);
  it.each([
    ["nothing", Buffer.alloc(0)],
    ["one entry too few", encodeBundle([bytes(105), bytes(1)])],
    ["one entry too many", encodeBundle([bytes(1), bytes(1), bytes(1), bytes(1)])],
    ["a byte too few", bundle.subarray(0, -1)],
    ["a byte too many", Buffer.concat([bundle, bytes(1)])],
    ["a length that ends in it", Buffer.concat([bundle, Buffer.of(0)])],
  ])("sends a bundle of %s is not believed", async (_, body) => {
    const source = await serve((_, response) => void response.end(body));
    expect(await failure(source.bundle(0, 3))).toBe("entries bad_answer");
  });

  it("sends a note that is no UTF-8 is not believed", async () => {
    const source = await serve((_, response) => void response.end(Buffer.of(0xff, 0xfe)));
    expect(await failure(source.checkpoint())).toBe("checkpoint bad_answer");
  });

  it("packs what nobody asked it to pack is read all the same, within the bounds", async () => {
    const { gzipSync } = await import("node:zlib");
    const packed = gzipSync(Buffer.alloc(50 * 2 ** 20));
    const source = await serve((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(packed);
    });
    expect(await Promise.all(all(source))).toEqual(each("too_large"));
  });
});
