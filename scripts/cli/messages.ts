import type { Language } from "../../api/core/language.ts";
import type { Messages } from "./catalogue.ts";
import { en } from "./messages.en.ts";
import { zh } from "./messages.zh.ts";

const catalogues: Readonly<Record<Language, Messages>> = { en, zh };

export const messagesIn = (language: Language): Messages => catalogues[language];
