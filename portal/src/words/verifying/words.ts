/** The words of the page that verifies: it shows nothing of other rooms, and strangers load it. */
import type { LoadWords } from "../../frame/words.ts";

export const verifyWords: LoadWords = async (language) =>
  language === "zh" ? (await import("./zh.ts")).zh : (await import("./en.ts")).en;
