/** Where a request came from. What it says of that itself counts only if a proxy that we trust says it. */
import { isIP } from "node:net";
import type { Context, MiddlewareHandler } from "hono";
import { type Networks, plainAddress } from "../core/networks.ts";

export interface Peer {
  /** Of whoever spoke to us, or to the outermost of our proxies. `""`: there is no connection, as in a test. */
  readonly address: string;
  /** Whether they spoke TLS with a proxy of ours: we ourselves speak none. */
  readonly https: boolean;
}

declare module "hono" {
  interface ContextVariableMap {
    peer: Peer;
  }
}

/** What @hono/node-server hands in beside the request. */
interface Bindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } };
}

const parts = (header: string | null): string[] =>
  (header ?? "").split(",").map((part) => part.trim());

/**
 * `X-Forwarded-For` is read from its end, which the nearest proxy has written: each address is believed as long as the one behind it is a proxy of ours. What a client has put
 * in front of that is never reached.
 */
export function peerOf(remote: string, headers: Headers, trusted: Networks): Peer {
  let address = plainAddress(remote);
  if (!trusted.has(address)) return { address, https: false };
  for (const hop of parts(headers.get("x-forwarded-for")).reverse()) {
    if (isIP(hop) === 0) break;
    address = plainAddress(hop);
    if (!trusted.has(address)) break;
  }
  const https = parts(headers.get("x-forwarded-proto")).at(-1)?.toLowerCase() === "https";
  return { address, https };
}

/** Puts the {@link Peer} into the request's context. */
export function findPeer(trusted: Networks): MiddlewareHandler {
  return async (c, next) => {
    const { incoming } = (c.env ?? {}) as Bindings;
    c.set("peer", peerOf(incoming?.socket?.remoteAddress ?? "", c.req.raw.headers, trusted));
    await next();
  };
}

export const addressOf = (c: Context): string => c.get("peer").address;
