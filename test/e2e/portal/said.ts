/** What pages say, out of the catalogues: journeys find their way by what people read. */
import { en } from "../../../portal/src/words/en/index.ts";
import { zh } from "../../../portal/src/words/zh/index.ts";
import type { Look } from "../../helpers/browser.ts";

const CATALOGUES: Readonly<
  Record<Look["language"], Readonly<Record<string, Readonly<Record<string, string>>>>>
> = { en, zh };

/** The two ways in which every journey is gone. */
export const WAYS: readonly Look[] = [
  { screen: "phone", language: "zh" },
  { screen: "desktop", language: "en" },
];

/** `said("customer.withdraw")`, with what stands in its holes. */
export const sayingIn =
  (language: Look["language"]) =>
  (key: string, holes: Readonly<Record<string, string>> = {}): string => {
    const [area = "", name = ""] = key.split(".");
    const text = CATALOGUES[language][area]?.[name];
    if (text === undefined) throw new Error(`no word ${key} in ${language}`);
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, hole: string) => holes[hole] ?? "");
  };
