/** Requests of somebody's browser to the app, from a page of its own. */
import { type Browser, HTTPS } from "./fixtures.ts";

export interface Told {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

interface Asked {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function sendTo(
  app: { request(url: string, init: RequestInit): Response | Promise<Response> },
  by: Browser,
  { method, path, body, headers = {} }: Asked,
): Promise<Told> {
  const cookie = [...by.cookies].map((pair) => pair.join("=")).join("; ");
  const response = await app.request(`${HTTPS}${path}`, {
    method,
    headers: { origin: HTTPS, cookie, "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
