import { describe, expect, it } from "vitest";
import { CAUSES } from "../../../../api/audit/causes.ts";
import { FINDING_KINDS, PLACES } from "../../../../api/audit/finding.ts";
import { COUNTED, NOT_PROVEN, NOTES, REMOTE_CAUSES } from "../../../../api/audit/report.ts";
import { STEPS } from "../../../../api/audit/steps.ts";
import { ADVICE, adviceFor } from "../../../../api/audit/words/advice.ts";
import { keyText, noteText, sentenceOf, wordsIn } from "../../../../api/audit/words/words.ts";
import { FINDINGS } from "../reports.ts";

const LANGUAGES = ["en", "zh"] as const;
const HAN = /[\u4e00-\u9fff]/;

describe.each(LANGUAGES)("words in %s", (language) => {
  const words = wordsIn(language);

  it("have a sentence for every cause, of a row that is named, and nothing left unfilled", () => {
    for (const cause of [...CAUSES, ...REMOTE_CAUSES]) {
      const said = sentenceOf(words, {
        place: "entries",
        key: { index: 17 },
        kind: "changed",
        cause,
        details: { count: 5, declared: 4 },
      });
      expect(said, cause).not.toMatch(/[{}]|undefined|\?/);
      expect(said, cause).toMatch(/[.。]$/);
      if (language === "zh") expect(said, cause).toMatch(HAN);
      else expect(said, cause).not.toMatch(HAN);
      const { placeholders, isOfLog } = shape(words.causes[cause]);
      if (!isOfLog) continue;
      expect(said, cause).toContain("17");
      expect(placeholders, cause).toContain("row");
    }
  });

  it("are different for different causes of one place", () => {
    const own = CAUSES.map((cause) => words.causes[cause]);
    expect(new Set(own).size).toBe(own.length);
  });

  it("name every place, kind, step, note, piece of advice and limit", () => {
    const all = [
      ...PLACES.map((code) => words.names.places[code]),
      ...FINDING_KINDS.map((code) => words.names.kinds[code]),
      ...STEPS.map((code) => words.names.steps[code]),
      ...COUNTED.map((code) => words.names.counted[code]),
      ...NOTES.map((code) => words.notes[code]),
      ...ADVICE.map((code) => words.advice[code]),
      ...NOT_PROVEN.map((code) => words.notProven[code]),
    ];
    for (const text of all) {
      expect(text.trim()).toBe(text);
      expect(text.length).toBeGreaterThan(0);
      expect(HAN.test(text)).toBe(language === "zh");
    }
  });

  it("name a row of every place by every key that an audit makes", () => {
    const keys = [
      { index: 17 },
      { size: 40 },
      { level: 1, n: 2 },
      { number: 3 },
      { name: "origin" },
      { prefix: "Zm9vYmFy", class: "personal", expiry: "2031" },
      { file: "map", object: "pages" },
      { file: "keys", number: 2 },
      { from: 0, to: 999 },
      { rows: "unknown" },
      { part: "first" },
    ];
    for (const place of PLACES) {
      for (const key of keys) {
        const name = words.names.row(place, key);
        expect(name).not.toMatch(/undefined|unknown|null/);
        expect(name.trim().length).toBeGreaterThan(0);
      }
    }
    expect(words.names.row("entries", { index: 17 })).toContain("17");
    expect(words.names.row("keys.sealing_keys", keys[5] ?? {})).toMatch(/Zm9vYmFy.*personal.*2031/);
  });

  it("fill every detail of a note", () => {
    const details = {
      count: 4,
      block: 7,
      drawn: 2,
      from: 1,
      to: 4,
      anchored: 9,
      index: 5,
      size: 3,
    };
    for (const code of NOTES) expect(noteText(words, { code, details })).not.toMatch(/[{}]/);
  });
});

function shape(template: string): { placeholders: string[]; isOfLog: boolean } {
  const placeholders = [...template.matchAll(/\{([a-z]+)\}/gi)].map(([, name = ""]) => name);
  return { placeholders, isOfLog: placeholders.length > 0 && !placeholders.includes("count") };
}

describe("words", () => {
  it("speak of the same details in both languages", () => {
    for (const cause of [...CAUSES, ...REMOTE_CAUSES]) {
      const [en, zh] = LANGUAGES.map(
        (language) => shape(wordsIn(language).causes[cause]).placeholders,
      );
      expect(zh, cause).toEqual(en);
    }
    for (const code of NOTES) {
      const [en, zh] = LANGUAGES.map(
        (language) => shape(wordsIn(language).notes[code]).placeholders,
      );
      expect([...(zh ?? [])].sort(), code).toEqual([...(en ?? [])].sort());
    }
  });

  it("say a key in one order, whatever order its members came in", () => {
    const words = wordsIn("en");
    expect(keyText(words, { n: 2, level: 1 })).toBe("level 1, tile 2");
    expect(keyText(words, { level: 1, n: 2 })).toBe("level 1, tile 2");
    expect(keyText(words, { rows: "unknown" })).toBe("");
    expect(keyText(words, { toString: 1 } as never)).toBe("toString 1");
  });

  it("advise on every finding, by its cause and its place", () => {
    for (const cause of [...CAUSES, ...REMOTE_CAUSES]) {
      for (const place of PLACES) {
        expect(ADVICE).toContain(adviceFor({ place, key: {}, kind: "changed", cause }));
      }
    }
    const by = (at: number) => adviceFor(FINDINGS[at] as (typeof FINDINGS)[number]);
    expect(by(0)).toBe("intruder");
    expect(by(8)).toBe("keys");
    const row = { key: {}, cause: "row_form", kind: "changed" } as const;
    expect(adviceFor({ ...row, place: "map.pages" })).toBe("derived");
    expect(adviceFor({ ...row, place: "copy.entries" })).toBe("copy");
    expect(adviceFor({ ...row, place: "meta", kind: "inserted" })).toBe("intruder");
    expect(adviceFor({ ...row, place: "meta" })).toBe("restore");
  });
});
