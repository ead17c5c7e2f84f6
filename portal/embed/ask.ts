/** Calls of the ledger: without cookies, with nothing in the address. */
import type { Answer, Chosen, Offer, Trouble } from "./answers.ts";

const PATIENCE_MS = 20_000;

export interface Ledger {
  offer(): Promise<Answer<Offer>>;
  choose(choice: string): Promise<Answer<Chosen>>;
}

/** @param base address of the ledger's `/embed/` */
export function ledgerAt(base: string, token: string): Ledger {
  async function call<T>(path: string, body: object | null): Promise<Answer<T>> {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (body !== null) headers["content-type"] = "application/json";
    try {
      const response = await fetch(new URL(path, base), {
        method: body === null ? "GET" : "POST",
        headers,
        body: body === null ? null : JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const answer = (await response.json()) as T & { readonly code?: string };
      return response.ok ? { ok: answer } : { trouble: troubleOf(response.status, answer.code) };
    } catch {
      // No connection, no answer in time, or one that this page must not read.
      return { trouble: "unreachable" };
    }
  }
  return {
    offer: () => call("offer", null),
    choose: (choice) => call("choice", { choice }),
  };
}

function troubleOf(status: number, code: string | undefined): Trouble {
  if (code === "embed_refused") return "over";
  if (code === "consent_refused") return "changed";
  return status === 503 ? "busy" : "failed";
}
