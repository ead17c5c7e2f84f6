/** What two versions say differently, in words. Pure. */
import type { InferResponseType } from "hono/client";
import type { api } from "../../frame/api.ts";
import type { Language } from "../../frame/language.ts";
import { lengthIn } from "./length.ts";

export type Change = InferResponseType<
  (typeof api.v1.agreements)[":id"]["compare"]["$get"]
>["changes"][number];

type Dotless<T extends string> = T extends `${infer A}.${infer B}` ? `${A}_${B}` : T;
/** A member of the terms, as words are named by it: without a full stop. */
export type MemberWord = `member_${Dotless<Change["member"]>}`;
export const memberWord = (member: Change["member"]): MemberWord =>
  `member_${member.replace(".", "_")}` as MemberWord;

const LENGTHS: readonly Change["member"][] = [
  "retention",
  "duties.deleteWithin",
  "duties.acknowledgeWithin",
];
const TIMES: readonly Change["member"][] = ["validFrom", "validUntil"];

export interface Words {
  readonly language: Language;
  readonly time: (text: string) => string;
  readonly purpose: (purposeId: string) => string;
  readonly kind: (kind: string) => string;
  readonly field: (field: string) => string;
  readonly prohibited: string;
  readonly allowed: string;
}

/** A value of a member, as people read it; what is a name, an address or a text stands as it is. */
export function wordsOf(member: Change["member"], value: string, words: Words): string {
  if (LENGTHS.includes(member)) return lengthIn(words.language, value);
  if (TIMES.includes(member)) return words.time(value);
  if (member === "purposes.consents") return words.purpose(value);
  if (member === "records.fields") return words.field(value);
  if (member === "onward") return value === "prohibited" ? words.prohibited : words.allowed;
  return value;
}

/** What a change is about, where its member says it of several. */
export function aboutOf({ member, of }: Change, { purpose, kind }: Words): string | null {
  if (of === null) return null;
  return member === "purposes.consents" ? purpose(of) : member === "records.fields" ? kind(of) : of;
}
