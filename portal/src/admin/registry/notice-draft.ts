/** A version of a notice as it is entered. Pure. */
import type { NoticeVersion } from "../data.ts";
import { USUAL_LANGUAGES } from "../parts/languages.ts";
import { fromField } from "../parts/time.ts";

export interface DraftText {
  readonly language: string;
  readonly title: string;
  readonly mediaType: "text/plain" | "text/markdown";
  readonly text: string;
}

export interface NoticeDraft {
  readonly noticeId: string;
  /** Of a field of time; empty: now. */
  readonly inForceFrom: string;
  readonly texts: readonly DraftText[];
}

const isMarkdown = (text: string): boolean => text === "" || /^#{1,6} /m.test(text);

/** @param texts of the version before, by their hashes */
export function noticeDraft(
  last: NoticeVersion | null,
  texts: ReadonlyMap<string, string>,
): NoticeDraft {
  const given = (last?.texts ?? []).map(({ language, title, hash }): DraftText => {
    const text = texts.get(hash) ?? "";
    return { language, title, text, mediaType: isMarkdown(text) ? "text/markdown" : "text/plain" };
  });
  const lacking = last === null ? USUAL_LANGUAGES : [];
  return {
    noticeId: last?.noticeId ?? "",
    inForceFrom: "",
    texts: [
      ...given,
      ...lacking.map(
        (language): DraftText => ({ language, title: "", text: "", mediaType: "text/markdown" }),
      ),
    ],
  };
}

/** As the ledger takes it; `null`: something lacks. A language of which nothing was entered is left out. */
export function noticeInput({ noticeId, inForceFrom, texts }: NoticeDraft) {
  const some = texts.filter(({ title, text }) => title.trim() !== "" || text.trim() !== "");
  const whole = some.every(({ title, text }) => title.trim() !== "" && text.trim() !== "");
  if (noticeId.trim() === "" || some.length === 0 || !whole) return null;
  const from = fromField(inForceFrom);
  return {
    noticeId: noticeId.trim(),
    ...(from === null ? {} : { inForceFrom: from }),
    texts: some.map((one) => ({ ...one, title: one.title.trim() })),
  };
}
