import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import { api, ask } from "../../frame/api.ts";
import type { Language } from "../../frame/language.ts";

const one = api.v1.agreements[":id"];

export type AgreementLine = InferResponseType<typeof api.v1.agreements.$get>["agreements"][number];
export type Agreement = InferResponseType<typeof one.$get>;
export type AgreementVersion = Agreement["versions"][number];
export type ToSign = InferResponseType<(typeof one)["to-sign"]["$post"]>;
type Wanted = InferRequestType<(typeof one)["to-sign"]["$post"]>["json"];
type Signed = InferRequestType<(typeof one)["signatures"]["$post"]>["json"];

export type AgreementCount = InferResponseType<typeof one.count.$get>;

const ALL = ["agreements"] as const;
export const agreementsQuery = infiniteQueryOptions({
  queryKey: ["agreements", "list"],
  initialPageParam: "",
  queryFn: ({ pageParam: cursor }) =>
    ask(api.v1.agreements.$get({ query: cursor === "" ? {} : { cursor } })),
  getNextPageParam: ({ next }) => next,
});
/** What was asked of agreements is to be asked again. */
export const OF_AGREEMENTS = { queryKey: ALL };

/** Its text is in the reader's language. */
export const agreementQuery = (id: string, language: Language) =>
  queryOptions({
    queryKey: ["agreements", id, language],
    queryFn: () => ask(one.$get({ param: { id } }, { headers: { "accept-language": language } })),
  });

export const compareQuery = (id: string, from: number, to: number) =>
  queryOptions({
    queryKey: ["agreements", id, "compare", from, to],
    queryFn: async () => {
      const query = { from: String(from), to: String(to) };
      return (await ask(one.compare.$get({ param: { id }, query }))).changes;
    },
  });

export const askToSign = (id: string, json: Wanted): Promise<ToSign> =>
  ask(one["to-sign"].$post({ param: { id }, json }));

export const bringSignature = (id: string, json: Signed) =>
  ask(one.signatures.$post({ param: { id }, json }));

/** `version` `null`: the one that is in force. */
export const askCount = (id: string, purpose: string, version: number | null) => {
  const query = version === null ? { purpose } : { purpose, version: String(version) };
  return ask(one.count.$get({ param: { id }, query }));
};
