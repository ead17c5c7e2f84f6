/** Verdicts and the sentences for them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assert, describe, it } from "vitest";
import {
  AS_OF_SENTENCES,
  type Catalogue,
  SPECIAL_WORDS,
} from "../../../portal/verify/catalogue.ts";
import { FORMAT_ERROR_CODES, FormatError } from "../../../portal/verify/errors.ts";
import { CLAIMS } from "../../../portal/verify/evidence.ts";
import { catalogue, LANGUAGES } from "../../../portal/verify/messages.ts";
import { MISBEHAVIOUR_WORDS } from "../../../portal/verify/misbehaviour-verdict.ts";
import { ENVELOPE_NAMES, FORBIDDEN_NAMES } from "../../../portal/verify/record.ts";
import { renderReason } from "../../../portal/verify/render.ts";
import {
  CAVEATS,
  decide,
  EXIT_CODES,
  LAYERS,
  type LayerResult,
  OPEN_CODES,
  PASS_CODES,
  REASON_CODES,
  VERDICT_WORDS,
} from "../../../portal/verify/verdict.ts";

const layer = (state: LayerResult["state"], code: LayerResult["code"]): LayerResult => ({
  layer: "content",
  state,
  code,
  params: {},
});

describe("the verdict", () => {
  it("is the first word that applies", () => {
    assert.deepEqual(VERDICT_WORDS, [
      "INVALID",
      "DIVERGED",
      "UNPINNED",
      "CANNOT_TELL",
      "NOT_ANCHORED",
      "NOT_FINAL",
      "NOT_REPLAYED",
      "STALE",
      "VERIFIED",
    ]);
    assert.equal(decide([]), "VERIFIED");
    assert.equal(decide([layer("pass", "content_holds")]), "VERIFIED");
    assert.equal(decide([layer("fail", "too_old"), layer("fail", "not_final")]), "NOT_FINAL");
    assert.equal(decide([layer("unknown", "no_policy"), layer("fail", "bad_json")]), "INVALID");
    assert.equal(
      decide([layer("unknown", "chain_not_asked"), layer("fail", "root_differs")]),
      "DIVERGED",
    );
  });

  it("is INVALID for every reason of form, and as listed for every other", () => {
    for (const code of FORMAT_ERROR_CODES) assert.equal(decide([layer("fail", code)]), "INVALID");
    for (const [code, word] of Object.entries(OPEN_CODES)) {
      assert.equal(decide([layer("unknown", code as never)]), word ?? "VERIFIED", code);
    }
  });

  it("has the exit codes of the format", () => {
    assert.deepEqual(EXIT_CODES, {
      INVALID: 40,
      DIVERGED: 30,
      UNPINNED: 21,
      CANNOT_TELL: 20,
      NOT_ANCHORED: 11,
      NOT_FINAL: 10,
      NOT_REPLAYED: 12,
      STALE: 13,
      VERIFIED: 0,
    });
  });
});

const placeholders = (text: string): string[] => (text.match(/\{[^}]*\}/g) ?? []).sort();

describe.each(LANGUAGES)("the catalogue in %s", (language) => {
  const all: Catalogue = catalogue(language);
  const { words, verified, special, layers, states, reasons, caveats, asOf, ...rest } = all;

  it("has one entry for every code, and no other", () => {
    assert.sameMembers([...Object.keys(words), "VERIFIED"], [...VERDICT_WORDS]);
    assert.sameMembers(Object.keys(verified), [...CLAIMS]);
    assert.sameMembers(Object.keys(special), [...SPECIAL_WORDS]);
    assert.sameMembers(Object.keys(asOf), [...AS_OF_SENTENCES]);
    assert.sameMembers(Object.keys(layers), [...LAYERS]);
    assert.sameMembers(Object.keys(states), ["pass", "fail", "unknown"]);
    assert.sameMembers(Object.keys(reasons), [...REASON_CODES]);
    assert.sameMembers(Object.keys(caveats), [...CAVEATS]);
    assert.sameMembers(Object.keys(rest), ["where", "position", "ignoredSignature"]);
  });

  it("says each in one sentence of its own", () => {
    const sentences = [
      ...Object.values(words),
      ...Object.values(verified),
      ...Object.values(special),
      ...Object.values(asOf),
      ...Object.values(reasons),
      ...Object.values(caveats),
    ];
    assert.equal(new Set(sentences).size, sentences.length);
    for (const sentence of sentences) {
      assert.match(
        sentence,
        language === "zh" ? /\p{Script=Han}.*。$/u : /^[A-Z{].*\.$/u,
        sentence,
      );
      if (language === "zh") assert.notMatch(sentence, /[,;!?]|[^0-9]\.$/u, sentence);
    }
  });

  it("uses the same parameters as the English", () => {
    const english = catalogue("en");
    for (const code of REASON_CODES) {
      assert.deepEqual(placeholders(reasons[code]), placeholders(english.reasons[code]), code);
    }
    for (const name of AS_OF_SENTENCES) {
      assert.deepEqual(placeholders(asOf[name]), placeholders(english.asOf[name]), name);
    }
    for (const code of CAVEATS) {
      assert.deepEqual(placeholders(caveats[code]), placeholders(english.caveats[code]), code);
    }
    for (const name of ["where", "position", "ignoredSignature"] as const) {
      assert.deepEqual(placeholders(rest[name]), placeholders(english[name]), name);
    }
  });

  it("tells a place when there is one", () => {
    const sentence = renderReason("name_form", { where: "record.names", position: 3 }, language);
    assert.include(sentence, "record.names");
    assert.include(sentence, "3");
    assert.equal(renderReason("bad_json", {}, language), reasons.bad_json);
  });
});

describe("codes", () => {
  it("are distinct, stable words", () => {
    assert.equal(new Set(REASON_CODES).size, REASON_CODES.length);
    for (const code of REASON_CODES) assert.match(code, /^[a-z][a-z0-9_]*$/);
    assert.includeMembers([...REASON_CODES], [...PASS_CODES]);
  });

  it("are all that an error carries, beside a place and a bound", () => {
    const error = new FormatError("name_form", { position: 2 });
    assert.equal(error.message, "name_form");
    assert.equal(error.name, "FormatError");
    assert.deepEqual(error.details, { position: 2 });
    assert.instanceOf(error, Error);
  });
});

describe("docs/FORMAT.md", () => {
  const format = readFileSync(join(import.meta.dirname, "../../../docs/FORMAT.md"), "utf8");

  const wordsOf = (section: string): unknown[] => {
    const [, text = ""] = format.split(`\n### ${section} `);
    const [own = ""] = text.split("\n### ");
    return [...own.matchAll(/^\| `([A-Z_]+)` \| (\d+) \|/gm)].map(([, word, code]) => [
      word,
      Number(code),
    ]);
  };

  it("has the same words in the same order, with the same exit codes", () => {
    assert.deepEqual(wordsOf("11.2"), Object.entries(EXIT_CODES));
  });

  it("has those of a proof of misbehaviour, too", () => {
    assert.deepEqual(
      wordsOf("14.3"),
      MISBEHAVIOUR_WORDS.map((word) => [word, EXIT_CODES[word]]),
    );
  });

  it("has the same envelope and the same forbidden names", () => {
    const ofRecords = format.slice(0, format.indexOf("### 2.1 "));
    const envelope = [...ofRecords.matchAll(/^\| `(@[a-zA-Z]+)` \|/gm)].map(([, name]) => name);
    assert.deepEqual(envelope, [...ENVELOPE_NAMES]);
    const [, forbidden = ""] = /The names ([^.]+) are\s+forbidden/.exec(format) ?? [];
    assert.sameMembers(forbidden.match(/[a-z]{3,}/g) ?? [], ["and", ...FORBIDDEN_NAMES]);
  });
});
