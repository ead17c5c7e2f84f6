/** Both catalogues say the same, each in its own language, and nothing that no page shows. */
import { describe, expect, it } from "vitest";
import { en } from "../../../../portal/src/words/en/index.ts";
import { zh } from "../../../../portal/src/words/zh/index.ts";
import { nodesIn, portalSources, textsOf } from "../../../helpers/portal-sources.ts";

type Catalogue = Readonly<Record<string, Readonly<Record<string, string>>>>;
const english: Catalogue = en;
const chinese: Catalogue = zh;

const flat = (catalogue: Catalogue): [key: string, text: string][] =>
  Object.entries(catalogue).flatMap(([area, texts]) =>
    Object.entries(texts).map(([key, text]): [string, string] => [`${area}.${key}`, text]),
  );
const englishTexts = flat(english);
const chineseTexts = flat(chinese);

const literally = (text: string): string => text.replaceAll(/[^\w]/g, "\\$&");
const HAN = /\p{Script=Han}/u;
/** Without what machines are told and names: what is left of a text for people. */
const forPeople = (text: string): string =>
  text
    .replaceAll(/\{\{\w+\}\}/g, "")
    .replaceAll(
      /Counterfoil|tlog-proof|SHA-256|RPC|URL|JSON|CSV|PDF|ZIP|QR|https?:\S+|[0-9a-z]+@\S+/gi,
      "",
    );
const holes = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!);

describe("the catalogues", () => {
  it("have the same areas and keys, but for the plurals that Chinese has not", () => {
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
    const wanted = englishTexts.map(([key]) => key).filter((key) => !key.endsWith("_one"));
    expect(chineseTexts.map(([key]) => key).sort()).toEqual(wanted.sort());
    const keys = new Set(englishTexts.map(([key]) => key));
    const alone = [...keys].filter(
      (key) => key.endsWith("_one") && !keys.has(key.replace(/_one$/, "_other")),
    );
    expect(alone).toEqual([]);
  });

  it("have the same holes in each text", () => {
    const of = new Map(chineseTexts);
    const wrong = englishTexts
      // “One entry” needs no number.
      .filter(([key]) => !key.endsWith("_one"))
      .filter(([key, text]) => {
        const [a, b] = [holes(text), holes(of.get(key) ?? "")].map((names) => new Set(names));
        return a!.size !== b!.size || [...a!].some((name) => !b!.has(name));
      });
    expect(wrong).toEqual([]);
  });

  it("leave no text empty, and no hole open", () => {
    const wrong = [...englishTexts, ...chineseTexts].filter(
      ([, text]) => text.trim() === "" || /[{}]/.test(text.replaceAll(/\{\{\w+\}\}/g, "")),
    );
    expect(wrong).toEqual([]);
  });

  it("are each in their own language", () => {
    const other = (key: string): boolean => key === "frame.otherLanguage";
    expect(englishTexts.filter(([key, text]) => !other(key) && HAN.test(text))).toEqual([]);
    const untranslated = chineseTexts.filter(
      ([key, text]) => !other(key) && /\p{L}/u.test(forPeople(text)) && !HAN.test(text),
    );
    expect(untranslated).toEqual([]);
  });

  it("are written as each language writes", () => {
    // Chinese: its own full-width marks, and the polite word for the reader.
    const chineseWrong = chineseTexts.filter(([, text]) =>
      /\p{Script=Han}\s*[,;:?!](?!\w)|\p{Script=Han}\.(?!\w)|你(?!们?的?名)|“[^”]*$|\.\.\./u.test(
        text,
      ),
    );
    expect(chineseWrong).toEqual([]);
    const englishWrong = englishTexts.filter(([, text]) => /\.\.\.| {2}|[，。；：]/.test(text));
    expect(englishWrong).toEqual([]);
  });

  it("hold nothing that no page says", () => {
    const said = new Set<string>();
    const made: RegExp[] = [];
    for (const { tree } of portalSources())
      for (const node of nodesIn(tree)) {
        const texts = textsOf(node);
        if (node.type === "Literal") for (const text of texts) said.add(text);
        // What is looked up by its name: `{ presetMonth: … }`.
        else if (node.type === "Property") said.add(String((node.key as { name?: string }).name));
        else if (texts.some((text) => text !== ""))
          made.push(new RegExp(`^${texts.map(literally).join(".+")}$`));
      }
    const unsaid = englishTexts
      .map(([key]) => key.replace(/^\w+\./, ""))
      // What ends like a plural can also be the word for all that is not named: `method_other`.
      .filter(
        (key) =>
          !said.has(key.replace(/_(?:one|other)$/, "")) &&
          !made.some((pattern) => pattern.test(key)),
      );
    expect(unsaid).toEqual([]);
  });
});
