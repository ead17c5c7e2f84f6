/** Who is signed in. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { ApiError, api, ask, askRaw } from "./api.ts";
import { forgetReasons } from "./reasons.ts";

/** Oneself, as the ledger knows one. */
export type Me = InferResponseType<typeof api.v1.me.$get>;
export type Role = Me["role"];

/** `null`: nobody is signed in. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  staleTime: 60_000,
  queryFn: async (): Promise<Me | null> => {
    try {
      return await ask(api.v1.me.$get({}));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
});

/** To be called below {@link Shell}, which shows its children to nobody else. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("nobody is signed in");
  return data;
}

/** Ends the session and leaves nothing of it on the page. */
export async function signOut(): Promise<void> {
  await askRaw("/auth/sign-out", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  forgetReasons();
  location.assign("/");
}

/** Where whoever must sign in comes back to. */
export const signInPath = (): string =>
  `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
