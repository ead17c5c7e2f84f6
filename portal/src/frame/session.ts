/** Who is signed in. */
import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { ApiError, api, ask, askRaw } from "./api.ts";
import { forgetReasons } from "./reasons.ts";

/** Oneself, as the ledger knows one. */
export type Me = InferResponseType<typeof api.v1.me.$get>;
export type Role = Me["role"];

const ME = ["me"] as const;

declare global {
  /** The page's head has asked already (ahead.js). */
  var askedWhoIAm: Promise<Response> | undefined;
}

/** What was asked ahead is an answer to the first question alone. */
function askWhoIAm(): ReturnType<typeof api.v1.me.$get> {
  const ahead = globalThis.askedWhoIAm;
  globalThis.askedWhoIAm = undefined;
  const now = () => api.v1.me.$get({});
  return ahead === undefined ? now() : (ahead as ReturnType<typeof now>).catch(now);
}

async function whoIsSignedIn(): Promise<Me | null> {
  try {
    return await ask(askWhoIAm());
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** What was shown to one person is nothing for the next. */
function forgetAll(client: QueryClient): void {
  forgetReasons();
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
}

/** `null`: nobody is signed in. */
export const meQuery = queryOptions({
  queryKey: ME,
  staleTime: 60_000,
  queryFn: async ({ client }): Promise<Me | null> => {
    const me = await whoIsSignedIn();
    // Somebody else has signed in, in another tab.
    const before = client.getQueryData<Me | null>(ME);
    if (before && before.id !== me?.id) forgetAll(client);
    return me;
  },
});

/** To be called below {@link Shell}, which shows its children to nobody else. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("nobody is signed in");
  return data;
}

/** Ends the session, unless it is over already, and leaves nothing of it on the page. @throws ApiError */
export async function signOut(): Promise<void> {
  try {
    await askRaw("/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) throw error;
  }
  forgetReasons();
  location.assign("/");
}

/** Where whoever must sign in comes back to. */
export const signInPath = (): string =>
  `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
