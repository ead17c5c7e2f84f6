/** Stands between a test and a chain, and answers what the test wants for some methods. Listens on the loopback interface only. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface RpcCall {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** `undefined`: pass on. A string: the whole body. `hang`: no answer ever. `drop`: the connection is cut. */
export type Answer =
  | undefined
  | string
  | "hang"
  | "drop"
  | { readonly result: unknown }
  | { readonly error: { code: number; message: string; data?: string } };

export interface RpcProxy {
  readonly url: string;
  /** Every method asked, in order. */
  readonly asked: string[];
  intercept: (call: RpcCall) => Answer | Promise<Answer>;
  close(): Promise<void>;
}

export async function startProxy(target: string): Promise<RpcProxy> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString("utf8");
    const call = JSON.parse(body) as RpcCall;
    asked.push(call.method);
    const answer = await proxy.intercept(call);
    if (answer === undefined) await passOn(target, body, response);
    else if (answer === "hang") return;
    else if (answer === "drop") response.destroy();
    else if (typeof answer === "string") response.end(answer);
    else response.end(JSON.stringify({ jsonrpc: "2.0", id: call.id, ...answer }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: RpcProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    intercept: () => undefined,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}

async function passOn(target: string, body: string, response: ServerResponse): Promise<void> {
  try {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(target, { method: "POST", headers, body });
    response.end(await answer.text());
  } catch {
    response.destroy();
  }
}
