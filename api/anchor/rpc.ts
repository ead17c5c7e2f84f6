/**
 * JSON-RPC over HTTP, as small as it can be: every call has a time limit, nothing is retried, nothing is polled.
 *
 * Not ethers' `JsonRpcProvider`: that one retries the detection of its network for ever when nobody answers, and keeps timers.
 * The address may carry a password (`https://host/<api key>`), so no error here repeats it, nor what `fetch` says about it.
 */
import { readAtMost } from "../core/at-most.ts";

export type UnreachableReason = "refused" | "timeout" | "bad_answer";

/** The chain could not be asked: nobody there, too slow, or not speaking JSON-RPC. */
export class RpcUnreachable extends Error {
  readonly reason: UnreachableReason;

  constructor(reason: UnreachableReason) {
    super(`chain unreachable: ${reason}`);
    this.name = "RpcUnreachable";
    this.reason = reason;
  }
}

/** The node answered with an error. `data` is what a reverted call returned. */
export class RpcRejected extends Error {
  readonly code: number;
  readonly data: string | null;

  constructor(code: number, message: string, data: string | null) {
    super(message.slice(0, 200));
    this.name = "RpcRejected";
    this.code = code;
    this.data = data;
  }

  /** The call was executed and reverted; as opposed to a node that did not want to execute it. */
  get reverted(): boolean {
    return this.code === 3 || this.data !== null || /\brevert/i.test(this.message);
  }
}

/** Answers the `result` member, unchecked. Rejects with {@link RpcUnreachable} or {@link RpcRejected}. */
export type Rpc = (method: string, params: readonly unknown[]) => Promise<unknown>;

export interface RpcLimits {
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

export const DEFAULT_LIMITS: RpcLimits = { timeoutMs: 5_000, maxAnswerBytes: 16 * 2 ** 20 };

export function createRpc(url: string, limits: RpcLimits = DEFAULT_LIMITS): Rpc {
  let lastId = 0;
  return async (method, params) => {
    lastId += 1;
    const id = lastId;
    const text = await post(url, JSON.stringify({ jsonrpc: "2.0", id, method, params }), limits);
    return resultOf(text, id);
  };
}

/** The time limit covers the body too: a node may send its headers at once and then nothing. */
async function post(url: string, body: string, limits: RpcLimits): Promise<string> {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(url, { method: "POST", headers, body, signal });
    const bytes = await readAtMost(response.body, limits.maxAnswerBytes);
    if (bytes === null) throw new RpcUnreachable("bad_answer");
    return bytes.toString("utf8");
  } catch (error) {
    if (error instanceof RpcUnreachable) throw error;
    throw new RpcUnreachable(signal.aborted ? "timeout" : "refused");
  }
}

/** Nodes send errors with HTTP 200, 400, 429 or 500; only the body counts. */
function resultOf(text: string, id: number): unknown {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new RpcUnreachable("bad_answer");
  }
  if (!isObject(answer)) throw new RpcUnreachable("bad_answer");
  if (isObject(answer.error)) throw rejection(answer.error);
  if (!("result" in answer) || answer.id !== id) throw new RpcUnreachable("bad_answer");
  return answer.result;
}

function rejection(error: Record<string, unknown>): RpcRejected {
  const code = typeof error.code === "number" ? error.code : 0;
  const message = typeof error.message === "string" ? error.message : "";
  return new RpcRejected(code, message, typeof error.data === "string" ? error.data : null);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
