import type { Language } from "./language.ts";
import type { Messages } from "./message-catalog.ts";
import { en } from "./messages.en.ts";
import { zh } from "./messages.zh.ts";

/** Everything the server says to people, by language. */
export const messages: Readonly<Record<Language, Messages>> = { en, zh };
