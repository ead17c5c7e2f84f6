/** What an attacker's page, or a program that means well, gets at the embedded chain's public port. */
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedChain, startEmbeddedChain } from "../../../api/anchor/embedded/chain.ts";
import { reading } from "../../../api/anchor/embedded/gate.ts";
import { createRpc } from "../../../api/anchor/rpc.ts";
import { freePort } from "../../helpers/chain.ts";
import { temporaryFolder } from "./fixtures.ts";

const PAGE = "http://localhost:8321";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let port: number;
let chain: EmbeddedChain;

beforeAll(async () => {
  folder = await temporaryFolder();
  port = await freePort();
  const stateFile = join(folder.path, "chain.json.gz");
  chain = await startEmbeddedChain({ port, stateFile, allowOrigins: [PAGE] });
});
afterAll(async () => {
  await chain.stop();
  await folder.remove();
});

const call = (method: unknown, params: unknown = [], id: unknown = 1) => ({
  ...{ jsonrpc: "2.0", id, method, params },
});

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Not `fetch`, which lets nobody choose `Host` and `Origin`. */
function send({ method = "POST", headers = {}, body }: Sent) {
  const text = body ?? JSON.stringify(call("eth_chainId"));
  const all = { "content-type": "application/json", ...headers };
  return new Promise<{ status: number; json: unknown; allowed: unknown }>((resolve, reject) => {
    const asking = request({ host: "127.0.0.1", port, method, headers: all }, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part as Buffer);
      const answered = Buffer.concat(parts).toString("utf8");
      resolve({
        status: response.statusCode ?? 0,
        json: answered === "" ? null : JSON.parse(answered),
        allowed: response.headers["access-control-allow-origin"],
      });
    });
    asking.once("error", reject);
    asking.end(method === "POST" ? text : undefined);
  });
}

const REFUSED = { status: 403, json: { error: { message: expect.stringMatching(/^refused: /) } } };

describe("a web page", () => {
  it.each([`127.0.0.1:`, "evil.example:"])("gets no WebSocket, under the name %s", async (name) => {
    for (const origin of ["https://evil.example", PAGE, null]) {
      const first = await new Promise<string>((resolve, reject) => {
        const socket = connect(port, "127.0.0.1");
        const lines = ["GET / HTTP/1.1", `Host: ${name}${port}`, "Connection: Upgrade"];
        lines.push("Upgrade: websocket", "Sec-WebSocket-Version: 13");
        lines.push("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
        if (origin !== null) lines.push(`Origin: ${origin}`);
        socket.once("error", reject);
        socket.once("data", (data) => {
          socket.destroy();
          resolve(data.toString("latin1").split("\r\n")[0] ?? "");
        });
        socket.write(`${lines.join("\r\n")}\r\n\r\n`);
      });
      expect(first).toBe("HTTP/1.1 403 Forbidden");
    }
  });

  it("gets nothing by POST that wants to be upgraded", async () => {
    const headers = { connection: "upgrade", upgrade: "websocket" };
    expect(await send({ headers })).toMatchObject(REFUSED);
  });

  it("gets nothing under a name of its own that was rebound to this machine", async () => {
    for (const host of [
      "evil.example",
      `evil.example:${port}`,
      "127.0.0.1",
      "127.0.0.1:1",
      `${port}`,
    ]) {
      expect([host, await send({ headers: { host } })]).toMatchObject([host, REFUSED]);
    }
  });

  it("gets nothing from another origin, nor from one without a name", async () => {
    for (const origin of ["https://evil.example", "null", `http://127.0.0.1:${port}`, `${PAGE}0`]) {
      expect([origin, await send({ headers: { origin } })]).toMatchObject([origin, REFUSED]);
      const asked = await send({ method: "OPTIONS", headers: { origin } });
      expect(asked).toMatchObject({ ...REFUSED, allowed: undefined });
    }
  });

  it("gets nothing by a form, or by GET", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"]) {
      expect(await send({ headers: { "content-type": type } })).toMatchObject(REFUSED);
    }
    for (const method of ["GET", "PUT", "OPTIONS", "DELETE"]) {
      expect(await send({ method })).toMatchObject(REFUSED);
    }
  });

  it("of the origin that was allowed may read, and no more", async () => {
    const headers = { origin: PAGE };
    expect(await send({ headers })).toMatchObject({ status: 200, allowed: PAGE });
    expect(await send({ method: "OPTIONS", headers })).toMatchObject({ status: 204 });
    const body = JSON.stringify(call("evm_revert", ["0x0"]));
    expect(await send({ headers, body })).toMatchObject(REFUSED);
  });
});

describe("a program of this machine", () => {
  it("reads", async () => {
    for (const host of ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"]) {
      const headers = {
        host: `${host}:${port}`,
        "content-type": "application/json; charset=utf-8",
      };
      expect(await send({ headers })).toMatchObject({ status: 200, json: { result: "0x7a69" } });
    }
    const rpc = createRpc(chain.rpcUrl);
    expect(await rpc("eth_getBlockByNumber", ["finalized", false])).toMatchObject({
      number: "0x0",
    });
    await expect(rpc("eth_getBlockByNumber", ["nonsense", false])).rejects.toThrow();
    const batch = [call("eth_chainId", [], "a"), call("eth_blockNumber", [], 2)];
    const { status, json } = await send({ body: JSON.stringify(batch) });
    expect(status).toBe(200);
    expect(json).toMatchObject([{ id: "a", result: "0x7a69" }, { id: 2 }]);
  });

  it.each([
    "eth_sendTransaction",
    "eth_sendRawTransaction",
    "eth_sendUnsignedTransaction",
    "eth_accounts",
    "eth_sign",
    "eth_newFilter",
    "eth_subscribe",
    "evm_mine",
    "evm_revert",
    "evm_increaseTime",
    "anvil_impersonateAccount",
    "anvil_autoImpersonateAccount",
    "anvil_setStorageAt",
    "anvil_setCode",
    "anvil_reset",
    "anvil_dumpState",
    "hardhat_setCode",
    "debug_traceCall",
    "txpool_content",
    "wallet_sendTransaction",
    "ETH_CHAINID",
    "",
    null,
    { toString: "eth_chainId" },
  ])("cannot ask %j", async (method) => {
    expect(await send({ body: JSON.stringify(call(method)) })).toMatchObject(REFUSED);
  });

  it("has a batch refused as a whole for one bad method, or for its length", async () => {
    const before = await createRpc(chain.privateRpcUrl)("eth_blockNumber", []);
    const reads = Array.from({ length: 50 }, (_, id) => call("eth_chainId", [], id));
    const bad = [...reads.slice(1), call("evm_mine")];
    for (const batch of [bad, bad.toReversed(), [...reads, call("eth_chainId")], [], [reads]]) {
      expect(await send({ body: JSON.stringify(batch) })).toMatchObject(REFUSED);
    }
    expect(await send({ body: JSON.stringify(reads) })).toMatchObject({ status: 200 });
    expect(await createRpc(chain.privateRpcUrl)("eth_blockNumber", [])).toBe(before);
  });

  it("has anything refused that is no JSON-RPC, or longer than a mebibyte", async () => {
    for (const body of ["", "null", "1", '"eth_chainId"', "{", "[null]", "{}", "\ufeff{}"]) {
      expect([body, await send({ body })]).toMatchObject([body, REFUSED]);
    }
    const long = (bytes: number) => JSON.stringify(call("eth_chainId")).padEnd(bytes);
    expect(await send({ body: long(2 ** 20) })).toMatchObject({ status: 200 });
    const tooLong = await send({ body: long(2 ** 20 + 1) }).catch(() => "cut off");
    if (tooLong !== "cut off") expect(tooLong).toMatchObject(REFUSED);
  });

  it("cannot make anvil read something else than the gate did", () => {
    const twice = '{"jsonrpc":"2.0","id":1,"method":"evm_mine","method":"eth_chainId","x":1}';
    expect(reading(twice)).toBe('{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}');
  });
});
