/** What a firm tells its partners (docs/FORMAT.md §19.1): the message, and what it asks for. */
import { z } from "zod";
import { RECORD, SUBJECT } from "./stored.ts";

export const MESSAGE_ID = /^msg_[0-9a-f]{32}$/;

const time = z.string().nullable();
const whole = z.number().int().nullable();

/** Members that a later version adds are passed over: what is known has to be done all the same. */
const messageShape = z.object({
  type: z.string().regex(/^[a-z]+\.[a-z]+$/),
  timestamp: z.string(),
  data: z.object({
    /** `null` or nothing: of a test. */
    agreement: z.string().max(64).nullable(),
    purpose: z.string().nullable(),
    subject: z.string().regex(SUBJECT).nullable(),
    record: z.string().regex(RECORD).nullable(),
    recordVersion: whole,
    /** Of the entry that it follows from; an earlier receiver has kept none. */
    index: whole.default(null),
    deleteBy: time,
    acknowledgeBy: time,
  }),
});
export type Message = z.infer<typeof messageShape>;

/** `null`: it is none. */
export function parseMessage(body: string): Message | null {
  try {
    return messageShape.parse(JSON.parse(body));
  } catch {
    return null;
  }
}

/** What is to be done at the partner. */
export type Task =
  | { readonly what: "nothing" }
  | { readonly what: "delete-person"; readonly subject: string }
  | { readonly what: "hold-person"; readonly subject: string }
  | { readonly what: "pull-person"; readonly subject: string }
  | { readonly what: "delete-all" }
  | {
      readonly what: "pull-again";
      readonly subject: string;
      readonly record: string;
      readonly version: number;
    };

/** `null`: nobody knows what it asks for, so nobody says that it was done. */
export function taskOf({ type, data }: Message): Task | null {
  const { subject, record, recordVersion } = data;
  if (type !== "webhook.test" && !data.agreement) return null;
  switch (type) {
    case "webhook.test":
      return { what: "nothing" };
    case "agreement.ended":
      return { what: "delete-all" };
    case "consent.withdrawn":
    case "consent.expired":
    case "consent.ended":
    case "person.erased":
      return subject === null ? null : { what: "delete-person", subject };
    case "person.restricted":
      return subject === null ? null : { what: "hold-person", subject };
    case "restriction.lifted":
      return subject === null ? null : { what: "pull-person", subject };
    case "record.corrected":
      if (subject === null || record === null || recordVersion === null) return null;
      return { what: "pull-again", subject, record, version: recordVersion };
    default:
      return null;
  }
}

/** What is told of a message. Never of whom it is. */
export type Logged =
  | "tested"
  | "unknown"
  | "no_copy"
  | "applied"
  | "in_use"
  | "failed"
  | "received_said"
  | "done_said"
  | "said_refused";
