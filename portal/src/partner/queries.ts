import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import { api, ask } from "../frame/api.ts";

const one = api.v1.agreements[":id"];
const webhook = api.v1.organizations[":organization"].webhook;

export type Usage = InferResponseType<typeof one.usage.$get>;
export type Message = InferResponseType<typeof one.messages.$get>["messages"][number];
export type MessageState = Message["state"];
export const MESSAGE_STATES: readonly MessageState[] = ["waiting", "delivered", "given_up"];
export type Webhook = NonNullable<InferResponseType<typeof webhook.$get>["webhook"]>;
type NewWebhook = InferRequestType<typeof webhook.$post>["json"];

export const usageQuery = (id: string) =>
  queryOptions({
    queryKey: ["usage", id],
    queryFn: () => ask(one.usage.$get({ param: { id } })),
  });

/** What stands of messages changes by itself. */
const OFTEN_MS = 10_000;
const SOON_MS = 1_500;

/** How soon messages are asked for again: what is due is being sent, and what came of it is there in a moment. */
export const askAgainAfter = (
  messages: readonly Pick<Message, "state" | "nextAt">[],
  now: number,
): number =>
  messages.some(
    ({ state, nextAt }) =>
      state === "waiting" && nextAt !== null && new Date(nextAt).getTime() <= now + SOON_MS,
  )
    ? SOON_MS
    : OFTEN_MS;

export const messagesQuery = (id: string, state: MessageState | null) =>
  infiniteQueryOptions({
    queryKey: ["messages", id, state],
    initialPageParam: "",
    queryFn: ({ pageParam: cursor }) => {
      const query = { ...(cursor === "" ? {} : { cursor }), ...(state === null ? {} : { state }) };
      return ask(one.messages.$get({ param: { id }, query }));
    },
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state: { data } }) =>
      askAgainAfter(data?.pages.flatMap(({ messages }) => messages) ?? [], Date.now()),
  });

export const replay = (id: string, message: string) =>
  ask(one.messages[":message"].replay.$post({ param: { id, message }, json: {} }));

export const webhookQuery = (organization: string) =>
  queryOptions({
    queryKey: ["webhook", organization],
    refetchInterval: OFTEN_MS,
    queryFn: async () => (await ask(webhook.$get({ param: { organization } }))).webhook,
  });

export const register = (organization: string, json: NewWebhook) =>
  ask(webhook.$post({ param: { organization }, json }));
export const rotate = (organization: string, reason: string) =>
  ask(webhook.secret.$post({ param: { organization }, json: { reason } }));
export const test = (organization: string, reason: string) =>
  ask(webhook.test.$post({ param: { organization }, json: { reason } }));
export const remove = (organization: string, reason: string) =>
  ask(webhook.removal.$post({ param: { organization }, json: { reason } }));

export const ownKeysQuery = (organization: string) =>
  queryOptions({
    queryKey: ["own-keys", organization],
    queryFn: async () =>
      (await ask(api.v1.organizations[":organization"].keys.$get({ param: { organization } })))
        .keys,
  });
