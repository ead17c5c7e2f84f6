/** Types of messages that there are words for. */
const TYPES = [
  "consent.withdrawn",
  "consent.expired",
  "consent.ended",
  "person.erased",
  "person.restricted",
  "restriction.lifted",
  "record.corrected",
  "agreement.ended",
  "webhook.test",
] as const;
type Dotless<T extends string> = T extends `${infer A}.${infer B}` ? `${A}_${B}` : T;
export type TypeWord = `type_${Dotless<(typeof TYPES)[number]>}`;

/** Under which its words are found, without a full stop; `null`: there are none. */
export const typeWord = (type: string): TypeWord | null =>
  (TYPES as readonly string[]).includes(type)
    ? (`type_${type.replace(".", "_")}` as TypeWord)
    : null;
