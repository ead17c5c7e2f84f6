/**
 * Whoever answers for a chain: a wallet, or a node at an address. Every question has a time limit, nothing is asked twice, nothing is polled.
 * An address may carry a password, so no error here repeats it.
 */

/** The one method of EIP-1193 that is needed. */
export interface Provider {
  request(call: { readonly method: string; readonly params: readonly unknown[] }): Promise<unknown>;
}

/** Answers the result, unchecked. Rejects with {@link ChainUnreachable} or {@link ChainRejected}. */
export type Rpc = (method: string, params: readonly unknown[]) => Promise<unknown>;

export type UnreachableReason = "refused" | "timeout" | "bad_answer";

/** The chain could not be asked: nobody there, too slow, or not speaking JSON-RPC. */
export class ChainUnreachable extends Error {
  readonly reason: UnreachableReason;

  constructor(reason: UnreachableReason) {
    super(`chain unreachable: ${reason}`);
    this.name = "ChainUnreachable";
    this.reason = reason;
  }
}

/** The node answered with an error. `data` is what a reverted call returned. */
export class ChainRejected extends Error {
  readonly code: number;
  readonly data: string | null;

  constructor({ code, message, data }: Readonly<Record<string, unknown>>) {
    super(typeof message === "string" ? message.slice(0, 200) : "");
    this.name = "ChainRejected";
    this.code = typeof code === "number" ? code : 0;
    this.data = typeof data === "string" ? data : null;
  }

  /** The call was executed and reverted; as opposed to a node that did not want to execute it. */
  get reverted(): boolean {
    return this.code === 3 || this.data !== null || /\brevert/i.test(this.message);
  }
}

export interface RpcLimits {
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

export const LIMITS: RpcLimits = { timeoutMs: 10_000, maxAnswerBytes: 2 ** 20 };

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether it is the address of something that speaks HTTP. */
export function isRpcAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** A node at an address. Neither cookies nor where the question comes from are sent along, and it may not send us elsewhere. */
export function rpcAt(address: string, limits: RpcLimits = LIMITS): Rpc {
  // A password in front of the host is something that browsers do not take in a request.
  let lastId = 0;
  return async (method, params) => {
    lastId += 1;
    // Others may be asked before this is answered.
    const id = lastId;
    return resultOf(await post(address, { jsonrpc: "2.0", id, method, params }, limits), id);
  };
}

async function post(address: string, body: object, limits: RpcLimits): Promise<string> {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
    return await readText(response, limits.maxAnswerBytes);
  } catch (error) {
    if (error instanceof ChainUnreachable) throw error;
    throw new ChainUnreachable(signal.aborted ? "timeout" : "refused");
  }
}

/** No more of an answer than is wanted, however long it is. */
export async function readText(response: Response, most: number): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) return text + decoder.decode();
    length += value.length;
    if (length > most) {
      await reader?.cancel();
      throw new ChainUnreachable("bad_answer");
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Nodes send errors with HTTP 200, 400, 429 or 500; only the body counts. */
function resultOf(text: string, id: number): unknown {
  const answer = parsed(text);
  if (!isObject(answer)) throw new ChainUnreachable("bad_answer");
  if (isObject(answer.error)) throw new ChainRejected(answer.error);
  if (!("result" in answer) || answer.id !== id) throw new ChainUnreachable("bad_answer");
  return answer.result;
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ChainUnreachable("bad_answer");
  }
}

/** EIP-1193: the person refused, it has no network, or none of this chain. */
const NOBODY_THERE: readonly unknown[] = [4001, 4100, 4900, 4901];

/** A wallet. It may wait for its person for ever, and we do not. */
export function rpcOf(
  provider: Provider,
  { timeoutMs }: Pick<RpcLimits, "timeoutMs"> = LIMITS,
): Rpc {
  return async (method, params) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new ChainUnreachable("timeout")), timeoutMs);
    });
    try {
      return await Promise.race([provider.request({ method, params }), late]);
    } catch (error) {
      if (error instanceof ChainUnreachable) throw error;
      if (!isObject(error) || NOBODY_THERE.includes(error.code)) {
        throw new ChainUnreachable("refused");
      }
      throw new ChainRejected(withInnerData(error));
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Wallets wrap what their node said. */
function withInnerData(error: Record<string, unknown>): Record<string, unknown> {
  const { code, message, data } = error;
  if (!isObject(data)) return { code, message, data };
  const inner = isObject(data.originalError) ? data.originalError : data;
  return { code: inner.code ?? code, message: inner.message ?? message, data: inner.data };
}
