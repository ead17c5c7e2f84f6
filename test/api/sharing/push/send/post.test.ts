/** Real connections to receivers on loopback, which stand for `partner.example`; what its name leads to is injected. */
import { execFile } from "node:child_process";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server as TcpServer,
} from "node:net";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { NO_PRIVATE_HOSTS, parsePrivateHosts } from "../../../../../api/core/private-hosts.ts";
import {
  createPoster,
  type Posted,
  type PosterOptions,
} from "../../../../../api/sharing/push/send/post.ts";
import {
  PARTNER_AUTHORITY,
  PARTNER_CERTIFICATE,
  PARTNER_KEY,
} from "../../../../helpers/partner-tls.ts";

const LOOPBACK = parsePrivateHosts("127.0.0.1")!;
const open: (Server | TcpServer)[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    if ("closeAllConnections" in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listening<S extends Server | TcpServer>(server: S): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
const secured = (listener: RequestListener): Promise<number> =>
  listening(createTlsServer({ cert: PARTNER_CERTIFICATE, key: PARTNER_KEY }, listener));
const plain = (listener: RequestListener): Promise<number> => listening(createServer(listener));
/** What is answered byte for byte. */
const raw = (answer: string): Promise<number> =>
  listening(
    createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(answer));
    }),
  );

const never = new AbortController().signal;
async function send(
  url: string,
  options: Partial<PosterOptions> = {},
  signal = never,
): Promise<Posted> {
  const post = createPoster({
    ...{ allowed: LOOPBACK, resolve: async () => ["127.0.0.1"], ca: PARTNER_AUTHORITY },
    ...options,
  });
  return post({ url, headers: { "webhook-id": "msg_1" }, body: '{"ü":1}' }, signal);
}
const OK = { status: 200, failed: null, retryAfter: null };
const failed = (why: string) => ({ status: null, failed: why, retryAfter: null });

describe("a POST", () => {
  it("goes to the address that was judged, under the receiver's own name", async () => {
    const seen: object[] = [];
    const port = await secured((request, response) => {
      const { method, url, headers } = request;
      let body = "";
      request.on("data", (piece) => {
        body += piece;
      });
      request.on("end", () => {
        seen.push({ method, url, headers, body });
        response.end("ok");
      });
    });
    expect(await send(`https://partner.example:${port}/hook?token=1`)).toEqual(OK);
    expect(seen).toEqual([
      {
        ...{ method: "POST", url: "/hook?token=1", body: '{"ü":1}' },
        headers: {
          host: `partner.example:${port}`,
          connection: "close",
          "content-length": "8",
          "content-type": "application/json",
          "user-agent": "Counterfoil",
          "webhook-id": "msg_1",
        },
      },
    ]);
  });

  it("goes nowhere if the name leads elsewhere now than when it was registered", async () => {
    let came = 0;
    const port = await secured((_, response) => {
      came += 1;
      response.end();
    });
    const url = `https://partner.example:${port}/`;
    const answers = [["8.8.8.8"], ["127.0.0.1"], ["::ffff:127.0.0.1"], ["::1"], []];
    const resolve = async () => answers.shift()!;
    // Judged when it was registered, and never asked again, it would be as good as gone to.
    const { reachable } = await import("../../../../../api/sharing/push/send/guard.ts");
    const options = { allowed: NO_PRIVATE_HOSTS, resolve };
    expect(await reachable(new URL(url), options)).toEqual(["8.8.8.8"]);
    while (answers.length > 0) expect(await send(url, options)).toEqual(failed("address"));
    expect(await send(`https://127.0.0.1:${port}/`, options)).toEqual(failed("address"));
    expect(came).toBe(0);
  });

  it("asks for the name once, so that no second answer is connected to", async () => {
    const port = await secured((_, response) => response.end());
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return asked === 1 ? ["127.0.0.1"] : ["127.0.0.2"];
    };
    expect(await send(`https://partner.example:${port}/`, { resolve })).toEqual(OK);
    expect(asked).toBe(1);
  });

  it("leaves out addresses that it may not go to, where others are among them", async () => {
    const port = await secured((_, response) => response.end());
    const resolve = async () => ["10.0.0.1", "::1", "127.0.0.1"];
    expect(await send(`https://partner.example:${port}/`, { resolve })).toEqual(OK);
  });

  it("does not go where an answer points to", async () => {
    let came = 0;
    const other = await plain((_, response) => {
      came += 1;
      response.end();
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const port = await secured((_, response) => {
        response.writeHead(status, { location: `http://127.0.0.1:${other}/` }).end();
      });
      expect(await send(`https://partner.example:${port}/`)).toEqual({ ...OK, status });
    }
    expect(came).toBe(0);
  });

  it("goes in clear to whom the operator has named, and to nobody else", async () => {
    const port = await plain((_, response) => response.end());
    expect(await send(`http://127.0.0.1:${port}/`)).toEqual(OK);
    const resolve = async () => ["8.8.8.8"];
    expect(await send(`http://partner.example:${port}/`, { resolve })).toEqual(failed("address"));
  });

  it("is for no proxy that the environment names", async () => {
    const through: string[] = [];
    const proxy = createServer((request, response) => {
      through.push(request.url ?? "");
      response.end();
    });
    const address = `http://127.0.0.1:${await listening(proxy)}`;
    const port = await plain((_, response) => response.end());
    const script = `
      import { get } from "node:http";
      import { createPoster } from "./api/sharing/push/send/post.ts";
      import { parsePrivateHosts } from "./api/core/private-hosts.ts";
      const post = createPoster({ allowed: parsePrivateHosts("127.0.0.1"), resolve: async () => ["127.0.0.1"] });
      const { status } = await post({ url: "http://partner.example:${port}/", headers: {}, body: "{}" }, new AbortController().signal);
      const usual = await new Promise((resolve) =>
        get("http://partner.example:${port}/", () => resolve("by proxy")).on("error", () => resolve("none")));
      console.log(status, usual);
      process.exit();`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module-typescript", "--eval", script],
      {
        timeout: 20_000,
        env: {
          ...process.env,
          ...{ NODE_USE_ENV_PROXY: "1", HTTP_PROXY: address, HTTPS_PROXY: address, NO_PROXY: "" },
          ...{ http_proxy: address, https_proxy: address, no_proxy: "" },
        },
      },
    );
    expect(stdout.trim()).toBe("200 by proxy");
    expect(through).toEqual([`http://partner.example:${port}/`]);
  });
});

describe("an answer", () => {
  it("counts by its status, whatever follows", async () => {
    const port = await secured((_, response) => {
      response.writeHead(202, { "retry-after": "7" });
      const more = () => response.write("x".repeat(65_536)) || response.once("drain", more);
      more();
      more();
      more();
    });
    expect(await send(`https://partner.example:${port}/`)).toEqual({
      ...OK,
      ...{ status: 202, retryAfter: "7" },
    });
  });

  it("counts also if the rest of it does not come in time", async () => {
    const port = await secured((_, response) => {
      response.writeHead(200);
      response.write("a");
    });
    const options = { milliseconds: 3_000 };
    expect(await send(`https://partner.example:${port}/`, options)).toEqual(OK);
  });

  it("is none if it does not come in time", async () => {
    const port = await secured(() => {});
    const options = { milliseconds: 200 };
    expect(await send(`https://partner.example:${port}/`, options)).toEqual(failed("timeout"));
    const endless = await listening(
      createTcpServer((socket) => {
        socket.on("error", () => {});
        socket.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nx:");
        const drip = setInterval(() => socket.write("y"), 20);
        socket.on("close", () => clearInterval(drip));
      }),
    );
    expect(await send(`http://127.0.0.1:${endless}/`, options)).toEqual(failed("timeout"));
  });

  it("is none if the name is not told in time", async () => {
    const options = { milliseconds: 100, resolve: () => new Promise<string[]>(() => {}) };
    expect(await send("https://partner.example/", options)).toEqual(failed("timeout"));
  });

  it.each([
    ["no HTTP", "220 mail.example ESMTP\r\n", "answer"],
    ["headers without end", `HTTP/1.1 200 OK\r\nx: ${"y".repeat(70_000)}\r\n\r\n`, "answer"],
    ["nothing", "", "unreachable"],
  ])("is none if it is %s", async (_, answer, why) => {
    const port = await raw(answer);
    expect(await send(`http://127.0.0.1:${port}/`)).toEqual(failed(why));
  });

  it("is that of who speaks something else from now on", async () => {
    const port = await raw(
      "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n",
    );
    expect(await send(`http://127.0.0.1:${port}/`)).toEqual({ ...OK, status: 101 });
  });
});

describe("no answer", () => {
  it("comes from who is not who they say", async () => {
    const port = await secured((_, response) => response.end());
    const url = `https://partner.example:${port}/`;
    const post = createPoster({ allowed: LOOPBACK, resolve: async () => ["127.0.0.1"] });
    expect(await post({ url, headers: {}, body: "" }, never)).toEqual(failed("certificate"));
    // Their certificate, and not for this name.
    expect(await send(`https://other.example:${port}/`)).toEqual(failed("certificate"));
    const clear = await plain((_request, response) => response.end());
    expect(await send(`https://partner.example:${clear}/`)).toEqual(failed("certificate"));
  });

  it("comes from where nobody listens", async () => {
    const port = await plain(() => {});
    const [server] = open.splice(0);
    await new Promise((resolve) => server!.close(resolve));
    expect(await send(`https://partner.example:${port}/`)).toEqual(failed("unreachable"));
  });

  it("is waited for once this server ends", async () => {
    const port = await secured(() => {});
    const ending = new AbortController();
    setTimeout(() => ending.abort(), 50);
    const url = `https://partner.example:${port}/`;
    expect(await send(url, {}, ending.signal)).toEqual(failed("stopped"));
    expect(await send(url, {}, ending.signal)).toEqual(failed("stopped"));
  });
});
