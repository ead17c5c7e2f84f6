/** The words of the portal's pages, one file a language. */
import type { LoadWords } from "../frame/words.ts";

export const allWords: LoadWords = async (language) =>
  language === "zh" ? (await import("./zh/index.ts")).zh : (await import("./en/index.ts")).en;
