import { languageNow } from "../frame/words.ts";

/** The receipt that people read, in the page's language: it opens as a page of its own. */
export const receiptPath = (id: string): string =>
  `/v1/consents/${id}/receipt?language=${languageNow()}&format=html`;
