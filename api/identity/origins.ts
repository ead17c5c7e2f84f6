/** Under which address people reach this ledger, and whether a request came by it. */
import { isLoopback } from "../core/config.ts";

export interface Origins {
  /** What better-auth takes as its own address. */
  readonly base:
    | string
    | {
        readonly allowedHosts: string[];
        readonly protocol: "http";
        readonly fallback: string;
      };
  readonly secure: boolean;
  /** The origin that a request to this address belongs to; `null`: it came by an address that is not ours. */
  of(url: string): string | null;
}

/** Any port: the operating system may have chosen it. */
const LOOPBACK = ["localhost:*", "127.0.0.1:*", "[[]::1]:*", "localhost", "127.0.0.1"];

/**
 * With a public address there is one origin. Without, only names of this machine are: a page elsewhere can point a name of its own to 127.0.0.1
 * (DNS rebinding), and such a request carries that name.
 */
export function originsOf(publicUrl: string | null): Origins {
  if (publicUrl !== null) {
    const { origin, protocol } = new URL(publicUrl);
    return { base: origin, secure: protocol === "https:", of: () => origin };
  }
  return {
    base: { allowedHosts: LOOPBACK, protocol: "http", fallback: "http://localhost" },
    secure: false,
    of(url) {
      const { hostname, host } = new URL(url);
      return isLoopback(hostname.replace(/^\[|\]$/g, "")) ? `http://${host}` : null;
    },
  };
}
