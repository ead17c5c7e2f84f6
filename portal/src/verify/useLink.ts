/** What stands behind `#` in the page's address, also when it changes while the page is open. */
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { isFromHere, type Link, readLink, unpacked } from "./input/link.ts";
import type { Brought } from "./judge/judged.ts";

export interface Linked {
  /** Where on this server a file is to be fetched; null: the link names none. */
  readonly path: string | null;
  /** A page of this server has led here: what it asks for need not be asked about. */
  readonly isOwn: boolean;
  readonly isBroken: boolean;
  /** What was fetched. */
  take(files: readonly Brought[]): void;
}

/** `bring` takes what a link brings; it must stay the same, or it is fetched anew. */
export function useLink(bring: (files: readonly Brought[]) => void): Linked {
  const { t } = useTranslation("verify");
  const [link, setLink] = useState<Link>(() => readLink(location.hash));
  const [isOwn, setOwn] = useState(() => isFromHere(document.referrer, location.origin));
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    const onChange = (): void => {
      const next = readLink(location.hash);
      // A place on the page, as the skip link's, is no other link.
      if (next.kind === "none" && !/^(#file)?$/.test(location.hash)) return;
      // Where this one is from, nobody tells.
      setOwn(false);
      setLink(next);
    };
    window.addEventListener("hashchange", onChange);
    return () => window.removeEventListener("hashchange", onChange);
  }, []);
  const take = useCallback(
    (files: readonly Brought[]) => {
      setLink({ kind: "none" });
      bring(files);
    },
    [bring],
  );
  useEffect(() => {
    if (link.kind === "broken") setBroken(true);
    if (link.kind === "from") setBroken(false);
    if (link.kind !== "file") return;
    let isOver = false;
    void unpacked(link.packed).then((bytes) => {
      if (isOver) return;
      setBroken(bytes === null);
      if (bytes !== null) take([{ name: t("linkedFile"), bytes }]);
      else setLink({ kind: "none" });
    });
    return () => {
      isOver = true;
    };
  }, [link, take, t]);
  return { path: link.kind === "from" ? link.path : null, isOwn, isBroken, take };
}
