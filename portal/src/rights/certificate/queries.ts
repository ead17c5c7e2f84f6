/** What is asked for with a certificate code. It goes in a request's body alone: never in an address, which others keep. */
import { queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { MAX_POLICY_BYTES } from "../../../verify/index.ts";
import { ApiError, api, ask, askRaw } from "../../frame/api.ts";
import { firmReader } from "../../verify/chain/firm.ts";
import { readText } from "../../verify/chain/rpc.ts";
import { judge } from "../../verify/judge/judge.ts";
import type { Judged } from "../../verify/judge/judged.ts";
import { policyOf } from "../../verify/policy/pins.ts";

const certificates = api.v1["erasure-certificates"];
export type Certified = InferResponseType<typeof certificates.$post>["erasures"][number];

/** So often one looks while something goes on. */
const LIVE_MS = 3_000;
/** The certificate itself is dear to make, and of each address the server takes twelve such questions a minute. */
const CHECK_MS = 12_000;
/** Until it begins days may pass. */
const WAITING_MS = 30_000;

/** Which erasures a code is for; `null`: none yet. */
export const certifiedQuery = (code: string) =>
  queryOptions({
    queryKey: ["certificate", "erasures", code],
    gcTime: 0,
    queryFn: async (): Promise<readonly Certified[] | null> => {
      try {
        return (await ask(certificates.$post({ json: { code } }))).erasures;
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
    refetchInterval: ({ state: { data } }) =>
      data == null ? WAITING_MS : data.some(({ state }) => state !== "done") ? LIVE_MS : WAITING_MS,
  });

export interface Checked {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly judged: Judged;
}

/** What is not yet there comes by itself; so does an answer where others ask, too. */
const isToCome = (error: unknown): boolean =>
  error instanceof ApiError && [409, 429, 503].includes(error.status);

async function firmPolicy() {
  const response = await askRaw("/.well-known/counterfoil/policy.json", { credentials: "omit" });
  return policyOf(await readText(response, MAX_POLICY_BYTES));
}

/** The certificate of an erasure, judged here by the kernel; `null`: it is not ready, or not to be had at the moment. @param stage what has changed since it was asked for */
export const checkedQuery = (code: string, erasureId: string, stage: string) =>
  queryOptions({
    queryKey: ["certificate", "checked", code, erasureId, stage],
    ...{ gcTime: 0, staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false },
    queryFn: async (): Promise<Checked | null> => {
      try {
        const response = await askRaw("/v1/erasure-certificates", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ code, erasureId }),
        });
        const bytes = new Uint8Array(await response.arrayBuffer());
        const name = `erasure-${erasureId}.json`;
        const reader = { policy: await firmPolicy(), chain: { ask: firmReader(), rpc: null } };
        const judged = await judge([{ name, bytes }], { ...reader, now: Date.now() });
        return { name, bytes, judged };
      } catch (error) {
        if (isToCome(error)) return null;
        throw error;
      }
    },
    // Until it is under a final anchor the verdict gets better by itself.
    refetchInterval: ({ state: { data } }) =>
      data === undefined || (data !== null && isFinal(data.judged)) ? false : CHECK_MS,
  });

const isFinal = (judged: Judged): boolean =>
  "verdict" in judged && judged.verdict !== null && judged.verdict.word === "VERIFIED";
