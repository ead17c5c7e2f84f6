/**
 * One POST to an address that a partner has named: to no other than the address that was judged (guard.ts), in a bounded time, without following where the answer points to. Proxies that the environment names are not used: behind one,
 * nobody would have judged where the connection leads.
 */
import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { type GuardOptions, reachable } from "./guard.ts";

export interface Posted {
  /** Of the answer; `null`: none came, and {@link Posted.failed} says why not. */
  readonly status: number | null;
  readonly failed: PostFailure | null;
  /** As the answer has it. */
  readonly retryAfter: string | null;
}

/** One word each, and nothing that anybody has said: `address`, no address that may be sent to; `certificate`, not theirs; `answer`, no HTTP; `secret`, nothing was sent; `stopped`, this server ends. */
export type PostFailure =
  | "address"
  | "unreachable"
  | "certificate"
  | "timeout"
  | "answer"
  | "secret"
  | "stopped";

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PosterOptions extends GuardOptions {
  /** For all of it: name, connection, answer. */
  readonly milliseconds?: number;
  /** PEM: who else says whose certificates they are; left out: those of this installation. */
  readonly ca?: string;
}

/** It never rejects. */
export type Poster = (post: Post, signal: AbortSignal) => Promise<Posted>;

const MILLISECONDS = 15_000;
/** Of the answer; nothing of it is kept. */
const MOST_ANSWER = 65_536;

const failedBy = (failed: PostFailure): Posted => ({ status: null, failed, retryAfter: null });

/** By the codes of Node, OpenSSL and llhttp. What they say in words may repeat the address. */
function failureOf(error: unknown): PostFailure {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code.startsWith("HPE_")) return "answer";
  return /CERT|TLS|SSL|VERIFY|ISSUER|EPROTO/.test(code) ? "certificate" : "unreachable";
}

/** Answers with what was judged, whatever is asked for. */
const judged =
  (addresses: readonly string[]): LookupFunction =>
  (_host, options, answer) => {
    const all = addresses.map((address) => ({ address, family: isIP(address) }));
    if (options.all === true) answer(null, all);
    else answer(null, all[0]!.address, all[0]!.family);
  };

export function createPoster(options: PosterOptions): Poster {
  const { milliseconds = MILLISECONDS, ca } = options;
  // Agents of our own: those of Node may be told by the environment to go through a proxy. No connection is kept, so none outlives its judgement.
  const agents = {
    http: new HttpAgent({ keepAlive: false }),
    https: new HttpsAgent({ keepAlive: false, maxCachedSessions: 0 }),
  };

  function begin(url: URL, { headers, body }: Post, addresses: readonly string[]): ClientRequest {
    const request = {
      method: "POST",
      headers: {
        ...headers,
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(body)),
        "user-agent": "Counterfoil",
      },
      lookup: judged(addresses),
    };
    return url.protocol === "https:"
      ? httpsRequest(url, { ...request, agent: agents.https, ...(ca === undefined ? {} : { ca }) })
      : httpRequest(url, { ...request, agent: agents.http });
  }

  return async (post, signal) => {
    const url = new URL(post.url);
    const late = AbortSignal.timeout(milliseconds);
    const ended = AbortSignal.any([signal, late]);
    const whyEnded = (): PostFailure => (signal.aborted ? "stopped" : "timeout");
    const addresses = await unless(ended, reachable(url, options));
    if (addresses === null) return failedBy(whyEnded());
    if (addresses.length === 0) return failedBy("address");
    return new Promise((resolve) => {
      const request = begin(url, post, addresses);
      let answered: Posted | null = null;
      const end = (posted: Posted): void => {
        ended.removeEventListener("abort", abort);
        // What was answered stands, also where the rest of it does not come.
        resolve(answered ?? posted);
        request.destroy();
      };
      const abort = (): void => end(failedBy(whyEnded()));
      ended.addEventListener("abort", abort);
      request.on("error", (error) => end(failedBy(failureOf(error))));
      request.on("response", (response) => {
        const { statusCode: status = 0, headers } = response;
        answered = { status, failed: null, retryAfter: headers["retry-after"] ?? null };
        let read = 0;
        response.on("data", (piece: Buffer) => {
          read += piece.length;
          if (read > MOST_ANSWER) end(answered!);
        });
        response.on("close", () => end(answered!));
        response.on("error", () => end(answered!));
      });
      // Also what wants to speak something else from now on.
      request.on("upgrade", ({ statusCode: status = 0 }, socket) => {
        socket.destroy();
        end({ status, failed: null, retryAfter: null });
      });
      if (ended.aborted) abort();
      else request.end(post.body);
    });
  };
}

/** `null`: it ended before. */
function unless<T>(ended: AbortSignal, work: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const end = (): void => resolve(null);
    if (ended.aborted) end();
    ended.addEventListener("abort", end, { once: true });
    work.then(resolve, reject).finally(() => ended.removeEventListener("abort", end));
  });
}
