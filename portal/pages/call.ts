/** Requests to the ledger that has served this page. */

export type Answer<T> =
  | { readonly ok: T }
  /** `detail`: what a person reads, by the ledger in their language; `null`: it does not answer. */
  | { readonly status: number; readonly detail: string | null };

/** Never throws. */
export async function call<T = unknown>(
  method: "GET" | "POST",
  path: string,
  body?: object,
): Promise<Answer<T>> {
  // By the page's language, which a person may have chosen.
  const headers: Record<string, string> = {
    accept: "application/json",
    "accept-language": document.documentElement.lang,
  };
  if (body !== undefined) headers["content-type"] = "application/json";
  try {
    const response = await fetch(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const told = await response.json();
    if (response.ok) return { ok: told as T };
    return { status: response.status, detail: String(told.detail) };
  } catch {
    return { status: 0, detail: null };
  }
}

/** Another page of ours, in the same language. */
export function go(path: string): void {
  const language = new URLSearchParams(location.search).get("lang");
  const to = new URL(path, location.origin);
  // The portal remembers it by itself.
  if (language !== null && /^\/(sign-in|account)$/.test(to.pathname))
    to.searchParams.set("lang", language);
  location.assign(`${to.pathname}${to.search}${to.hash}`);
}
