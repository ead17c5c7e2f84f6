/** Requests to the ledger that has served this page. */
import { type ClientResponse, hc } from "hono/client";
import type { PortalApi } from "../../../api/http/client.ts";
import { reasonFor, reasonHeader } from "./reasons.ts";
import { save } from "./save.ts";
import { languageNow } from "./words.ts";

/** What kept an answer away. */
export type Trouble =
  | "offline"
  | "unreachable"
  | "sessionEnded"
  | "refused"
  | "notFound"
  | "busy"
  | "invalid"
  | "fault";

/** A refusal of the ledger, or no answer at all. `detail`: what a person reads, by the ledger in their language; `null`: it did not answer. */
export class ApiError extends Error {
  readonly status: number;
  /** Of the problem details; `null`: none came. */
  readonly code: string | null;
  readonly detail: string | null;
  /** The whole problem, as it came. */
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Readonly<Record<string, unknown>> = {}) {
    super(`status ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.code = typeof problem.code === "string" ? problem.code : null;
    this.detail = typeof problem.detail === "string" ? problem.detail : null;
    this.problem = problem;
  }
}

/** What a person can do about an error follows from this. */
export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof ApiError)) return "fault";
  const { status } = error;
  if (status === 0) return navigator.onLine ? "unreachable" : "offline";
  if (status === 401) return "sessionEnded";
  if (status === 403) return "refused";
  if (status === 404) return "notFound";
  if (status === 429 || status === 503) return "busy";
  return status < 500 ? "invalid" : "fault";
}

/** Headers of every request: the language of answers, and why an officer reads. */
export function ownHeaders(input: URL | string): Record<string, string> {
  const reason = reasonFor(String(input));
  return {
    "accept-language": languageNow() === "zh" ? "zh-CN" : "en",
    ...(reason === null ? {} : reasonHeader(reason)),
  };
}

const fetchOwn: typeof fetch = async (input, init) => {
  const headers = new Headers(init?.headers);
  const address = input instanceof Request ? input.url : input;
  for (const [name, value] of Object.entries(ownHeaders(address)))
    if (!headers.has(name)) headers.set(name, value);
  try {
    return await fetch(input, { ...init, headers, credentials: "same-origin" });
  } catch (error) {
    // Who asked wants no answer any more: that is no trouble.
    if (init?.signal?.aborted === true) throw error;
    throw new ApiError(0);
  }
};

/** Typed by the routes' own schemas: `api.v1.records[":id"].$get({ param: { id } })`. To be put through {@link ask}. */
export const api = hc<PortalApi>("/", { fetch: fetchOwn });

type JsonOf<R> = R extends ClientResponse<infer T, infer _S, infer _F> ? T : never;

/** What was answered. @throws ApiError */
export async function ask<R extends ClientResponse<unknown>>(
  asked: Promise<R>,
): Promise<JsonOf<R>> {
  const response = await asked;
  const told = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, (told ?? {}) as Record<string, unknown>);
  if (told === null) throw new ApiError(500);
  return told as JsonOf<R>;
}

/** A path of the ledger that is not JSON of a route: a file, or sign-out. @throws ApiError */
export async function askRaw(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetchOwn(path, init);
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  throw new ApiError(response.status, told as Record<string, unknown>);
}

/** Saves an answer as a file, under the name that the server gives it, else `name`. @throws ApiError */
export async function download(path: string, name: string, init?: RequestInit): Promise<void> {
  const response = await askRaw(path, init);
  const given = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  save(await response.blob(), given ?? name);
}
