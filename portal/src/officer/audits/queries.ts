/** Audits, as they are asked for: what runs is asked again every second. */
import { queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { api, ask } from "../../frame/api.ts";
import type { Language } from "../../frame/language.ts";

export type Audits = InferResponseType<typeof api.v1.audits.$get>;
export type Audit = Audits["audits"][number];
export type AuditDetail = InferResponseType<(typeof api.v1.audits)[":id"]["$get"]>;
export type Report = NonNullable<AuditDetail["report"]>;

const SOON_MS = 1_000;
/** Somebody else may begin one. */
const LATER_MS = 15_000;

/** @param language of the answer: another one is asked for anew */
export const auditsQuery = (language: Language) =>
  queryOptions({
    queryKey: ["audits", language],
    queryFn: () => ask(api.v1.audits.$get({})),
    refetchInterval: ({ state }) =>
      state.data?.audits.some((one) => one.state === "running") ? SOON_MS : LATER_MS,
  });

export const auditQuery = (id: string, language: Language) =>
  queryOptions({
    queryKey: ["audits", language, id],
    queryFn: () => ask(api.v1.audits[":id"].$get({ param: { id } })),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? SOON_MS : false),
  });

/** The findings behind those that are shown. */
export const findingsFrom = async (id: string, from: number) =>
  (await ask(api.v1.audits[":id"].$get({ param: { id }, query: { from: String(from) } }))).report;
