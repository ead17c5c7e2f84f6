import { queryOptions } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import { api, ask } from "../../frame/api.ts";
import type { Language } from "../../frame/language.ts";
import { reasonHeader } from "../../frame/reasons.ts";

export type Packs = InferResponseType<(typeof api.v1)["evidence-packs"]["$get"]>;
export type Pack = Packs["packs"][number];
export type NewPack = InferRequestType<(typeof api.v1)["evidence-packs"]["$post"]>["json"];

const SOON_MS = 1_000;

export const isOver = ({ state }: Pick<Pack, "state">): boolean =>
  state === "done" || state === "failed";

export const packsQuery = (language: Language) =>
  queryOptions({
    queryKey: ["packs", language],
    queryFn: () => ask(api.v1["evidence-packs"].$get({})),
    refetchInterval: ({ state }) => (state.data?.packs.every(isOver) === false ? SOON_MS : false),
  });

/** @param reason why an officer reads; `null`: an auditor says none */
export const makePack = (json: NewPack, reason: string | null) =>
  ask(
    api.v1["evidence-packs"].$post({
      json,
      header: reason === null ? {} : reasonHeader(reason),
    }),
  );
