import type { Language } from "../../core/language.ts";
import { en } from "./words.en.ts";
import type { ReceiptWords } from "./words.ts";
import { zh } from "./words.zh.ts";

/** Everything that a receipt says by itself, by language. */
export const receiptWords: Readonly<Record<Language, ReceiptWords>> = { en, zh };
