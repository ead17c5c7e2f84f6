import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { save } from "../../frame/save.ts";
import { everybodyPage, type Person, type StandsAs } from "../data.ts";
import { fileNameOf, peopleCsv } from "../view/stands.ts";

export interface CsvDownload {
  /** People so far; `null`: none is being made. */
  readonly progress: number | null;
  readonly error: unknown;
  start(): void;
  stop(): void;
}

const MOST_A_PAGE = "200";

/** All of them in one file, made here out of the pages that everybody's list is made of. Excel takes UTF-8 by its mark alone. */
export function useCsv(purpose: string, at: string | null, state: StandsAs | null): CsvDownload {
  const { t } = useTranslation("officer");
  const [progress, setProgress] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const run = useRef(0);
  // Of another day, or of nobody who looks: what is being made is not wanted any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for is what it ends with.
  useEffect(() => {
    return () => {
      run.current += 1;
      setProgress(null);
      setError(null);
    };
  }, [purpose, at, state]);

  async function make(own: number): Promise<void> {
    const people: Person[] = [];
    // One moment for all pages.
    let time = at;
    for (let cursor: string | null = null; ; ) {
      const page = await everybodyPage(purpose, time, state, cursor, MOST_A_PAGE);
      if (run.current !== own) return;
      time = page.at;
      people.push(...page.people);
      setProgress(people.length);
      cursor = page.next;
      if (cursor === null) break;
    }
    const heads = [
      ...[t("csvSubject"), t("csvAllowed"), t("csvState"), t("csvSince"), t("csvPurpose")],
      t("csvAt"),
    ];
    const text = peopleCsv(
      heads,
      { purpose, at: time ?? "" },
      people,
      (allowed) => t(allowed ? "yes" : "no"),
      (one) => t(`state_${one}`),
    );
    save(
      new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }),
      fileNameOf(purpose, time ?? ""),
    );
  }

  return {
    progress,
    error,
    start() {
      run.current += 1;
      const own = run.current;
      setError(null);
      setProgress(0);
      make(own)
        .catch((trouble: unknown) => {
          if (run.current === own) setError(trouble);
        })
        .finally(() => {
          if (run.current === own) setProgress(null);
        });
    },
    stop() {
      run.current += 1;
      setProgress(null);
    },
  };
}
